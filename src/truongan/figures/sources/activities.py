"""Activities: how many, attendances (lượt) and people (người) as each activity declared them.

One with two topics counts once in the whole and once under each of its topics, so the parts may add up to more; the
same for forms. Groups of the audience do not overlap: their attendances add up to the whole.
"""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from truongan.activities.models import Activity, Audience
from truongan.activities.queries.counting import with_sums
from truongan.activities.querysets import ActivityQuerySet
from truongan.figures.grouping import Groups, fetch
from truongan.figures.indicators import ACTIVITIES, Indicator
from truongan.figures.parts import NO_PART
from truongan.figures.questions import Question
from truongan.figures.rows import TOTAL, Rows
from truongan.figures.sources.source import Share, Source
from truongan.organizations.models import Organization
from truongan.plans.school_years import FIRST_MONTH, first_year, school_year_of

_HELD = """FROM here JOIN activities_activity a ON a.organization_id = here.org
  AND a.voided_at IS NULL AND a.on BETWEEN %(start)s AND %(on)s"""
# Only those of a part: `Question.part`.
_OF_PART = {
    "": "",
    "topic": " AND (%(part)s = ANY(a.topics) OR %(part)s = %(none)s AND cardinality(a.topics) = 0)",
    "form": " AND (%(part)s = ANY(a.forms) OR %(part)s = %(none)s AND cardinality(a.forms) = 0)",
    "audience": """ AND EXISTS (SELECT FROM activities_audience g WHERE g.activity_id = a.id AND g."group" = %(part)s)""",
}
_SUMS = """count(DISTINCT a.id), coalesce(sum(u.attendance_count), 0)::bigint,
  coalesce(sum(u.person_count), 0)::bigint"""
_AUDIENCE = "JOIN activities_audience u ON u.activity_id = a.id"
_PARTS = {
    "topic": f"LEFT {_AUDIENCE} CROSS JOIN LATERAL ({{unnested}}) part",
    "form": f"LEFT {_AUDIENCE} CROSS JOIN LATERAL ({{unnested}}) part",
    "audience": f'{_AUDIENCE} CROSS JOIN LATERAL (SELECT u."group"::text AS code) part',
}
_UNNESTED = """SELECT DISTINCT code FROM unnest(
  CASE WHEN cardinality({column}) > 0 THEN {column}::text[] ELSE ARRAY[%(none)s] END) AS code"""
_COLUMNS = {"topic": "a.topics", "form": "a.forms", "audience": ""}


def first_day(question: Question) -> date:
    """From which day activities count: the period's first, else the first of the day's school year."""
    return question.since or date(first_year(school_year_of(question.on)), FIRST_MONTH, 1)


def fill(question: Question, groups: Groups, rows: Rows) -> None:
    """Activities held from the first day on, of the organizations in scope."""
    key = "''" if question.by in _PARTS else "here.key"
    for group, *sums in _sums(question, groups, key):
        if question.by in _PARTS:
            _put(rows, TOTAL, sums)
        else:
            for code, amount in zip(ACTIVITIES.codes, sums, strict=True):
                rows.add(group, code, value=amount)
    if question.by in _PARTS:
        parts = _PARTS[question.by].format(unnested=_UNNESTED.format(column=_COLUMNS[question.by]))
        sql = f"SELECT part.code, {_SUMS} {_held(question)} {parts} GROUP BY 1"
        for part, *sums in fetch(groups, sql, **_values(question)):
            _put(rows, part, sums)


def _sums(question: Question, groups: Groups, key: str) -> list[tuple]:
    audience = _AUDIENCE + (' AND u."group" = %(part)s' if question.part[0] == "audience" else "")
    return fetch(groups, f"SELECT {key}, {_SUMS} {_held(question)} LEFT {audience} GROUP BY 1", **_values(question))


def _held(question: Question) -> str:
    return _HELD + _OF_PART[question.part[0]]


def _values(question: Question) -> dict[str, date | str]:
    return {"start": first_day(question), "on": question.on, "part": question.part[1], "none": NO_PART}


def _put(rows: Rows, key: str, sums: Collection[int]) -> None:
    for code, amount in zip(ACTIVITIES.codes, sums, strict=True):
        rows.add_to(key, code, value=amount)


def shares(question: Question, groups: Groups, codes: Collection[str]) -> Iterator[Share]:
    """Of each organization that held any."""
    asked = [code for code in ACTIVITIES.codes if code in codes]
    if not asked:
        return
    for organization, *sums in _sums(question, groups, "here.org"):
        for code, amount in zip(ACTIVITIES.codes, sums, strict=True):
            if code in asked and amount:
                yield organization, code, amount


def identities(question: Question, groups: Groups) -> list[tuple[str, int]]:
    """Every activity counted."""
    return fetch(groups, f"SELECT 'activity', a.id {_held(question)} ORDER BY 2", **_values(question))


def _records(question: Question, indicator: Indicator, organization: Organization) -> ActivityQuerySet:
    held = Activity.objects.standing_on(question.on).filter(on__gte=first_day(question), organization=organization)
    by, part = question.part
    if by == "audience":
        mine = Audience.objects.filter(activity=OuterRef("pk"), group=part)
        found = held.filter(audiences__group=part).annotate(
            attendances=Subquery(mine.values("attendance_count")), persons=Subquery(mine.values("person_count"))
        )
    else:
        found = with_sums(_of_part(held, by, part))
    counted = {"activities.attendances": Q(attendances__gt=0), "activities.persons": Q(persons__gt=0)}
    return found.filter(counted.get(indicator.code, Q())).order_by("-on", "-pk")


def _of_part(held: ActivityQuerySet, by: str, part: str) -> ActivityQuerySet:
    if not by:
        return held
    field = {"topic": "topics", "form": "forms"}[by]
    return held.filter(**({f"{field}__len": 0} if part == NO_PART else {f"{field}__contains": [part]}))


SOURCE = Source(
    "activities",
    ("", "unit", "level", "topic", "form", "audience"),
    fill,
    shares,
    identities,
    {"activity": _records},
)
