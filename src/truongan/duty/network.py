"""Who belongs to a part of the network: whom a roll-call asks. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from truongan.accounts.models import Appointment, Beat
from truongan.movement.models import GroupMembership, Scheme, TeamMembership
from truongan.organizations.models import Level, Organization, Sector
from truongan.territory.models import AdministrativeUnit


class Member(NamedTuple):
    """One person to ask, as part of which organization, and in which capacity (of `models.rollcall.PARTS`)."""

    person_id: int
    organization_id: int
    capacity: str


@dataclass(frozen=True)
class Part:
    """A part of the network: inside a unit (none: the country) or at one school, narrowed, and which of its people."""

    unit: AdministrativeUnit | None = None
    school: Organization | None = None
    scheme_types: tuple[str, ...] = ()
    school_levels: tuple[str, ...] = ()
    parts: tuple[str, ...] = ("groups",)

    @property
    def path(self) -> str:
        if self.school is not None:
            return self.school.place_path
        return self.unit.path if self.unit else ""


def members_of(part: Part, day: date) -> list[Member]:
    """Everybody of that part on that day, each person once; a fixed number of queries.

    Who belongs to it in several ways is asked as officer, station or head before as a member of teams and groups.
    """
    readers = {
        "officers": _officers, "stations": _stations, "heads": _heads, "teams": _team_heads, "groups": _group_members,
    }  # fmt: skip
    found: dict[int, Member] = {}
    for capacity, read in readers.items():
        if capacity in part.parts:
            for person, organization in read(part, day):
                if organization is not None:
                    found.setdefault(person, Member(person, organization, capacity))
    return list(found.values())


def schools_in(part: Part, day: date):
    """Open schools of that part; narrowed by level, and by the types of schemes they have on that day."""
    rows = Organization.objects.schools().on(day)
    rows = rows.filter(pk=part.school.pk) if part.school else rows.filter(place_path__startswith=part.path)
    if part.school_levels:
        rows = rows.filter(school_level__in=part.school_levels)
    if part.scheme_types:
        schemes = Scheme.objects.in_stock_on(day).filter(type__code__in=part.scheme_types)
        rows = rows.filter(pk__in=schemes.values("organization"))
    return rows


def _officers(part: Part, day: date) -> Iterator[tuple[int, int | None]]:
    schools = Q(organization__in=schools_in(part, day).values("pk"))
    communes = Q(unit__path__startswith=part.path) if part.school is None else Q(unit__path=part.path)
    rows = Beat.objects.on(day).filter(schools | communes).order_by("pk")
    yield from rows.values_list("person", "person__organization")


def _stations(part: Part, day: date) -> Iterator[tuple[int, int | None]]:
    inside = Q(organization__place_path__startswith=part.path)
    posts = Appointment.objects.on(day).filter(
        inside, organization__sector=Sector.HEALTH, organization__level=Level.COMMUNE
    )
    yield from posts.order_by("-is_head", "pk").values_list("person", "organization")


def _heads(part: Part, day: date) -> Iterator[tuple[int, int | None]]:
    posts = Appointment.objects.on(day).filter(is_head=True, organization__in=schools_in(part, day).values("pk"))
    yield from posts.order_by("pk").values_list("person", "organization")


def _team_heads(part: Part, day: date) -> Iterator[tuple[int, int | None]]:
    rows = TeamMembership.objects.heads(day).filter(
        person__isnull=False, team__organization__in=schools_in(part, day).values("pk"), team__formed_on__lte=day
    )
    rows = rows.filter(Q(team__ended_on=None) | Q(team__ended_on__gt=day)).order_by("pk")
    for person, home, school in rows.values_list("person", "person__organization", "team__organization"):
        yield person or 0, home or school


def _group_members(part: Part, day: date) -> Iterator[tuple[int, int | None]]:
    rows = GroupMembership.objects.on(day).filter(
        person__isnull=False, group__organization__in=schools_in(part, day).values("pk"), group__formed_on__lte=day
    )
    rows = rows.filter(Q(group__ended_on=None) | Q(group__ended_on__gt=day)).order_by("pk")
    for person, home, school in rows.values_list("person", "person__organization", "group__organization"):
        yield person or 0, home or school
