"""The list of schemes (điểm mô hình)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.kernel.dates import vn_date
from truongan.movement.models import Scheme, SchemeType
from truongan.movement.queries.attention import SCHEME_GAPS
from truongan.movement.queries.sizes import NOTHING, Size, last_evidence, scheme_sizes
from truongan.movement.querysets import SchemeQuerySet
from truongan.movement.states import EventKind, Status
from truongan.movement.tables.narrowing import Asked, asked, narrowed
from truongan.web.paging import ordering
from truongan.workbooks.exporting import ExportColumn

WARNING_DAYS = 14
SORTS = {
    "ten": "organization__sort_key",
    "qd": "decision_on",
    "vao": "stock_from",
    "hd": "last_evidence_on",
}
STATES = (
    ("hoat-dong", gettext_lazy("Đang hoạt động")),
    ("sap-qua", gettext_lazy("Sắp im lặng")),
    ("im-lang", gettext_lazy("Im lặng")),
    ("tam-dung", gettext_lazy("Tạm dừng")),
    ("de-xuat", gettext_lazy("Mới đề xuất")),
    ("da-ket-thuc", gettext_lazy("Đã kết thúc")),
)
ENTRIES = (("xay-dung", gettext_lazy("Xây dựng mới")), ("nhan-rong", gettext_lazy("Nhân rộng")))
EVENTS = (("cung-co", gettext_lazy("Được củng cố")), ("kien-toan", gettext_lazy("Được kiện toàn")))
_EVENT_KINDS = {"cung-co": EventKind.STRENGTHENED, "kien-toan": EventKind.RESTAFFED}
_OVER = {Status.REMOVED, Status.DISSOLVED}
COLUMNS = (
    ExportColumn("Trường, đơn vị", 40),
    ExportColumn("Mã", 16),
    ExportColumn("Cấp học", 12),
    ExportColumn("Loại mô hình", 40),
    ExportColumn("Tên điểm", 24),
    ExportColumn("Tình trạng", 18),
    ExportColumn("Cách vào sổ", 14),
    ExportColumn("Số quyết định", 18),
    ExportColumn("Ngày quyết định", 14, "date"),
    ExportColumn("Vào sổ từ", 14, "date"),
    ExportColumn("Hoạt động gần nhất", 16, "date"),
    ExportColumn("Tổ", 8, "number"),
    ExportColumn("Thành viên", 12, "number"),
)


@dataclass(frozen=True)
class SchemeRow:
    """One line: the scheme, its state on the day, its teams and members on the day."""

    scheme: Scheme
    size: Size
    last_on: date | None
    label: str
    tone: str


def scheme_question(request: HttpRequest) -> Asked:
    return asked(request, ("tt", "loai", "cach", "su_kien"))


def schemes_asked(user, ask: Asked) -> SchemeQuerySet:
    """Schemes this person sees that answer the URL; without a state asked for, those in the stock on the day."""
    rows = schemes_in_scope(user, ask)
    values = ask.values
    if values["loai"]:
        rows = rows.filter(type__in=SchemeType.objects.filter(code=values["loai"]).values("pk"))
    if values["cach"] in dict(ENTRIES):
        rows = rows.filter(is_replica=values["cach"] == "nhan-rong")
    if values["su_kien"] in _EVENT_KINDS:
        rows = rows.with_event(_EVENT_KINDS[values["su_kien"]], ask.day)
    if ask.gap in SCHEME_GAPS:
        return ask.gap.choose(rows, ask.day)
    return in_state(rows, values["tt"], ask.day)


def schemes_in_scope(user, ask: Asked) -> SchemeQuerySet:
    """What the counts beside the filters are taken over: scope, unit, level and words, without the other filters."""
    return narrowed(Scheme.objects.visible_to(user), ask)


def in_state(rows: SchemeQuerySet, state: str, day: date) -> SchemeQuerySet:
    window = settings.ACTIVE_DAYS
    match state:
        case "hoat-dong":
            return rows.active_on(day, window)
        case "sap-qua":
            return rows.fading_on(day, window, WARNING_DAYS)
        case "im-lang":
            return rows.silent_on(day, window)
        case "tam-dung":
            return rows.in_stock_on(day).filter(rows.paused(day))
        case "de-xuat":
            return rows.filter(Q(stock_from=None) | Q(stock_from__gt=day)).exclude(status__in=_OVER)
        case "da-ket-thuc":
            return rows.filter(stock_to__lte=day)
        case _:
            return rows.in_stock_on(day)


def scheme_rows(page: list[Scheme], ask: Asked) -> list[SchemeRow]:
    """Lines of one page in two queries, three for a day in the past."""
    ids = [scheme.pk for scheme in page]
    sizes = scheme_sizes(ids, ask.day)
    past = last_evidence(ids, ask.day) if ask.day < ask.today else None
    return [_row(scheme, sizes.get(scheme.pk, NOTHING), past, ask.day) for scheme in page]


def ordered(rows: SchemeQuerySet, request: HttpRequest) -> SchemeQuerySet:
    return rows.select_related("organization", "type").order_by(*ordering(request, SORTS, "ten"))


def exported(rows: SchemeQuerySet, ask: Asked, batch: int = 1000) -> Iterator[tuple]:
    """Lines of the whole list for a workbook, read in batches."""
    chunk: list[Scheme] = []
    for scheme in rows.iterator(chunk_size=batch):
        chunk.append(scheme)
        if len(chunk) == batch:
            yield from map(_cells, scheme_rows(chunk, ask))
            chunk = []
    yield from map(_cells, scheme_rows(chunk, ask))


def is_unfiltered(ask: Asked) -> bool:
    """Whether the list is exactly what `state_counts` counts as "all"."""
    return ask.gap is None and not any(ask.values.values())


def state_counts(rows: SchemeQuerySet, ask: Asked) -> dict[str, int]:
    """How many are in the stock, active, silent and without a decision: one query over the list's scope."""
    day = ask.day
    if day < ask.today:
        lived, paused = rows.lived(day, settings.ACTIVE_DAYS), rows.paused(day)
    else:  # nothing is dated after today: the stored columns alone answer
        paused = Q(status=Status.SUSPENDED)
        lived = Q(last_evidence_on__gt=day - timedelta(days=settings.ACTIVE_DAYS))
    return rows.in_stock_on(day).order_by().aggregate(
        all=Count("pk"),
        active=Count("pk", filter=lived & ~paused),
        silent=Count("pk", filter=~lived & ~paused),
        undecided=Count("pk", filter=Q(decision_number="")),
    )  # fmt: skip


