"""What happened because of a directive, day by day: single happenings by name, many of a kind on a day by number."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.kernel.numbers import vn_number
from truongan.movement.states import EventKind
from truongan.reports.thread.nodes import NODES, Row
from truongan.reports.thread.sources import Thread

_BY_NAME = 2  # so many of a kind on one day are still named


@dataclass(frozen=True)
class Kind:
    """One kind of happening: the rows with `day` annotated, how a single one is named, what several are called.

    `said` goes before the name of a single one: a plan submitted and a plan approved bear the same title.
    """

    code: str
    rows: Callable[[Thread], QuerySet[Any]]
    row: Callable[[Thread, Any], Row]
    many: str | Promise
    node: str
    tone: str = ""
    said: str | Promise = ""
    related: tuple[str, ...] = ()


@dataclass
class Line:
    title: str
    href: str = ""
    who: str = ""
    tone: str = ""
    node: str = ""


@dataclass
class Day:
    on: date
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Happened:
    """How many of a kind there were on a day."""

    on: date
    kind: Kind
    count: int


_RELATED = {
    "receipts": ("organization",),
    "duties": ("organization", "assignment"),
    "plans": ("organization",),
    "activities": ("organization",),
    "assessments": ("organization", "criteria_set"),
    "submissions": ("organization", "cycle"),
    "reports": ("issuer",),
}


def _kind(
    code: str, source: str, day: Any, node: str, many: str | Promise, said: str | Promise = "", **conditions: str
) -> Kind:
    def rows(thread: Thread) -> QuerySet:
        chosen = {name: getattr(thread, value) for name, value in conditions.items()}
        return getattr(thread, source).filter(**chosen).annotate(day=day)

    return Kind(code, rows, NODES[node].row, many, node, said=said, related=_RELATED[node])


def _event_kind(kind: EventKind, many: str | Promise) -> Kind:
    def rows(thread: Thread) -> QuerySet:
        return thread.scheme_events.filter(kind=kind).annotate(day=F("on"))

    def row(thread: Thread, each) -> Row:
        scheme = each.scheme
        return Row(f"{kind.label}: {scheme}", scheme.get_absolute_url(), scheme.organization.name, each.on)

    return Kind(f"event.{kind}", rows, row, many, "schemes", "key", related=("scheme__organization", "scheme__type"))


_KINDS = [
    _kind("acknowledged", "receipts", TruncDate("acknowledged_at"), "receipts",
          gettext_lazy("đơn vị xác nhận tiếp nhận"), gettext_lazy("Xác nhận tiếp nhận"), acknowledged_at__lt="until"),
    _kind("done", "duties", F("done_on"), "duties", gettext_lazy("nhiệm vụ hoàn thành"), gettext_lazy("Hoàn thành"), done_on__lte="on"),
    _kind("submitted", "plans", F("submitted_on"), "plans", gettext_lazy("kế hoạch được trình"), gettext_lazy("Trình kế hoạch")),
    _kind("approved", "plans", F("approved_on"), "plans", gettext_lazy("kế hoạch được duyệt"), gettext_lazy("Duyệt kế hoạch"), approved_on__lte="on"),
    _kind("activity", "activities", F("on"), "activities", gettext_lazy("hoạt động")),
    _event_kind(EventKind.ESTABLISHED, gettext_lazy("điểm mô hình có quyết định thành lập")),
    _event_kind(EventKind.LAUNCHED, gettext_lazy("điểm mô hình ra mắt")),
    _event_kind(EventKind.STRENGTHENED, gettext_lazy("điểm mô hình được củng cố")),
    _event_kind(EventKind.RESTAFFED, gettext_lazy("điểm mô hình được kiện toàn")),
    _event_kind(EventKind.REVIEWED, gettext_lazy("điểm mô hình sơ kết")),
    _event_kind(EventKind.CONCLUDED, gettext_lazy("điểm mô hình tổng kết")),
    _event_kind(EventKind.RECOGNISED, gettext_lazy("điểm mô hình được công nhận điển hình")),
    _kind("assessed", "assessments", F("on"), "assessments", gettext_lazy("trường tự đánh giá"), gettext_lazy("Tự đánh giá")),
    _kind("handed_in", "submissions", TruncDate("submitted_at"), "submissions", gettext_lazy("báo cáo chuyên đề được nộp"), gettext_lazy("Nộp báo cáo")),
    _kind("reported", "reports", F("issued_on"), "reports", gettext_lazy("báo cáo kết quả"), gettext_lazy("Chốt báo cáo")),
]  # fmt: skip


def contribute_kind(kind: Kind) -> None:
    """Tell another kind of happening in every timeline.

    Called in the contributing context's AppConfig.ready().
    """
    _KINDS.append(kind)


def happenings(thread: Thread) -> list[tuple[date, list[Happened]]]:
    """Days on which something happened, the latest first, with how much of each kind; one query for each kind."""
    days: dict[date, list[Happened]] = defaultdict(list)
    for kind in _KINDS:
        counted = kind.rows(thread).order_by().values("day").annotate(n=Count("pk", distinct=True))
        for day, count in counted.values_list("day", "n"):
            days[day].append(Happened(day, kind, count))
    for each in thread.family:
        days[each.issued_on or thread.since]  # a day of the chain even when nothing else happened
    return sorted(days.items(), reverse=True)


def told(thread: Thread, page: Iterable[tuple[date, list[Happened]]]) -> list[Day]:
    """The days of one page in words; few of a kind are named, many counted. One query for each kind that is named."""
    shown = list(page)
    named = _named(thread, [each for _day, found in shown for each in found if each.count <= _BY_NAME])
    issued: dict[date, list[Line]] = defaultdict(list)
    for each in thread.family:
        words = _("Ban hành %(name)s") % {"name": each.name}
        issued[each.issued_on or thread.since].append(
            Line(words, each.get_absolute_url(), each.kept_by.short_name or each.issuer_name, "key", "directives")
        )
    return [
        Day(
            day,
            [*issued[day], *(line for each in found for line in named.get((each.kind.code, day)) or [_many(each)])],
        )
        for day, found in shown
    ]


def _many(each: Happened) -> Line:
    return Line(f"{vn_number(each.count)} {each.kind.many}", "", "", each.kind.tone, each.kind.node)


def _named(thread: Thread, few: list[Happened]) -> dict[tuple[str, date], list[Line]]:
    days: dict[Kind, list[date]] = defaultdict(list)
    for each in few:
        days[each.kind].append(each.on)
    lines: dict[tuple[str, date], list[Line]] = defaultdict(list)
    for kind, wanted in days.items():
        for each in kind.rows(thread).filter(day__in=wanted).select_related(*kind.related).distinct():
            row = kind.row(thread, each)
            title = f"{kind.said}: {row.title}" if kind.said else row.title
            lines[kind.code, each.day].append(Line(title, row.href, row.who, kind.tone, kind.node))
    return lines
