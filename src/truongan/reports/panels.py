"""What other pages offer of reports."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from truongan.figures.panels import WayOn
from truongan.figures.questions import Question
from truongan.reports.rules import may_draft_any


def report_on_these(request: HttpRequest, question: Question) -> WayOn | None:
    """From figures to a new report about the same unit, day and period; no query."""
    if not may_draft_any(request.user):
        return None
    asked = {
        "don_vi": question.unit.code if question.unit else "",
        "ngay": question.on.isoformat(),
        "tu": question.since.isoformat() if question.since else "",
    }
    carried = urlencode({name: value for name, value in asked.items() if value})
    return WayOn(_("Lập báo cáo"), f"{reverse('reports:new')}?{carried}", "file-text")