def scheme_state(scheme: Scheme, last_on: date | None, day: date) -> tuple[str, str]:
    """State in words and its tone, on a day."""
    if scheme.stock_to and scheme.stock_to <= day:
        return _("Đã kết thúc"), "off"
    if scheme.stock_from is None or scheme.stock_from > day:
        return scheme.get_status_display(), ""
    if scheme.status == Status.SUSPENDED:
        return _("Tạm dừng"), "off"
    if last_on is None:
        return _("Chưa có hoạt động"), "soon"
    return _liveliness((day - last_on).days)


def _liveliness(days: int) -> tuple[str, str]:
    if days >= settings.ACTIVE_DAYS:
        return _("Im lặng %(n)s ngày") % {"n": days}, "late"
    if days >= settings.ACTIVE_DAYS - WARNING_DAYS:
        return _("Sắp quá %(n)s ngày") % {"n": settings.ACTIVE_DAYS}, "soon"
    return _("Đang hoạt động"), "ok"


def _row(scheme: Scheme, size: Size, past: dict[int, date] | None, day: date) -> SchemeRow:
    last_on = scheme.last_evidence_on if past is None else past.get(scheme.pk)
    return SchemeRow(scheme, size, last_on, *scheme_state(scheme, last_on, day))


def _cells(row: SchemeRow) -> tuple:
    scheme, organization = row.scheme, row.scheme.organization
    return (
        organization.name, organization.code, organization.get_school_level_display(), scheme.type.name, scheme.name,
        row.label, str(ENTRIES[scheme.is_replica][1]), scheme.decision_number, scheme.decision_on, scheme.stock_from,
        row.last_on, row.size.teams, row.size.members,
    )  # fmt: skip


def export_meta(user, ask: Asked) -> list[str]:
    """Lines above an export: whose scope, which day, how it is counted."""
    place = ask.unit.full_name if ask.unit else _("Toàn phạm vi của %(name)s") % {"name": user.display_name}
    return [
        _("Phạm vi: %(place)s") % {"place": place},
        _("Tính đến ngày %(day)s") % {"day": vn_date(ask.day)},
        _("Thành viên là lượt thành viên: một người ở hai tổ tính hai lượt."),
    ]
