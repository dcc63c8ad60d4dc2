"""What of an earlier year's plan still holds for a later one."""

import calendar
from collections.abc import Iterator
from datetime import date
from typing import Any

from truongan.movement.models import Scheme
from truongan.plans.models import Plan
from truongan.plans.school_years import first_year
from truongan.plans.states import Progress

_CARRIED = ("title", "situation", "goals", "arrangements", "recipients", "authority", "signer_own_title", "symbol")


def carried_texts(source: Plan, school_year: str) -> dict[str, str]:
    """Texts with the earlier school year's name replaced; grounds, superior and signer are today's, not last year's."""
    return {name: getattr(source, name).replace(source.school_year, school_year) for name in _CARRIED}


def carried_measures(source: Plan, school_year: str, day: date) -> Iterator[dict[str, Any]]:
    """Measures that were not dropped, their days moved on; links that no longer hold are left out. Two queries."""
    years = first_year(school_year) - first_year(source.school_year)
    alive = set(Scheme.objects.filter(organization=source.organization).in_stock_on(day).values_list("pk", flat=True))
    measures = source.measures.exclude(progress=Progress.DROPPED).select_related("person", "scheme", "directive")
    for each in measures.order_by("position", "pk"):
        at_home = each.person is not None and each.person.organization_id == source.organization_id
        yield {
            "topic": each.topic,
            "text": each.text.replace(source.school_year, school_year),
            "responsible": each.responsible,
            "person": each.person if at_home else None,
            "starts_on": moved(each.starts_on, years),
            "ends_on": moved(each.ends_on, years),
            "resources": each.resources,
            "scheme": each.scheme if each.scheme_id in alive else None,
            "directive": each.directive if each.directive and each.directive.is_in_force else None,
        }


def moved(day: date | None, years: int) -> date | None:
    """The same day of a later year; 29 February becomes the last of February."""
    if day is None:
        return None
    year = day.year + years
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))
