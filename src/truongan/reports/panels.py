"""What other pages offer of reports, and what higher contexts offer on theirs: they contribute, nobody here knows them."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from truongan.figures.panels import WayOn
from truongan.figures.questions import Question
from truongan.reports.models import ResultReport
from truongan.reports.rules import may_draft_any
from truongan.reports.thread.sources import Thread

OnThread = Callable[[HttpRequest, Thread], WayOn | None]
OnReport = Callable[[HttpRequest, ResultReport], WayOn | None]
_on_thread: list[OnThread] = []
_on_report: list[OnReport] = []


def contribute_way_on_thread(build: OnThread) -> None:
    """Offer what `build` gives on a directive's thread. Called in the contributing context's AppConfig.ready()."""
    _on_thread.append(build)


def contribute_way_on_report(build: OnReport) -> None:
    """Offer what `build` gives on a report on results. Called in the contributing context's AppConfig.ready()."""
    _on_report.append(build)


def ways_on_thread(request: HttpRequest, thread: Thread) -> list[WayOn]:
    return [way for build in _on_thread if (way := build(request, thread))]


def ways_on_report(request: HttpRequest, report: ResultReport) -> list[WayOn]:
    return [way for build in _on_report if (way := build(request, report))]


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
