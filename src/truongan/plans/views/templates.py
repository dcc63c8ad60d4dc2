"""The own Word file of plans: checked, put in use, taken out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.documents import rules as document_rules
from truongan.documents.actions import CannotUse, restore_builtin
from truongan.documents.forms import TemplateForm
from truongan.documents.models import PaperTemplate
from truongan.documents.queries import WORD_TYPE, administered_organizations
from truongan.kernel.clock import now
from truongan.plans.actions import upload_plan_template
from truongan.plans.views.answering import form_page, must, onward
from truongan.plans.word_templates import FIELDS, PAPER, PLACEHOLDERS, check, starter


@form_page
@login_required
def template(request: HttpRequest) -> HttpResponse:
    """What a template may hold, what is in use, and the form that checks a file or puts it in use."""
    must(document_rules.may_open_templates(request.user))
    organizations = administered_organizations(request.user)
    form = TemplateForm(
        request.POST if request.method == "POST" else None, request.FILES or None, organizations=organizations,
        may_serve_all=document_rules.may_manage_templates(request.user, None),
        initial={"name": _("Mẫu kế hoạch năm học"), "organization": organizations.first()},
    )  # fmt: skip
    is_right = False
    if form.is_bound and form.is_valid():
        content = form.cleaned_data["file"].read()
        only_checked = request.POST.get("viec") == "kiem-tra"
        problems = tuple(check(content)) if only_checked else _put_in_use(request, form, content)
        if not problems and not only_checked:
            messages.success(request, _("Đã dùng mẫu mới từ hôm nay."))
            return onward(reverse("plans:template"))
        is_right = not problems
        for problem in problems:
            form.add_error("file", problem)
    context = {
        "form": form, "is_right": is_right, "placeholders": PLACEHOLDERS.items(), "fields": FIELDS.items(),
        "templates": _templates(request),
    }  # fmt: skip
    return render(request, "plans/template.html", context, status=422 if form.is_bound and not is_right else 200)


@require_safe
@login_required
def template_starter(request: HttpRequest) -> HttpResponse:
    """A file with its places open, to be changed in Word."""
    must(document_rules.may_open_templates(request.user))
    return _word(starter(), "mau-ke-hoach.docx")


@require_safe
@login_required
def template_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    return _word(bytes(found.content), f"{PAPER}-{found.pk}.docx")


@require_POST
@login_required
def template_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the built-in layout from today on."""
    found = _visible(request, pk)
    try:
        restore_builtin(actor=request.user, paper=PAPER, organization=found.organization, now=now())
    except CannotUse as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Đã trở lại mẫu có sẵn từ hôm nay."))
    return onward(reverse("plans:template"))


def _put_in_use(request: HttpRequest, form: TemplateForm, content: bytes) -> tuple[str, ...]:
    chosen = form.cleaned_data
    try:
        upload_plan_template(
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


def _visible(request: HttpRequest, pk: int) -> PaperTemplate:
    must(document_rules.may_open_templates(request.user))
    rows = PaperTemplate.objects.visible_to(request.user).filter(paper=PAPER).select_related("organization")
    return get_object_or_404(rows, pk=pk)


def _word(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=WORD_TYPE, headers=headers)
