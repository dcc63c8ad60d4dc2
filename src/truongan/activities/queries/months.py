"""A month in one page: what happened day by day, and the sums."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from truongan.activities.models import Activity
from truongan.activities.queries.counting import (
    Part,
    Sums,
    by_audience,
    by_form,
    by_kind,
    by_topic,
    named_people,
    sums_of,
    with_sums,
)
from truongan.activities.querysets import ActivityQuerySet

MOST_LINES = 400  # a school's month has some twenty; a province's is a list, not a page


@dataclass(frozen=True)
class Day:
    on: date
    activities: list[Activity]


@dataclass(frozen=True)
class Month:
    days: list[Day]
    sums: Sums
    shown: int
    named: int
    kinds: list[Part]
    topics: list[Part]
    forms: list[Part]
    audiences: list[Part]


def month_log(activities: ActivityQuerySet) -> Month:
    """`activities`: valid ones of the month in view. Ten queries; at most MOST_LINES lines, sums over all of them."""
    lines = with_sums(activities).select_related("organization").prefetch_related("audiences", "photos", "partners")
    shown = list(lines.order_by("on", "starts_at", "pk")[:MOST_LINES])
    return Month(
        days=[Day(on, list(each)) for on, each in _by_day(shown)],
        sums=sums_of(activities),
        shown=len(shown),
        named=named_people(activities),
        kinds=by_kind(activities),
        topics=by_topic(activities),
        forms=by_form(activities),
        audiences=by_audience(activities),
    )


def _by_day(activities: Iterable[Activity]):
    return groupby(activities, key=lambda each: each.on)
