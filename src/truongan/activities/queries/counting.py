"""Sums over activities: how many, attendances (lượt) and people (người), whole and by part.

An activity with two topics counts once in the total and once under each of its topics, so the parts may add up to
more than the total; the same for forms. Attendances under a topic are those of the whole activity. Groups of the
audience do not overlap: their attendances add up to the total.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from truongan.activities.models import Activity, ActivityPerson, Audience
from truongan.activities.querysets import ActivityQuerySet
from truongan.activities.states import Form, Group, Kind
from truongan.plans.states import Topic


@dataclass(frozen=True, slots=True)
class Sums:
    """`persons`: each once within an activity, of the `told` activities for which the number was told."""

    activities: int = 0
    attendances: int = 0
    persons: int = 0
    told: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    code: str
    label: str
    sums: Sums


def with_sums(activities: ActivityQuerySet) -> ActivityQuerySet:
    """Each with `attendances`, and `persons`: None where the distinct number was told of no group."""
    mine = Audience.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
    return activities.annotate(
        attendances=Coalesce(Subquery(mine.annotate(n=Sum("attendance_count")).values("n")), 0),
        persons=Subquery(mine.annotate(n=Sum("person_count")).values("n")),
    )


def sums_of(activities: ActivityQuerySet) -> Sums:
    """Over a list as asked for, in one query. Voided ones are whatever the caller left in it."""
    rows = with_sums(activities.order_by()).aggregate(
        n=Count("pk"), turns=Coalesce(Sum("attendances"), 0), people=Coalesce(Sum("persons"), 0), told=Count("persons")
    )
    return Sums(rows["n"], rows["turns"], rows["people"], rows["told"])


def named_people(activities: ActivityQuerySet) -> int:
    """Adults known by name who took part in any of them, each once over all of them."""
    parts = ActivityPerson.objects.filter(activity__in=activities.order_by().values("pk"))
    return parts.aggregate(n=Count("person", distinct=True))["n"]


def by_kind(activities: ActivityQuerySet) -> list[Part]:
    return _parts(Kind, activities, lambda row: (row["kind"],))


def by_topic(activities: ActivityQuerySet) -> list[Part]:
    """Parts overlap: an activity stands under each of its topics."""
    return _parts(Topic, activities, lambda row: row["topics"])


def by_form(activities: ActivityQuerySet) -> list[Part]:
    """Parts overlap: an activity stands under each of its forms."""
    return _parts(Form, activities, lambda row: row["forms"])


def by_audience(activities: ActivityQuerySet) -> list[Part]:
    """Parts of attendances and people add up; an activity counts once in every group that came."""
    rows = Audience.objects.filter(activity__in=activities.order_by().values("pk")).order_by().values("group")
    rows = rows.annotate(
        n=Count("activity"), turns=Sum("attendance_count"), people=Sum("person_count"), told=Count("person_count")
    )
    found = {row["group"]: Sums(row["n"], row["turns"], row["people"] or 0, row["told"]) for row in rows}
    return [Part(code, str(label), found[code]) for code, label in Group.choices if code in found]


def _parts(choices, activities: ActivityQuerySet, codes_of) -> list[Part]:
    found: dict[str, Sums] = {}
    for row in with_sums(activities.order_by()).values("kind", "topics", "forms", "attendances", "persons"):
        for code in codes_of(row):
            found[code] = _added(found.get(code, Sums()), row)
    return [Part(code, str(label), found[code]) for code, label in choices.choices if code in found]


def _added(sums: Sums, row: dict) -> Sums:
    told = row["persons"] is not None
    return Sums(
        sums.activities + 1,
        sums.attendances + row["attendances"],
        sums.persons + (row["persons"] or 0),
        sums.told + told,
    )


def sums_over(rows: Iterable[Activity]) -> Sums:
    """Of a page already read `with_sums`; voided ones count nowhere."""
    total = Sums()
    for each in rows:
        if not each.is_void:
            total = _added(total, {"attendances": each.attendances, "persons": each.persons})  # type: ignore[attr-defined]  # annotated
    return total
