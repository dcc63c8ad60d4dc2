"""How many teams and members the rows of a page have: one query for the whole page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, Sum

from truongan.movement.models import (
    GroupCheck,
    GroupMembership,
    SchemeEvent,
    Team,
    TeamMembership,
)
from truongan.movement.querysets import GroupQuerySet, SchemeQuerySet, TeamQuerySet


@dataclass(frozen=True, slots=True)
class Size:
    teams: int = 0
    members: int = 0

    def __add__(self, other: "Size") -> "Size":
        return Size(self.teams + other.teams, self.members + other.members)


NOTHING = Size()


def scheme_sizes(scheme_ids: Collection[int], day: date) -> dict[int, Size]:
    """Teams, and memberships in them, of each scheme on `day`."""
    # Two small groupings instead of one join: a team without members is still a team, and nothing multiplies.
    teams = Team.objects.in_stock_on(day).filter(scheme__in=scheme_ids).order_by().values_list("scheme")
    members = TeamMembership.objects.on(day).filter(team__scheme__in=scheme_ids).filter(_team_lives(day)).order_by()
    counted = dict(members.values_list("team__scheme").annotate(n=Sum("count")))
    return {scheme: Size(n, counted.get(scheme, 0)) for scheme, n in teams.annotate(n=Count("pk"))}


def team_sizes(team_ids: Collection[int], day: date) -> dict[int, int]:
    members = TeamMembership.objects.on(day).filter(team__in=team_ids).order_by()
    return dict(members.values_list("team").annotate(n=Sum("count")))


def team_leaders(team_ids: Collection[int], day: date) -> dict[int, str]:
    """Name of who leads each team: its leader, else the head of the scheme's committee."""
    heads = TeamMembership.objects.heads(day).filter(team__in=team_ids, person__isnull=False)
    # "leader" sorts after "head": the later row of a team overwrites the earlier.
    return dict(heads.order_by("role").values_list("team", "person__name"))


@dataclass(frozen=True, slots=True)
class Sides:
    """Who is in a group: the four sides it should tie together, and how many in all."""

    members: int = 0
    capacities: frozenset[str] = frozenset()


def group_sides(group_ids: Collection[int], day: date) -> dict[int, Sides]:
    rows = GroupMembership.objects.on(day).filter(group__in=group_ids).order_by()
    found: dict[int, Sides] = {}
    for group, capacity, count in rows.values_list("group", "capacity").annotate(n=Sum("count")):
        known = found.get(group, Sides())
        found[group] = Sides(known.members + count, known.capacities | {capacity})
    return found


def last_evidence(scheme_ids: Collection[int], day: date) -> dict[int, date]:
    """Day of each scheme's last evidence on or before `day`: what the stored column cannot say of the past."""
    events = SchemeEvent.objects.valid().evidence().filter(scheme__in=scheme_ids, on__lte=day).order_by()
    return dict(events.values_list("scheme").annotate(last=Max("on")))


def last_seen_active(group_ids: Collection[int], day: date) -> dict[int, date]:
    checks = GroupCheck.objects.filter(group__in=group_ids, is_active=True, on__lte=day).order_by()
    return dict(checks.values_list("group").annotate(last=Max("on")))


def total_of_schemes(schemes: SchemeQuerySet, day: date) -> Size:
    """Teams and memberships of a whole list; for lists of a province at most."""
    ids = schemes.order_by().values("pk")
    teams = Team.objects.in_stock_on(day).filter(scheme__in=ids)
    members = TeamMembership.objects.on(day).filter(team__in=teams.values("pk"))
    return Size(teams.count(), members.aggregate(n=Sum("count"))["n"] or 0)


def total_of_teams(teams: TeamQuerySet, day: date) -> int:
    members = TeamMembership.objects.on(day).filter(team__in=teams.order_by().values("pk"))
    return members.aggregate(n=Sum("count"))["n"] or 0


def total_of_groups(groups: GroupQuerySet, day: date) -> int:
    members = GroupMembership.objects.on(day).filter(group__in=groups.order_by().values("pk"))
    return members.aggregate(n=Sum("count"))["n"] or 0


def _team_lives(day: date) -> Q:
    return Q(team__formed_on__lte=day) & (Q(team__ended_on=None) | Q(team__ended_on__gt=day))
