"""Reads that join organizations with where they stand and to whom they report."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from truongan.organizations.models import Level, Organization, Placement, SchoolLevel, SchoolProfile, Sector
from truongan.territory.models import AdministrativeUnit

OPEN, CLOSED, EVERY = "", "giai-the", "tat-ca"


@dataclass(frozen=True)
class Wanted:
    """The filters of the list as the URL gives them; nonsense filters nothing."""

    text: str = ""
    sector: str = ""
    level: str = ""
    school_level: str = ""
    status: str = OPEN

    @classmethod
    def of(cls, query) -> "Wanted":
        def among(name: str, values) -> str:
            return query.get(name, "") if query.get(name, "") in values else ""

        return cls(
            text=query.get("q", "").strip()[:100],
            sector=among("nganh", Sector.values),
            level=among("cap", Level.values),
            school_level=among("cap_hoc", SchoolLevel.values),
            status=among("tinh_trang", (CLOSED, EVERY)),
        )


def organizations_for(user, wanted: Wanted, day: date, unit: AdministrativeUnit | None) -> QuerySet[Organization]:
    """What the list shows this person: filtered, as of `day`, inside `unit`; not yet ordered."""
    rows = Organization.objects.visible_to(user).search(wanted.text)
    exact = {"sector": wanted.sector, "level": wanted.level, "school_level": wanted.school_level}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.status == OPEN:
        rows = rows.on(day)
    elif wanted.status == CLOSED:
        rows = rows.closed_by(day)
    if unit is None:
        return rows
    # Of a unit that still exists, the stored path answers from the index; the past asks the placements.
    return rows.filter(place_path__startswith=unit.path) if unit.valid_to is None else rows.within(unit, day)


def with_places(rows: QuerySet[Organization], day: date) -> QuerySet[Organization]:
    """The same rows with `places`: the placement in force on `day` and its unit; one more query."""
    placements = Placement.objects.on(day).select_related("unit__parent")
    return rows.prefetch_related(Prefetch("placements", placements, to_attr="places"))


def reporting_chain(organization: Organization) -> list[Organization]:
    """Superiors from the nearest upwards, at most five; one small query each (joining them costs more to plan)."""
    chain: list[Organization] = []
    step = organization.reports_to_id
    while step is not None and len(chain) < 5:
        chain.append(Organization.objects.get(pk=step))
        step = chain[-1].reports_to_id
    return chain


def superiors_of(organization: Organization) -> QuerySet[Organization]:
    """Agencies it could report to: in its own unit or one above it. Their names are no secret to those below."""
    segments = organization.place_path.rstrip("/").split("/")
    places = ["/".join(segments[:length]) + "/" for length in range(1, len(segments) + 1)]
    agencies = Organization.objects.exclude(sector=Sector.SCHOOL).filter(place_path__in=places, closed_on=None)
    return agencies.exclude(pk=organization.pk).order_by("sort_key", "pk")


def placements_to_decide(user) -> QuerySet[Placement]:
    """Organizations whose unit ended without one certain successor, and which nobody placed since."""
    rows = Placement.objects.visible_to(user).left_behind().select_related("organization", "unit__parent")
    return rows.order_by("unit__sort_key", "organization__sort_key", "pk")


def profiles_of(organization: Organization) -> QuerySet[SchoolProfile]:
    return organization.profiles.order_by("-school_year")
