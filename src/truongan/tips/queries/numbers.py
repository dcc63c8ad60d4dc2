"""Yearly numbers, with small ones left out: one tip in a year would be told by its number alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from truongan.organizations.models import Organization
from truongan.tips.models import Tally
from truongan.tips.states import TipState, Topic

SMALLEST_SHOWN = 5
_STATES = (TipState.SUBSTANTIATED, TipState.UNSUBSTANTIATED, TipState.CLOSED)


@dataclass(frozen=True)
class Number:
    """`value` is None where it is hidden."""

    label: str
    value: int | None


@dataclass(frozen=True)
class Year:
    """One year of one unit, or of all."""

    year: int
    received: int | None
    states: list[Number]
    topics: list[Number]


@dataclass(frozen=True)
class UnitYears:
    organization: Organization
    years: list[Year]


def public_years() -> list[Year]:
    """All units together, newest year first; one query."""
    return _years(_counts(None).get(None, {}))


def unit_years(organizations: Sequence[Organization]) -> list[UnitYears]:
    """Each of these units that has received anything; one query."""
    counts = _counts(organizations)
    return [UnitYears(each, _years(counts[each.pk])) for each in organizations if counts.get(each.pk)]


_Counts = Mapping[int, Mapping[str, int]]  # by year and measure


def _counts(organizations: Sequence[Organization] | None) -> dict[int | None, dict[int, dict[str, int]]]:
    rows = Tally.objects.filter(organization=None)
    if organizations is not None:
        rows = Tally.objects.filter(organization__in=organizations)
    found: dict[int | None, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for organization, year, measure, count in rows.values_list("organization", "year", "measure", "count"):
        found[organization][year][measure] = count
    return found


def _years(counts: _Counts) -> list[Year]:
    return [_year(year, counts[year]) for year in sorted(counts, reverse=True)]


def _year(year: int, counts: Mapping[str, int]) -> Year:
    received = counts.get("received", 0)
    topics = {str(each.label): counts.get(f"topic:{each.value}", 0) for each in Topic}
    states = {str(each.label): counts.get(f"state:{each.value}", 0) for each in _STATES}
    whole = _shown(received)
    if whole is None:  # even which lines are not zero would tell
        return Year(year, None, [], [])
    return Year(year, whole, _suppressed(states), _suppressed(topics) if any(topics.values()) else [])


def _shown(value: int) -> int | None:
    return None if 0 < value < SMALLEST_SHOWN else value


def _suppressed(values: Mapping[str, int]) -> list[Number]:
    """Small ones hidden; one alone takes the next smallest with it, else the total less the others tells it."""
    filled = sorted((value, label) for label, value in values.items() if value)
    small = [label for value, label in filled if value < SMALLEST_SHOWN]
    if len(small) == 1:
        small = [label for _value, label in filled[:2]]
    return [Number(label, None if label in small else value) for label, value in values.items()]
