"""The list of connection groups (nhóm kết nối)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from truongan.movement.models import ConnectionGroup, GroupMembership
from truongan.movement.queries.attention import GROUP_GAPS
from truongan.movement.queries.sizes import Sides, group_sides, last_seen_active
from truongan.movement.querysets import GroupQuerySet
from truongan.movement.tables.narrowing import Asked, asked, narrowed
from truongan.web.paging import ordering
from truongan.workbooks.exporting import ExportColumn

Capacity = GroupMembership.Capacity
SORTS = {"truong": "organization__sort_key", "lap": "formed_on", "kt": "last_active_on"}
COLUMNS = (
    ExportColumn("Nhóm", 32),
    ExportColumn("Trường, đơn vị", 40),
    ExportColumn("Nền tảng", 12),
    ExportColumn("Công an phụ trách", 16),
    ExportColumn("Y tế", 12),
    ExportColumn("Nhà trường", 12),
    ExportColumn("Ngày lập", 14, "date"),
    ExportColumn("Thấy hoạt động gần nhất", 18, "date"),
    ExportColumn("Thành viên", 12, "number"),
)


@dataclass(frozen=True)
class GroupRow:
    group: ConnectionGroup
    sides: Sides
    seen_on: date | None
    label: str
    tone: str

    @property
    def missing(self) -> list[str]:
        wanted = ((Capacity.AREA_POLICE, _("công an")), (Capacity.HEALTH, _("y tế")))
        return [words for capacity, words in wanted if capacity not in self.sides.capacities]


def group_question(request: HttpRequest) -> Asked:
    return asked(request, ("nen", "tt", "loai", "kieu"))


def groups_asked(user, ask: Asked) -> GroupQuerySet:
    """Groups this person sees that answer the URL: of the day's stock unless ended ones are asked for."""
    rows = narrowed(ConnectionGroup.objects.visible_to(user), ask)
    if ask.values["nen"] in ConnectionGroup.Platform.values:
        rows = rows.filter(platform=ask.values["nen"])
    if ask.gap in GROUP_GAPS:
        return ask.gap.choose(rows, ask.day)
    return rows.filter(ended_on__lte=ask.day) if ask.values["tt"] == "da-ket-thuc" else rows.in_stock_on(ask.day)


def ordered(rows: GroupQuerySet, request: HttpRequest) -> GroupQuerySet:
    return rows.select_related("organization").order_by(*ordering(request, SORTS, "truong"))


def group_rows(page: list[ConnectionGroup], ask: Asked) -> list[GroupRow]:
    """Lines of one page in one query, two for a day in the past."""
    ids = [group.pk for group in page]
    sides = group_sides(ids, ask.day)
    past = last_seen_active(ids, ask.day) if ask.day < ask.today else None
    return [_row(group, sides.get(group.pk, Sides()), past, ask.day) for group in page]


def group_state(group: ConnectionGroup, seen_on: date | None, day: date) -> tuple[str, str]:
    """State in words and its tone, on a day."""
    if group.ended_on and group.ended_on <= day:
        return _("Đã kết thúc"), "off"
    if seen_on is None:
        return _("Chưa kiểm tra"), "soon"
    days = (day - seen_on).days
    if days >= settings.ACTIVE_DAYS:
        return _("Quá %(n)s ngày chưa kiểm tra") % {"n": settings.ACTIVE_DAYS}, "late"
    return _("Đang hoạt động"), "ok"


def exported(rows: GroupQuerySet, ask: Asked, batch: int = 1000) -> Iterator[tuple]:
    chunk: list[ConnectionGroup] = []
    for group in rows.iterator(chunk_size=batch):
        chunk.append(group)
        if len(chunk) == batch:
            yield from map(_cells, group_rows(chunk, ask))
            chunk = []
    yield from map(_cells, group_rows(chunk, ask))


def _row(group: ConnectionGroup, sides: Sides, past: dict[int, date] | None, day: date) -> GroupRow:
    seen_on = group.last_active_on if past is None else past.get(group.pk)
    return GroupRow(group, sides, seen_on, *group_state(group, seen_on, day))


def _cells(row: GroupRow) -> tuple:
    group, has = row.group, row.sides.capacities
    return (
        group.name, group.organization.name, group.get_platform_display(),
        *(_("có") if side in has else _("thiếu") for side in (Capacity.AREA_POLICE, Capacity.HEALTH, Capacity.SCHOOL)),
        group.formed_on, row.seen_on, row.sides.members,
    )  # fmt: skip
