"""Yearly numbers, with small ones left out: one tip in a year would be told by its number alone.

Of years that are over: who looked at a running one every hour would see when a tip comes, and of which topic.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

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


def public_years(day: date) -> list[Year]:
    """All units together, newest year first, of the years that are over that day; one query."""
    counts = _counts(Tally.objects.filter(organization=None, year__lt=day.year)).get(None, {})
    return [_year(year, counts[year]) for year in sorted(counts, reverse=True)]


def unit_years(organizations: Sequence[Organization], day: date, *, handled: Collection[int] = ()) -> list[UnitYears]:
    """Each of these units that has received anything, of the years that are over; one query.

    `handled`: ids of units whose queue the reader sees anyway; of these the running year too.
    """
    counts = _counts(Tally.objects.exclude(organization=None))
    hidden = _hidden_units(counts)
    shown = []
    for unit in organizations:
        last = day.year if unit.pk in handled else day.year - 1
        years = sorted((year for year in counts.get(unit.pk, ()) if year <= last), reverse=True)
        lines = [
            Year(year, None, [], [])
            if (year, unit.pk) in hidden and year < day.year
            else _year(year, counts[unit.pk][year])
            for year in years
        ]
        if lines:
            shown.append(UnitYears(unit, lines))
    return shown


_Of = TypeVar("_Of")
_Counts = dict[int | None, dict[int, dict[str, int]]]  # by unit, year and measure


def _counts(rows) -> _Counts:
    found: _Counts = defaultdict(lambda: defaultdict(dict))
    for organization, year, measure, count in rows.values_list("organization", "year", "measure", "count"):
        found[organization][year][measure] = count
    return found


def _hidden_units(counts: _Counts) -> set[tuple[int, int | None]]:
    """(year, unit) whose number would tell a small one of another unit: the public total less the others."""
    received: dict[int, dict[int | None, int]] = defaultdict(dict)
    for unit, years in counts.items():
        for year, measures in years.items():
            received[year][unit] = measures.get("received", 0)
    return {(year, unit) for year, values in received.items() for unit in _hidden(values)}


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
    hidden = _hidden(values)
    return [Number(label, None if label in hidden else value) for label, value in values.items()]


def _hidden(values: Mapping[_Of, int]) -> set[_Of]:
    """Small ones, and the next smallest with them as long as the total less the others would tell them."""
    filled = sorted((value, label) for label, value in values.items() if value)
    count = sum(value < SMALLEST_SHOWN for value, _label in filled)
    while 0 < count < len(filled) and _is_told([value for value, _label in filled[:count]]):
        count += 1
    if _is_told([value for value, _label in filled[:count]]):
        return set(values)  # which are zero would tell the rest
    return {label for _value, label in filled[:count]}


def _is_told(hidden: Sequence[int]) -> bool:
    """One alone is the rest of the total; so are several small ones that must all be 1, or all the largest."""
    if len(hidden) < 2:
        return bool(hidden)
    return max(hidden) < SMALLEST_SHOWN and sum(hidden) in (len(hidden), len(hidden) * (SMALLEST_SHOWN - 1))
