"""Cases (vụ) and people (đối tượng) of what happened at schools, always counted apart; never who they are.

A case counts once, on the day it happened in Viet Nam. Duplicates and unsubstantiated cases count nowhere. People of
different roles do not overlap, so the roles add up; injured are a part of those harmed, causing or witnessing.
"""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Sum

from truongan.figures.grouping import Groups, fetch
from truongan.figures.indicators import INCIDENTS, Indicator
from truongan.figures.questions import Question
from truongan.figures.rows import Rows
from truongan.figures.sources.activities import first_day
from truongan.figures.sources.source import Share, Source
from truongan.incidents.models import Incident
from truongan.incidents.queries.statistics import counted
from truongan.incidents.querysets import IncidentQuerySet
from truongan.organizations.models import Organization

_CASES = """FROM here JOIN incidents_incident i ON i.organization_id = here.org
  AND i.duplicate_of_id IS NULL AND i.outcome <> 'unsubstantiated'
  AND (i.occurred_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN %(start)s AND %(on)s"""
_PEOPLE = "LEFT JOIN incidents_involved p ON p.incident_id = i.id"
# In the order of INCIDENTS.codes.
_SUMS = """count(DISTINCT i.id),
  coalesce(sum(p.count) FILTER (WHERE p.role = 'causer'), 0)::bigint,
  coalesce(sum(p.count) FILTER (WHERE p.role = 'victim' AND p."group" = 'pupil'), 0)::bigint,
  coalesce(sum(p.injured_count), 0)::bigint"""
_COUNTED: dict[str, dict[str, object]] = {
    "incidents.causers": {"involved__role": "causer"},
    "incidents.pupils_harmed": {"involved__role": "victim", "involved__group": "pupil"},
    "incidents.injured": {"involved__injured_count__gt": 0},
}


def fill(question: Question, groups: Groups, rows: Rows) -> None:
    """Cases and people of the organizations in scope, since the period's or the school year's first day."""
    for key, *sums in _found(question, groups, "here.key"):
        for code, amount in zip(INCIDENTS.codes, sums, strict=True):
            rows.add(key, code, value=amount)


def _found(question: Question, groups: Groups, key: str) -> list[tuple]:
    return fetch(groups, f"SELECT {key}, {_SUMS} {_CASES} {_PEOPLE} GROUP BY 1", **_span(question))


def _span(question: Question) -> dict[str, date]:
    return {"start": first_day(question), "on": question.on}


def shares(question: Question, groups: Groups, codes: Collection[str]) -> Iterator[Share]:
    """Of each organization where anything happened."""
    asked = [code for code in INCIDENTS.codes if code in codes]
    if not asked:
        return
    for organization, *sums in _found(question, groups, "here.org"):
        for code, amount in zip(INCIDENTS.codes, sums, strict=True):
            if code in asked and amount:
                yield organization, code, amount


def identities(question: Question, groups: Groups) -> list[tuple[str, int]]:
    """Every case counted."""
    return fetch(groups, f"SELECT 'incident', i.id {_CASES} ORDER BY 2", **_span(question))


def _records(question: Question, indicator: Indicator, organization: Organization) -> IncidentQuerySet:
    span = (first_day(question), question.on)
    cases = counted(Incident.objects.filter(organization=organization, occurred_at__date__range=span))
    found = cases.filter(**(_COUNTED.get(indicator.code) or {}))
    return found.annotate(people=Sum("involved__count")).order_by("-occurred_at", "-pk")


SOURCE = Source("incidents", ("", "unit", "level"), fill, shares, identities, {"incident": _records})
