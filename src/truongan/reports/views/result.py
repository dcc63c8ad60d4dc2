from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.accounts.workplace import unit_in_view, units_offered
from truongan.audit.queries import history_of
from truongan.documents.layout import Document
from truongan.documents.pdf import to_pdf, to_png
from truongan.documents.word import to_docx
from truongan.figures.indicators import INDICATORS
from truongan.figures.sealing import changes_since
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.reports import rules
from truongan.reports.actions import discard_draft, draft_report, edit_report, seal_report
from truongan.reports.composing import compose
from truongan.reports.figure_names import PARTS, offered
from truongan.reports.forms import NewReportForm, ReportForm
from truongan.reports.models import ResultReport
from truongan.reports.panels import ways_on_report
from truongan.reports.statements import area_name, directive_values, live_figures, question_of, sealed_figures
from truongan.reports.thread.numbers import NUMBERS
from truongan.reports.views.seeing import seen_at
from truongan.territory.geography import UnknownUnit, unit_by_code
from truongan.territory.models import AdministrativeUnit
from truongan.web.answering import answer, form_page, press
from truongan.web.htmx import render_page
from truongan.web.paging import page_of
from truongan.web.scoping import day_or_none

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@require_safe
@login_required
def report_list(request: HttpRequest) -> HttpResponse:
    """Reports in scope, newest day first."""
    reports = ResultReport.objects.visible_to(request.user).select_related("issuer", "unit").order_by("-on", "-pk")
    if text := request.GET.get("q", "").strip()[:100]:
        reports = reports.filter(issuer__in=Organization.objects.visible_to(request.user).search(text))
    if status := request.GET.get("tinh_trang", ""):
        reports = reports.filter(status=status)
    context = {"page": page_of(request, reports), "can_draft": _issuers(request).exists()}
    return render_page(request, "reports/list.html", "reports/_table.html", context)


@form_page
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Begin a report: whose, about which unit, on which day."""
    issuers = _issuers(request)
    require(issuers.exists())
    asked_day = request.POST.get("ngay") or request.GET.get("ngay", "")
    day = day_or_none(asked_day) or today_vn()
    choices = [(unit.code, unit.full_name) for unit in _units(request, day)] or [("", _("Đơn vị của bạn"))]
    initial = {
        "ngay": day,
        "issuer": issuers.first(),
        "don_vi": request.GET.get("don_vi", ""),
        "tu": day_or_none(request.GET.get("tu", "")),
    }
    form = NewReportForm(request.POST or None, issuers=issuers, units=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        report = draft_report(
            actor=request.user,
            issuer=given["issuer"],
            unit=_unit(given["don_vi"], given["ngay"]),
            on=given["ngay"],
            since=given["tu"],
            now=now(),
        )
        messages.success(request, _("Đã lập dự thảo. Sửa lời rồi chốt để lấy số."))
        return redirect(report)
    return render(request, "reports/new.html", {"form": form}, status=422 if form.errors else 200)


def _units(request: HttpRequest, day: date) -> list[AdministrativeUnit]:
    """Their own units and those directly beneath, first the one deeper down whose figures they come from."""
    offered = units_offered(request.user.scope, day)  # type: ignore[union-attr]  # signed in
    code = request.GET.get("don_vi", "")
    if not code or not offered or code in {unit.code for unit in offered}:
        return offered
    asked = unit_in_view(request, day)
    return [asked, *offered] if asked else offered


def _unit(code: str, day):
    try:
        return unit_by_code(code, day) if code else None
    except UnknownUnit as reason:
        raise Http404(str(reason)) from reason


def _issuers(request: HttpRequest):
    """The organizations this person may write for."""
    user = request.user
    organizations = Organization.objects.visible_to(user).order_by("level", "sort_key", "pk")
    if user.is_superuser:  # type: ignore[union-attr]  # signed in
        return organizations.exclude(sector="school").exclude(place_path="")
    writable = [own.organization_id for own in user.scope.own if own.may_write]  # type: ignore[union-attr]  # signed in
    return organizations.filter(pk__in=writable)


@require_safe
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft with its preview; a sealed report with its figures, their evidence and what changed since."""
    report = _visible(request, pk)
    user = request.user
    context = {
        "report": report,
        "pages": range(1, len(to_png(_document(report), ppi=40)) + 1),
        "can_edit": not report.is_sealed and rules.may_draft(user, report.issuer),
        "can_seal": not report.is_sealed and rules.may_seal(user, report.issuer, today_vn()),
        "entries": history_of(report),
        "ways_on": ways_on_report(request, report),
    }
    if report.is_sealed and report.seal:
        context |= {
            "figures": report.seal.figures.order_by("pk"),
            "changes": changes_since(report.seal, question_of(report).organization_ids),
            "files": report.files.only("format", "sha256"),
        }
    return render(request, "reports/detail.html", context)


@form_page
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    report = _visible(request, pk)
    require(rules.may_draft(request.user, report.issuer))
    form = ReportForm(request.POST or None, instance=report)
    return answer(
        request, form,
        lambda: edit_report(
            actor=request.user, report=report, seen_at=form.cleaned_data.pop("seen_at"), fields=form.cleaned_data,
            now=now(),
        ),
        template="reports/edit.html", to=report, done=_("Đã lưu dự thảo."), report=report, parts=[PARTS["of"]],
        names=offered([*INDICATORS, *(NUMBERS if report.directive_id else ())]),
    )  # fmt: skip


@require_POST
@login_required
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    report = _visible(request, pk)
    return press(
        request, lambda: seal_report(actor=request.user, report=report, seen_at=seen_at(request), now=now()), to=report,
        done=lambda sealed: _("Đã chốt báo cáo số %(number)s.") % {"number": sealed.number_label},
    )  # fmt: skip


@require_POST
@login_required
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    report = _visible(request, pk)
    return press(
        request, lambda: discard_draft(actor=request.user, report=report, now=now()), back=report, to="reports:list",
        done=_("Đã bỏ dự thảo."),
    )  # fmt: skip


@require_safe
@login_required
def download(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The report as Word or PDF: the kept file of a sealed one, made now for a draft."""
    report = _visible(request, pk)
    if extension not in _TYPES:
        raise Http404
    if report.is_sealed:
        content = bytes(report.files.get(format=extension).content)
    else:
        content = {"docx": to_docx, "pdf": to_pdf}[extension](_document(report))
    response = HttpResponse(content, content_type=_TYPES[extension])
    name = f"bao-cao-{report.number or 'du-thao'}-{report.on:%Y-%m-%d}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@login_required
def preview_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page of the document as a picture."""
    pages = to_png(_document(_visible(request, pk)), ppi=110)
    if not 1 <= number <= len(pages):
        raise Http404
    return HttpResponse(pages[number - 1], content_type="image/png")


def _visible(request: HttpRequest, pk: int) -> ResultReport:
    reports = ResultReport.objects.visible_to(request.user).select_related("issuer", "unit", "seal")
    return get_object_or_404(reports, pk=pk)


def _document(report: ResultReport) -> Document:
    sealed = report.seal if report.is_sealed else None
    figures = sealed_figures(sealed) if sealed else live_figures(question_of(report))
    return compose(report, figures, area_name(report), directive_values(report))
