"""What the news adds to pages about a directive and a report: its articles, and the way to begin one."""

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.figures.panels import WayOn
from truongan.kernel.clock import today_vn
from truongan.news.beginnings import articles_of
from truongan.news.models import Article
from truongan.news.rules import may_begin_article
from truongan.reports.models import ResultReport
from truongan.reports.thread.nodes import Node, Row
from truongan.reports.thread.sources import Thread
from truongan.reports.thread.timeline import Kind


def _listed(thread: Thread) -> QuerySet[Article]:
    return articles_of(thread).select_related("author_unit").defer("body").order_by("-published_at", "-pk")


def _row(thread: Thread, each: Article) -> Row:
    unit = each.author_unit.called if each.author_unit else ""
    return Row(each.title, each.get_absolute_url(), unit, timezone.localdate(each.published_at), _("Đã đăng"), "ok")


def _by_day(thread: Thread) -> QuerySet[Article]:
    return articles_of(thread).annotate(day=TruncDate("published_at"))


NODE = Node(
    "articles", gettext_lazy("Tin bài trên cổng"), "",
    gettext_lazy("Chưa có bài nào trên cổng nói về văn bản này."), _listed, _row,
)  # fmt: skip
KIND = Kind(
    "article", _by_day, _row, gettext_lazy("bài đăng trên cổng"), "articles", said=gettext_lazy("Đăng bài"),
    related=("author_unit",),
)  # fmt: skip


def begin_from_thread(request: HttpRequest, thread: Thread) -> WayOn | None:
    """From a directive's thread to a draft article of its facts, for those who write the news."""
    if not may_begin_article(request.user, today_vn()):
        return None
    asked = urlencode({"ngay": thread.on.isoformat()})
    address = reverse("newsdesk:begin_from_thread", args=[thread.directive.pk])
    return WayOn(_("Viết bài cho cổng"), f"{address}?{asked}", "pencil")


def begin_from_report(request: HttpRequest, report: ResultReport) -> WayOn | None:
    """The same from a sealed report; what a draft says may still change."""
    if not report.is_sealed or not may_begin_article(request.user, today_vn()):
        return None
    return WayOn(_("Viết bài cho cổng"), reverse("newsdesk:begin_from_report", args=[report.pk]), "pencil")
