"""Filters every list of the register shares: unit, school level, words, kind of gap. All live in the URL."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from truongan.kernel.clock import today_vn
from truongan.movement.queries.attention import GAPS, Gap
from truongan.organizations.models import Organization, SchoolLevel
from truongan.territory.models import AdministrativeUnit
from truongan.web.scoping import day_or_none, view_scope


@dataclass(frozen=True)
class Asked:
    """What the URL asks of a list."""

    day: date
    today: date
    words: str
    level: str
    gap: Gap | None
    unit_code: str
    unit: AdministrativeUnit | None
    geography: date
    values: dict[str, str]

    @property
    def is_lost(self) -> bool:
        """A unit was named that does not exist on that day."""
        return bool(self.unit_code) and self.unit is None


def asked(request: HttpRequest, names: tuple[str, ...] = ()) -> Asked:
    """Read the shared parameters, and those of `names` as plain text. Nonsense is left out, never an error."""
    given, scope, today = request.GET, view_scope(request), today_vn()
    day = min(scope.day or today, today)
    geography = day_or_none(scope.geography) or day
    level = given.get("cap", "")
    return Asked(
        day=day,
        today=today,
        words=given.get("q", "").strip()[:100],
        level=level if level in SchoolLevel.values else "",
        gap=GAPS.get(given.get("can", "")),
        unit_code=scope.unit,
        unit=AdministrativeUnit.objects.on(geography).filter(code=scope.unit).first() if scope.unit else None,
        geography=geography,
        values={name: given.get(name, "").strip() for name in names},
    )


def narrowed(rows: Any, ask: Asked) -> Any:
    """Rows within the unit, level and words asked for."""
    if ask.unit_code:
        rows = _within(rows, ask)
    if ask.level:
        rows = rows.filter(organization__school_level=ask.level)
    return rows.search(ask.words) if ask.words else rows


def _within(rows: Any, ask: Asked) -> Any:
    if ask.unit is None:
        return rows.none()
    if ask.geography == ask.today:  # today's place is stored with the organization: one index range
        return rows.filter(organization__place_path__startswith=ask.unit.path)
    return rows.filter(organization__in=Organization.objects.within(ask.unit, ask.geography).values("pk"))
