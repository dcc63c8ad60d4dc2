"""The own Word file of periodic reports: checked, put in use, taken out."""

from truongan.documents.template_pages import TemplatePage
from truongan.reports.actions import upload_report_template
from truongan.reports.periodic.starter import starter
from truongan.reports.periodic.templates import FIELDS, PAPER, PLACEHOLDERS, check

PAGE = TemplatePage(
    paper=PAPER, name="Mẫu báo cáo định kỳ", page="reports:template", html="reports/template.html", starter_name="mau-bao-cao-dinh-ky.docx",
    placeholders=PLACEHOLDERS, fields=FIELDS, check=check, starter=starter, put_in_use=upload_report_template,
)  # fmt: skip
