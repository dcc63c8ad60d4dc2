"""The own Word file of periodic reports: checked, put in use, taken out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from truongan.documents import rules as document_rules
from truongan.documents.actions import CannotUse, restore_builtin
from truongan.documents.forms import TemplateForm
from truongan.documents.models import PaperTemplate
from truongan.documents.queries import WORD_TYPE, administered_organizations
from truongan.kernel.clock import now
from truongan.reports.actions import upload_report_template
from truongan.reports.periodic.starter import starter
from truongan.reports.periodic.templates import FIELDS, PAPER, PLACEHOLDERS, check


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def template(request: HttpRequest) -> HttpResponse:
    """What a template may hold, what is in use, and the form that checks a file or puts it in use."""
    _require_administrator(request)
    may_serve_all = document_rules.may_manage_templates(request.user, None)
    organizations = administered_organizations(request.user)
    form = TemplateForm(
        request.POST or None, request.FILES or None, organizations=organizations, may_serve_all=may_serve_all,
        initial={"name": _("Mẫu báo cáo định kỳ"), "organization": organizations.first()},
    )  # fmt: skip
    is_right = False
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        if request.POST.get("viec") == "kiem-tra":
            problems: tuple[str, ...] = tuple(check(content))
            is_right = not problems
        else:
            problems = _put_in_use(request, form, content)
            if not problems:
                messages.success(request, _("Đã dùng mẫu mới từ hôm nay."))
                return redirect("reports:template")
        for problem in problems:
            form.add_error("file", problem)
    context = {
        "form": form, "is_right": is_right, "placeholders": PLACEHOLDERS.items(), "fields": FIELDS.items(),
        "templates": _templates(request),
    }  # fmt: skip
    status = 422 if form.is_bound and not is_right else 200
    return render(request, "reports/template.html", context, status=status)


def _put_in_use(request: HttpRequest, form: TemplateForm, content: bytes) -> tuple[str, ...]:
    chosen = form.cleaned_data
    try:
        upload_report_template(
            actor=request.user, name=chosen["name"], organization=chosen["organization"], content=content,
            file_name=chosen["file"].name, now=now(),
        )  # fmt: skip
    except CannotUse as reason:
        return reason.problems
    return ()


def _templates(request: HttpRequest) -> list[tuple[PaperTemplate, bool]]:
    rows = PaperTemplate.objects.visible_to(request.user).filter(paper=PAPER).select_related("organization")
    return [
        (each, each.is_open and document_rules.may_manage_templates(request.user, each.organization))
        for each in rows.defer("content").order_by("-valid_from", "-pk")
    ]


@require_safe
@login_required
def template_starter(request: HttpRequest) -> HttpResponse:
    """The built-in layout with its places open, to be changed in Word."""
    _require_administrator(request)
    return _word(starter(), "mau-bao-cao-dinh-ky.docx")


@require_safe
@login_required
def template_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    return _word(bytes(found.content), f"{PAPER}-{found.pk}.docx")


@require_POST
@login_required
def template_restore(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    try:
        restore_builtin(actor=request.user, paper=PAPER, organization=found.organization, now=now())
    except CannotUse as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Đã trở lại mẫu có sẵn từ hôm nay."))
    return redirect("reports:template")


def _visible(request: HttpRequest, pk: int) -> PaperTemplate:
    _require_administrator(request)
    rows = PaperTemplate.objects.visible_to(request.user).filter(paper=PAPER).select_related("organization")
    return get_object_or_404(rows, pk=pk)


def _require_administrator(request: HttpRequest) -> None:
    if not document_rules.may_open_templates(request.user):
        raise PermissionDenied


def _word(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=WORD_TYPE, headers=headers)
