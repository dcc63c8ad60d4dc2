from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from truongan.audit.queries import history_of
from truongan.documents import rules
from truongan.documents.actions import CannotUse, restore_builtin, upload_template
from truongan.documents.facts import PLACEHOLDERS, SAMPLE
from truongan.documents.forms import TemplateForm
from truongan.documents.grounds import all_grounds
from truongan.documents.models import PaperTemplate
from truongan.documents.papers import compose_paper, paper_names
from truongan.documents.pdf import to_pdf
from truongan.documents.queries import PDF_TYPE, WORD_TYPE, administered_organizations, shelf_of
from truongan.documents.sandbox import BrokenTemplate
from truongan.documents.starters import starter_of
from truongan.documents.word import to_docx
from truongan.documents.word_templates import check_template, render_docx_template
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require


@require_safe
@login_required
def template_list(request: HttpRequest) -> HttpResponse:
    _require_administrator(request)
    return render(request, "documents/template_list.html", {"papers": shelf_of(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def template_detail(request: HttpRequest, paper: str) -> HttpResponse:
    """One paper: what it is made from, and the form that checks an own file or puts it in use."""
    name = _name_of(request, paper)
    organizations = administered_organizations(request.user)
    form = TemplateForm(
        request.POST or None,
        request.FILES or None,
        organizations=organizations,
        may_serve_all=rules.may_manage_templates(request.user, None),
        initial={"name": name, "organization": organizations.first()},
    )
    is_right = False
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        if request.POST.get("viec") == "kiem-tra":
            problems = tuple(check_template(content))
            is_right = not problems
        else:
            problems = _put_in_use(request, paper, form, content)
            if not problems:
                messages.success(request, _("Đã dùng mẫu mới từ hôm nay."))
                return redirect("documents:template_detail", paper)
        for problem in problems:
            form.add_error("file", problem)
    context = {"form": form, "is_right": is_right, **_shown(request, paper, name)}
    status = 422 if form.is_bound and not is_right else 200
    return render(request, "documents/template_detail.html", context, status=status)


def _put_in_use(request: HttpRequest, paper: str, form: TemplateForm, content: bytes) -> tuple[str, ...]:
    chosen = form.cleaned_data
    try:
        upload_template(
            actor=request.user,
            paper=paper,
            name=chosen["name"],
            organization=chosen["organization"],
            content=content,
            file_name=chosen["file"].name,
            now=now(),
        )
    except CannotUse as reason:
        return reason.problems
    return ()


def _shown(request: HttpRequest, paper: str, name: str) -> dict[str, object]:
    templates = list(
        PaperTemplate.objects.visible_to(request.user)
        .filter(paper=paper)
        .select_related("organization", "uploaded_by__person")
        .defer("content")
        .order_by("-valid_from", "-pk")
    )
    newest = templates[0] if templates else None
    return {
        "paper": paper,
        "name": name,
        "templates": [
            (each, each.is_open and rules.may_manage_templates(request.user, each.organization)) for each in templates
        ],
        "grounds": [each for each in all_grounds() if paper in each.papers],
        "placeholders": PLACEHOLDERS.items(),
        "history": history_of(newest) if newest else [],
    }


@require_safe
@login_required
def sample(request: HttpRequest, paper: str, form: str) -> HttpResponse:
    """The built-in text filled with made-up values, as Word or PDF."""
    _name_of(request, paper)
    document = compose_paper(paper, SAMPLE, _sample_day(request))
    if form == "pdf":
        return _file(to_pdf(document), f"{paper}.pdf", PDF_TYPE, inline=True)
    return _file(to_docx(document), f"{paper}.docx", WORD_TYPE)


@require_safe
@login_required
def starter(request: HttpRequest, paper: str) -> HttpResponse:
    """The built-in text with its gaps open, to be edited in Word."""
    _name_of(request, paper)
    return _file(starter_of(paper), f"mau-{paper}.docx", WORD_TYPE)


@require_safe
@login_required
def template_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """An own template as it was uploaded, or filled with made-up values."""
    template = _template(request, pk)
    content = bytes(template.content)
    if form == "thu":
        try:
            content = render_docx_template(content, SAMPLE, day=_sample_day(request))
        except BrokenTemplate as reason:
            messages.error(request, str(reason))
            return redirect("documents:template_detail", template.paper)
    return _file(content, f"{template.paper}-{template.pk}-{form}.docx", WORD_TYPE)


@require_POST
@login_required
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    template = _template(request, pk)
    try:
        restore_builtin(actor=request.user, paper=template.paper, organization=template.organization, now=now())
    except CannotUse as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Đã trở lại mẫu có sẵn từ hôm nay."))
    return redirect("documents:template_detail", template.paper)


def _require_administrator(request: HttpRequest) -> None:
    require(rules.may_open_templates(request.user))


def _name_of(request: HttpRequest, paper: str) -> str:
    _require_administrator(request)
    names = paper_names()
    if paper not in names:
        raise Http404
    return names[paper]


def _template(request: HttpRequest, pk: int) -> PaperTemplate:
    _require_administrator(request)
    templates = PaperTemplate.objects.visible_to(request.user).select_related("organization")
    return get_object_or_404(templates, pk=pk)


def _sample_day(request: HttpRequest) -> date:
    """`?ngay=2021-09-05` shows the grounds of that day; by default today's."""
    try:
        return date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return today_vn()


def _file(content: bytes, name: str, content_type: str, *, inline: bool = False) -> HttpResponse:
    way = "inline" if inline else "attachment"
    headers = {"Content-Disposition": f'{way}; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=content_type, headers=headers)
