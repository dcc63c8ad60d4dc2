"""The own Word file of plans: checked, put in use, taken out."""

from truongan.documents.template_pages import TemplatePage
from truongan.plans.actions import upload_plan_template
from truongan.plans.word_templates import FIELDS, PAPER, PLACEHOLDERS, check, starter

PAGE = TemplatePage(
    paper=PAPER, name="Mẫu kế hoạch năm học", page="plans:template", html="plans/template.html", starter_name="mau-ke-hoach.docx",
    placeholders=PLACEHOLDERS, fields=FIELDS, check=check, starter=starter, put_in_use=upload_plan_template,
)  # fmt: skip
