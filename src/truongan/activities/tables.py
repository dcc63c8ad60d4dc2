"""The list of activities: filters in the URL, order, lines, workbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from truongan.activities.facts import labels
from truongan.activities.models import Activity
from truongan.activities.queries.counting import with_sums
from truongan.activities.querysets import ActivityQuerySet
from truongan.activities.states import Form, Kind
from truongan.directives.models import Directive
from truongan.kernel.dates import vn_date
from truongan.movement.models import Scheme
from truongan.movement.tables.narrowing import Asked, asked, narrowed
from truongan.organizations.models import Organization
from truongan.plans.models import Measure
from truongan.plans.states import Topic
from truongan.web.paging import ordering
from truongan.web.scoping import day_or_none
from truongan.workbooks.exporting import ExportColumn

SORTS = {"ngay": "on", "ten": "organization__sort_key", "luot": "attendances"}
COLUMNS = (
    ExportColumn("Ngày", 12, "date"),
    ExportColumn("Trường, đơn vị", 36),
    ExportColumn("Mã", 14),
    ExportColumn("Loại", 16),
    ExportColumn("Tên hoạt động", 44),
    ExportColumn("Nội dung", 36),
    ExportColumn("Hình thức", 30),
    ExportColumn("Địa điểm", 24),
    ExportColumn("Lượt người", 12, "number"),
    ExportColumn("Số người", 12, "number"),
    ExportColumn("Điểm mô hình", 10, "number"),
    ExportColumn("Ảnh", 8, "number"),
    ExportColumn("Đã hủy, lý do", 24),
)


@dataclass(frozen=True)
class Narrowing:
    """What the URL asks beyond unit and words; what makes no sense is left out."""

    ask: Asked
    start: date | None
    end: date | None  # exclusive
    month: str
    kind: str
    topic: str
    form: str
    scheme: int | None
    measure: int | None
    directive: int | None
    organization: int | None
    shows_void: bool

    @property
    def is_narrow(self) -> bool:
        return bool(self.kind or self.topic or self.form or self.month or self.start or self.shows_void)


def narrowing(request: HttpRequest) -> Narrowing:
    ask = asked(
        request, ("thang", "loai", "nd", "ht", "mo_hinh", "bien_phap", "van_ban", "co_quan", "tt", "tu", "den")
    )
    given = ask.values
    month = month_of(given["thang"])
    start, end = month or (day_or_none(given["tu"]), day_or_none(given["den"]))
    return Narrowing(
        ask=ask,
        start=start,
        end=end,
        month=f"{month[0]:%Y-%m}" if month else "",
        kind=given["loai"] if given["loai"] in Kind.values else "",
        topic=given["nd"] if given["nd"] in Topic.values else "",
        form=given["ht"] if given["ht"] in Form.values else "",
        scheme=_number(given["mo_hinh"]),
        measure=_number(given["bien_phap"]),
        directive=_number(given["van_ban"]),
        organization=_number(given["co_quan"]),
        shows_void=given["tt"] == "da-huy",
    )


def month_of(text: str) -> tuple[date, date] | None:
    """First day of the month `2026-11` and of the next one; None for nonsense."""
    year, _dash, month = text.partition("-")
    if not (year.isdecimal() and month.isdecimal() and len(year) == 4 and len(month) < 3):
        return None
    if not (1900 < int(year) < 9000 and 1 <= int(month) <= 12):
        return None
    first = date(int(year), int(month), 1)
    return first, next_month(first)


def next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def month_before(first: date) -> date:
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


def activities_asked(user, wanted: Narrowing) -> ActivityQuerySet:
    """Activities this person sees that answer the URL: valid ones, or those voided."""
    rows = in_view(user, wanted)
    rows = rows.exclude(voided_at=None) if wanted.shows_void else rows.valid()
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    rows = rows.about(wanted.topic) if wanted.topic else rows
    return rows.by_form(wanted.form) if wanted.form else rows


def in_view(user, wanted: Narrowing) -> ActivityQuerySet:
    """Within unit, words, period, scheme and organization, whatever the kind, topic and form."""
    rows: ActivityQuerySet = narrowed(Activity.objects.visible_to(user), wanted.ask)
    if wanted.start:
        rows = rows.filter(on__gte=wanted.start)
    if wanted.end:
        rows = rows.filter(on__lt=wanted.end)
    if wanted.ask.day < wanted.ask.today:
        rows = rows.filter(on__lte=wanted.ask.day)
    if wanted.scheme is not None:
        rows = rows.filter(pk__in=rows.model.objects.filter(scheme_links__scheme=wanted.scheme).values("pk"))
    for name in ("measure", "directive", "organization"):
        if getattr(wanted, name) is not None:
            rows = rows.filter(**{name: getattr(wanted, name)})
    return rows


def named_in(user, wanted: Narrowing) -> list[tuple[str, str]]:
    """What the list is narrowed to by links from elsewhere, as (parameter, words), if this person sees it."""
    places: tuple[tuple[str, Any, int | None], ...] = (
        ("mo_hinh", Scheme, wanted.scheme),
        ("bien_phap", Measure, wanted.measure),
        ("van_ban", Directive, wanted.directive),
        ("co_quan", Organization, wanted.organization),
    )
    asked_for = [(name, model, key) for name, model, key in places if key is not None]
    found = [(name, model.objects.visible_to(user).filter(pk=key).first()) for name, model, key in asked_for]
    return [(name, str(thing)[:60]) for name, thing in found if thing is not None]


def ordered(rows: ActivityQuerySet, request: HttpRequest) -> ActivityQuerySet:
    rows = with_sums(rows).select_related("organization").prefetch_related("photos", "scheme_links")
    return rows.order_by(*ordering(request, SORTS, "-ngay"))


def cells(activity: Activity) -> tuple:
    organization = activity.organization
    return (
        activity.on, organization.name, organization.code, activity.get_kind_display(), activity.title,
        labels(Topic, activity.topics), labels(Form, activity.forms), activity.place,
        activity.attendances, activity.persons,  # type: ignore[attr-defined]  # annotated
        len(activity.scheme_links.all()), len(activity.photos.all()), activity.void_reason,
    )  # fmt: skip


def exported(rows: ActivityQuerySet) -> Iterator[tuple]:
    """Lines of the whole list for a workbook, read in batches."""
    return map(cells, rows.iterator(chunk_size=1000))


def export_meta(user, wanted: Narrowing) -> list[str]:
    """Lines above an export: whose scope, which days, how it is counted."""
    unit = wanted.ask.unit
    place = unit.full_name if unit else _("Toàn phạm vi của %(name)s") % {"name": user.display_name}
    # People name the last day that counts; the end is the day after it.
    until = min(wanted.end - timedelta(days=1), wanted.ask.day) if wanted.end else wanted.ask.day
    since = _("từ %(day)s ") % {"day": vn_date(wanted.start)} if wanted.start else ""
    return [
        _("Phạm vi: %(place)s") % {"place": place},
        _("Hoạt động %(since)sđến %(day)s") % {"since": since, "day": vn_date(until)},
        _("Lượt: mỗi lần dự là một lượt. Người: mỗi người một lần trong một hoạt động, nơi có ghi."),
    ]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None
