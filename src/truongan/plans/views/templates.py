"""The own Word file of plans: checked, put in use, taken out."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from truongan.documents.template_pages import TemplatePage
from truongan.plans.actions import upload_plan_template
from truongan.plans.word_templates import FIELDS, PAPER, PLACEHOLDERS, check, starter

_PAGE = TemplatePage(
    paper=PAPER, name="Mẫu kế hoạch năm học", page="plans:template", html="plans/template.html", starter_name="mau-ke-hoach.docx",
    placeholders=PLACEHOLDERS, fields=FIELDS, check=check, starter=starter, put_in_use=upload_plan_template,
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def template(request: HttpRequest) -> HttpResponse:
    return _PAGE.answer(request)


@require_safe
@login_required
def template_starter(request: HttpRequest) -> HttpResponse:
    return _PAGE.begin(request)


@require_safe
@login_required
def template_file(request: HttpRequest, pk: int) -> HttpResponse:
    return _PAGE.file(request, pk)


@require_POST
@login_required
def template_restore(request: HttpRequest, pk: int) -> HttpResponse:
    return _PAGE.restore(request, pk)
