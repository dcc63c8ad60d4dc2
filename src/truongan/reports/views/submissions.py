from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.audit.queries import history_of
from truongan.documents.pdf import to_png
from truongan.documents.sandbox import BrokenTemplate
from truongan.figures.indicators import INDICATORS
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.reports import rules
from truongan.reports.actions import (
    accept_submission,
    complete_frame,
    declare_addendum,
    edit_submission,
    return_submission,
    seal_submission,
    start_submission,
    submit,
    take_notes,
)
from truongan.reports.figure_names import PARTS, offered
from truongan.reports.forms.periodic import AddendumForm, FrameForm, SubmissionForm
from truongan.reports.models import Submission
from truongan.reports.narrative import fill
from truongan.reports.periodic.comparison import compared
from truongan.reports.periodic.composing import COMPARED, MOVING, Stated, compose, missing_rows
from truongan.reports.periodic.files import TYPES
from truongan.reports.periodic.preparing import state
from truongan.reports.periodic.printing import content_of
from truongan.reports.periodic.statements import moved_since, unit_of
from truongan.reports.periodic.texts import TEXTS, notes_below, values_of
from truongan.reports.views.seeing import seen_at
from truongan.web.answering import answer, form_page, press

_ADDENDUM_TYPES = ("docx", "pdf")
_MOST_LETTERS = 4000  # of a reason


@require_safe
@login_required
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit's report in a cycle: where it stands, its texts and figures, what waits for whom."""
    found = _visible(request, pk)
    user = request.user
    context: dict[str, Any] = {"submission": found, "cycle": found.cycle, "entries": history_of(found)}
    context |= _rights(user, found)
    if found.status != found.Status.DUE and context["can_read"]:
        context |= _shown(request, found)
    return render(request, "reports/submission.html", context)


def _rights(user, found: Submission) -> dict[str, bool]:
    writes = rules.may_write_submission(user, found)
    seals = rules.may_seal_submission(user, found.organization, today_vn())
    status = found.Status
    return {
        "can_read": rules.may_read_texts(user, found),
        "can_start": writes and found.status == status.DUE,
        "can_edit": writes and found.is_writable,
        "is_too_early": today_vn() < found.cycle.until,
        "can_frame": writes and found.status == status.ACCEPTED,
        "can_review": found.status == status.SUBMITTED and rules.may_review(user, found),
        "can_seal": seals and found.status == status.ACCEPTED,
        "waits_for_seal": not seals and found.status == status.ACCEPTED and writes,
        "can_correct": seals and found.is_sealed,
    }


def _shown(request: HttpRequest, found: Submission) -> dict[str, Any]:
    stated = state(found)
    said = values_of(found, stated.figures, stated.comparison, stated.gathered, stated.area)
    texts = [(found._meta.get_field(name).verbose_name, fill(getattr(found, name), said)) for name in TEXTS]  # type: ignore[union-attr]  # plain fields
    shown = [stated.figures.figures[code] for code in MOVING if code in stated.figures.figures]
    context: dict[str, Any] = {
        "texts": [(label, text) for label, text in texts if text],
        "figures": shown,
        "gathered": stated.gathered,
        "missing": missing_rows(stated.gathered),
        "unnoted": len(notes_below(found, exclude=set(found.noted_ids))) if found.is_writable else 0,
        "comparison": _comparison(stated),
        "tab": request.GET.get("the", ""),
        "behind_query": _behind_query(found),
    }
    if context["tab"] == "xem-truoc":
        context["pages"] = range(1, len(to_png(compose(found, stated), ppi=40)) + 1)
    if found.is_sealed:
        context["files"] = found.files.filter(addendum=None).only("format", "sha256").order_by("format")
        context["addenda"] = found.addenda.order_by("ordinal")
        context["moved"] = moved_since(found)
    return context


def _behind_query(found: Submission) -> str:
    """Which records stand behind its numbers: those of the school, or of the agency's area, over the period."""
    asked = {"ngay": found.cycle.until.isoformat(), "tu": found.cycle.since.isoformat()}
    if found.organization.is_school:
        asked["truong"] = str(found.organization_id)
    elif unit := unit_of(found.organization, found.cycle.until):
        asked["don_vi"] = unit.code
    return urlencode(asked)


def _comparison(stated: Stated) -> list[tuple]:
    """Label, now, (then, in words) of the period before and of the year before."""
    previous = compared(stated.figures, stated.comparison.previous, COMPARED)
    last_year = compared(stated.figures, stated.comparison.last_year, COMPARED)
    return list(zip(previous, last_year, strict=True))


@require_POST
@login_required
def submission_start(request: HttpRequest, pk: int) -> HttpResponse:
    found = start_submission(actor=request.user, submission=_visible(request, pk), now=now())
    return redirect("reports:submission_edit", found.pk)


