"""The list of teams (tổ tự quản)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest

from truongan.movement.models import SchemeType, Team
from truongan.movement.queries.attention import LEAST_MEMBERS, TEAM_GAPS
from truongan.movement.queries.sizes import team_leaders, team_sizes
from truongan.movement.querysets import TeamQuerySet
from truongan.movement.tables.narrowing import Asked, asked, narrowed
from truongan.web.paging import ordering
from truongan.workbooks.exporting import ExportColumn

SORTS = {"truong": "organization__sort_key", "lap": "formed_on"}
COLUMNS = (
    ExportColumn("Tổ", 32),
    ExportColumn("Trường, đơn vị", 40),
    ExportColumn("Loại mô hình", 40),
    ExportColumn("Tổ trưởng", 24),
    ExportColumn("Ngày lập", 14, "date"),
    ExportColumn("Kết thúc từ ngày", 14, "date"),
    ExportColumn("Thành viên", 12, "number"),
)


@dataclass(frozen=True)
class TeamRow:
    team: Team
    members: int
    leader: str

    @property
    def is_small(self) -> bool:
        return self.members < LEAST_MEMBERS


def team_question(request: HttpRequest) -> Asked:
    return asked(request, ("loai", "tt"))


def teams_asked(user, ask: Asked) -> TeamQuerySet:
    """Teams this person sees that answer the URL: of the day's stock unless ended ones are asked for."""
    rows = narrowed(Team.objects.visible_to(user), ask)
    if ask.values["loai"]:
        rows = rows.filter(scheme__type__in=SchemeType.objects.filter(code=ask.values["loai"]).values("pk"))
    if ask.gap in TEAM_GAPS:
        return ask.gap.choose(rows, ask.day)
    return rows.filter(ended_on__lte=ask.day) if ask.values["tt"] == "da-ket-thuc" else rows.in_stock_on(ask.day)


def ordered(rows: TeamQuerySet, request: HttpRequest) -> TeamQuerySet:
    return rows.select_related("organization", "scheme__type").order_by(*ordering(request, SORTS, "truong"))


def team_rows(page: list[Team], ask: Asked) -> list[TeamRow]:
    """Lines of one page in two queries."""
    ids = [team.pk for team in page]
    sizes, leaders = team_sizes(ids, ask.day), team_leaders(ids, ask.day)
    return [TeamRow(team, sizes.get(team.pk, 0), leaders.get(team.pk, "")) for team in page]


def exported(rows: TeamQuerySet, ask: Asked, batch: int = 1000) -> Iterator[tuple]:
    chunk: list[Team] = []
    for team in rows.iterator(chunk_size=batch):
        chunk.append(team)
        if len(chunk) == batch:
            yield from map(_cells, team_rows(chunk, ask))
            chunk = []
    yield from map(_cells, team_rows(chunk, ask))


def _cells(row: TeamRow) -> tuple:
    team = row.team
    return (
        team.name, team.organization.name, team.scheme.type.name, row.leader, team.formed_on, team.ended_on,
        row.members,
    )  # fmt: skip
