"""The own Word file of periodic reports: checked, put in use, taken out."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from truongan.documents.template_pages import TemplatePage
from truongan.reports.actions import upload_report_template
from truongan.reports.periodic.starter import starter
from truongan.reports.periodic.templates import FIELDS, PAPER, PLACEHOLDERS, check

_PAGE = TemplatePage(
    paper=PAPER, name="Mẫu báo cáo định kỳ", page="reports:template", html="reports/template.html", starter_name="mau-bao-cao-dinh-ky.docx",
    placeholders=PLACEHOLDERS, fields=FIELDS, check=check, starter=starter, put_in_use=upload_report_template,
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