@form_page
@login_required
def submission_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Texts and frame; typed text survives every refusal, also the one of a second window."""
    found = _visible(request, pk)
    require(rules.may_write_submission(request.user, found))
    if not found.is_writable:
        messages.error(request, _("Báo cáo này không ở trạng thái sửa được."))
        return redirect(found)
    form = SubmissionForm(request.POST or None, instance=found)
    return answer(
        request, form,
        lambda: edit_submission(
            actor=request.user, submission=found, seen_at=form.cleaned_data.pop("seen_at"), fields=form.cleaned_data,
            now=now(),
        ),
        template="reports/submission_edit.html", to=found, done=_("Đã lưu báo cáo."), submission=found,
        notes=notes_below(found), names=offered(INDICATORS), parts=list(PARTS.values()),
    )  # fmt: skip


@form_page
@login_required
def submission_frame(request: HttpRequest, pk: int) -> HttpResponse:
    """Signer, place, symbol of an accepted report, before it is sealed."""
    found = _visible(request, pk)
    require(rules.may_write_submission(request.user, found))
    form = FrameForm(request.POST or None, instance=found)
    return answer(
        request, form,
        lambda: complete_frame(
            actor=request.user, submission=found, seen_at=form.cleaned_data.pop("seen_at"), fields=form.cleaned_data,
            now=now(),
        ),
        template="reports/submission_frame.html", to=found, done=_("Đã lưu thể thức."), submission=found,
    )  # fmt: skip


@form_page
@login_required
def submission_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a correction of a sealed report: a paper of its own with its own number."""
    found = _visible(request, pk)
    require(rules.may_seal_submission(request.user, found.organization, today_vn()))
    if not found.is_sealed:
        messages.error(request, _("Chỉ đính chính báo cáo đã chốt; báo cáo chưa chốt thì sửa thẳng."))
        return redirect(found)
    form = AddendumForm(request.POST or None)
    return answer(
        request, form,
        lambda: declare_addendum(actor=request.user, submission=found, reason=form.cleaned_data["reason"], now=now()),
        template="reports/submission_correct.html", to=found, submission=found, moved=moved_since(found),
        done=lambda made: _("Đã ban hành đính chính số %(number)s.") % {"number": made.number_label},
    )  # fmt: skip


@require_POST
@login_required
def submission_notes(request: HttpRequest, pk: int) -> HttpResponse:
    def act(found: Submission) -> str:
        count = take_notes(actor=request.user, submission=found, now=now())
        return _("Đã thêm ý kiến của %(n)s đơn vị.") % {"n": count} if count else _("Không có ý kiến nào mới.")

    return _done(request, pk, act)


@require_POST
@login_required
def submission_submit(request: HttpRequest, pk: int) -> HttpResponse:
    def act(found: Submission) -> str:
        submit(
            actor=request.user, submission=found, without_reason=_reason(request), seen_at=seen_at(request), now=now()
        )
        return _("Đã nộp báo cáo.")

    return _done(request, pk, act)


@require_POST
@login_required
def submission_return(request: HttpRequest, pk: int) -> HttpResponse:
    def act(found: Submission) -> str:
        return_submission(actor=request.user, submission=found, reason=_reason(request), now=now())
        return _("Đã trả lại báo cáo kèm lý do.")

    return _done(request, pk, act)


def _reason(request: HttpRequest) -> str:
    """What was typed, as far as a page takes it; PostgreSQL stores no NUL."""
    return request.POST.get("ly_do", "").replace("\0", "")[:_MOST_LETTERS]


@require_POST
@login_required
def submission_accept(request: HttpRequest, pk: int) -> HttpResponse:
    def act(found: Submission) -> str:
        accept_submission(actor=request.user, submission=found, seen_at=seen_at(request), now=now())
        return _("Đã duyệt báo cáo.")

    return _done(request, pk, act)


@require_POST
@login_required
def submission_seal(request: HttpRequest, pk: int) -> HttpResponse:
    def act(found: Submission) -> str:
        sealed = seal_submission(actor=request.user, submission=found, seen_at=seen_at(request), now=now())
        return _("Đã chốt báo cáo số %(number)s.") % {"number": sealed.number_label}

    return _done(request, pk, act)


def _done(request: HttpRequest, pk: int, act: Callable[[Submission], str]) -> HttpResponse:
    """One step of the way; a refusal is said on the report's own page."""
    found = _visible(request, pk)
    return press(request, lambda: act(found), to=found, done=str)


@require_safe
@login_required
def submission_download(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Word, PDF or Excel: the kept file of a sealed report, made now for any other."""
    found = _readable(request, pk)
    if extension not in TYPES:
        raise Http404
    try:
        content = content_of(found, extension)
    except BrokenTemplate as reason:
        messages.error(request, str(reason))
        return redirect(found)
    name = f"bao-cao-{found.number or 'du-thao'}-{found.cycle.until:%Y-%m-%d}-{found.organization.code}.{extension}"
    return _file(content, name, TYPES[extension])


@require_safe
@login_required
def addendum_download(request: HttpRequest, pk: int, ordinal: int, extension: str) -> HttpResponse:
    found = _readable(request, pk)
    if extension not in _ADDENDUM_TYPES:
        raise Http404
    kept = get_object_or_404(found.files, addendum__ordinal=ordinal, format=extension)
    return _file(bytes(kept.content), f"dinh-chinh-{ordinal}-{found.organization.code}.{extension}", TYPES[extension])


@require_safe
@login_required
def submission_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page of the document as a picture."""
    found = _readable(request, pk)
    pages = to_png(compose(found, state(found)), ppi=110)
    if not 1 <= number <= len(pages):
        raise Http404
    return HttpResponse(pages[number - 1], content_type="image/png")


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _visible(request: HttpRequest, pk: int) -> Submission:
    rows = Submission.objects.visible_to(request.user).select_related(
        "cycle__issuer", "cycle__directive", "organization__reports_to", "superior", "seal", "submitted_by__person"
    )
    return get_object_or_404(rows, pk=pk)


def _readable(request: HttpRequest, pk: int) -> Submission:
    """What is still being written is not there for others than its writers."""
    found = _visible(request, pk)
    if found.status == found.Status.DUE or not rules.may_read_texts(request.user, found):
        raise Http404
    return found
