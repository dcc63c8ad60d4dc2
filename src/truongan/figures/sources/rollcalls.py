"""Roll-calls: whether the network answers, and how fast. Drills are always counted apart.

A roll-call counts at the organization that called it; those it asked count where they were asked as part of. What was
answered counts up to the end of the day of the question: a past day keeps its numbers.
"""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from truongan.duty.models import Asked, RollCall
from truongan.duty.querysets import RollCallQuerySet
from truongan.figures.grouping import Groups, fetch
from truongan.figures.indicators import ROLLCALLS, Indicator
from truongan.figures.questions import Question
from truongan.figures.rows import TOTAL, UNPLACED, Rows
from truongan.figures.sources.activities import first_day
from truongan.figures.sources.source import Share, Source
from truongan.organizations.models import Organization

_ZONE = "AT TIME ZONE 'Asia/Ho_Chi_Minh'"
_END = f"((%(on)s::date + 1)::timestamp {_ZONE})"
_SINCE = f"(%(start)s::date::timestamp {_ZONE})"
_ANSWERED = f"a.answered_at < {_END}"
_REAL = "NOT r.is_drill"
# Whom the first question reached by no channel; whoever answered all the same (a colleague phoned) was reached.
_UNREACHABLE = f"""(a.answered_at IS NULL OR a.answered_at >= {_END}) AND EXISTS (
  SELECT 1 FROM channels_message m JOIN channels_recipient p ON p.message_id = m.id
  WHERE m.cause = 'duty.rollcall.' || r.id AND p.person_id = a.person_id AND p.unreachable_at < {_END})"""
_CALLS = {"rollcalls.called": _REAL, "rollcalls.drills": "r.is_drill"}
_ASKED = {
    "rollcalls.asked": _REAL,
    "rollcalls.answered": f"{_REAL} AND {_ANSWERED}",
    "rollcalls.answered_in_hour": f"{_REAL} AND {_ANSWERED} AND a.answered_at <= r.called_at + interval '1 hour'",
    "rollcalls.unreachable": f"{_REAL} AND {_UNREACHABLE}",
    "rollcalls.drill_asked": "r.is_drill",
    "rollcalls.drill_answered": f"r.is_drill AND {_ANSWERED}",
}
_MEDIAN = "rollcalls.median_minutes"
# Of an even number the lower of the two middle ones; minutes begun count, so that an answer at once is not "none yet".
_MINUTES = "ceil(greatest(extract(epoch FROM a.answered_at - r.called_at), 1) / 60)"
_MIDDLE = f"percentile_disc(0.5) WITHIN GROUP (ORDER BY {_MINUTES}) FILTER (WHERE {_REAL} AND {_ANSWERED})"
_IN_TIME = f"r.called_at >= {_SINCE} AND r.called_at < {_END}"
_FROM_CALLS = f"FROM here JOIN duty_rollcall r ON r.organization_id = here.org AND {_IN_TIME}"
_FROM_ASKED = f"""FROM duty_rollcall r JOIN duty_asked a ON a.rollcall_id = r.id
  JOIN here ON here.org = a.organization_id WHERE {_IN_TIME}"""


def _counts(conditions: Collection[str]) -> str:
    return ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in conditions)


_PARTS = (
    ([*_CALLS], f"{_counts(_CALLS.values())} {_FROM_CALLS}"),
    ([*_ASKED, _MEDIAN], f"{_counts(_ASKED.values())}, {_MIDDLE} {_FROM_ASKED}"),
)


def fill(question: Question, groups: Groups, rows: Rows) -> None:
    """Calls and people asked since the first day; the median of the whole is its own, never made of the groups'."""
    for codes, counted in _PARTS:
        sql = f"SELECT grouping(here.key), here.key, {counted} GROUP BY GROUPING SETS ((here.key), ())"
        for is_whole, key, *values in fetch(groups, sql, **_span(question)):
            if is_whole or question.by:
                for code, value in zip(codes, values, strict=True):
                    rows.add_to(TOTAL if is_whole else key or UNPLACED, code, value=int(value or 0))


def _span(question: Question) -> dict[str, date]:
    return {"start": first_day(question), "on": question.on}


def shares(question: Question, groups: Groups, codes: Collection[str]) -> Iterator[Share]:
    """Of each organization that called, and of each in which people were asked."""
    for part, counted in _PARTS:
        if not {*codes}.intersection(part):
            continue
        for organization, *values in fetch(groups, f"SELECT here.org, {counted} GROUP BY 1", **_span(question)):
            for code, value in zip(part, values, strict=True):
                if code in codes and value:
                    yield organization, code, int(value)


def identities(question: Question, groups: Groups) -> list[tuple[str, int]]:
    """Every call, and every person asked."""
    sql = f"SELECT 'rollcall', r.id {_FROM_CALLS} UNION ALL SELECT 'asked', a.id {_FROM_ASKED} ORDER BY 1, 2"
    return fetch(groups, sql, **_span(question))


def _records(question: Question, indicator: Indicator, organization: Organization) -> RollCallQuerySet:
    """Calls of the organization, or those that asked people of it; with how many of these were asked and answered."""
    day = question.on
    found = RollCall.objects.filter(called_at__date__range=(first_day(question), day))
    is_of_calls = indicator.code in _CALLS
    is_drill = "drill" in indicator.code
    here = Q() if is_of_calls else Q(asked__organization=organization)
    answered = here & Q(asked__answered_at__date__lte=day)
    whose = Asked.objects.filter(rollcall=OuterRef("pk"), organization=organization)
    found = found.filter(organization=organization) if is_of_calls else found.filter(Exists(whose))
    found = found.annotate(people=Count("asked", filter=here or None), answers=Count("asked", filter=answered))
    return found.filter(is_drill=is_drill).select_related("organization").order_by("-called_at", "-pk")


SOURCE = Source("rollcalls", ("", "unit"), fill, shares, identities, {"rollcall": _records})

if {code for part, _counted in _PARTS for code in part} != set(ROLLCALLS.codes):
    raise AssertionError("roll-calls count other figures than are declared")
