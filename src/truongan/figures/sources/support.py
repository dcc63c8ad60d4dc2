"""Support for citizens and businesses: questions received and answered, how fast, how satisfied the askers were.

Nothing here reads who asked: those columns are emptied after a term, and the figures of the past do not change.
"""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Q

from truongan.figures.grouping import Groups, fetch
from truongan.figures.indicators import SUPPORT, Indicator
from truongan.figures.questions import Question
from truongan.figures.rows import TOTAL, UNPLACED, Rows
from truongan.figures.sources.activities import first_day
from truongan.figures.sources.source import Share, Source
from truongan.organizations.models import Organization
from truongan.support.models import Question as Asked
from truongan.support.querysets import QuestionQuerySet
from truongan.support.states import SATISFIED

_HERE = "FROM here JOIN support_question q ON q.organization_id = here.org AND q.received_on <= %(on)s"
_RECEIVED = "q.received_on >= %(start)s"
_ANSWERED = "q.state = 'answered' AND q.closed_on BETWEEN %(start)s AND %(on)s"
_OVERDUE = """q.due_on < %(on)s AND (q.closed_on IS NULL OR q.closed_on > %(on)s)
  AND (q.paused_on IS NULL OR q.paused_on > %(on)s)"""
# In the order of SUPPORT.codes.
_COUNTED = {
    "support.received": _RECEIVED,
    "support.answered": _ANSWERED,
    "support.answered_in_time": f"{_ANSWERED} AND q.closed_on <= q.due_on",
    "support.overdue": _OVERDUE,
    "support.rated": f"{_ANSWERED} AND q.satisfaction IS NOT NULL",
    "support.satisfied": f"{_ANSWERED} AND q.satisfaction >= {SATISFIED}",
}
_MEDIAN = "support.median_days"
_SUMS = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in _COUNTED.values())
# Of an even number the lower of the two middle ones: a whole number of days.
_MIDDLE = f"percentile_disc(0.5) WITHIN GROUP (ORDER BY q.worked_days) FILTER (WHERE {_ANSWERED})"


def fill(question: Question, groups: Groups, rows: Rows) -> None:
    """Questions of the organizations in scope; the median of the whole is its own, never made of the groups'."""
    sql = f"""SELECT grouping(here.key), here.key, {_SUMS}, {_MIDDLE} {_HERE}
      GROUP BY GROUPING SETS ((here.key), ())"""
    for is_whole, key, *counts, middle in fetch(groups, sql, **_values(question)):
        if is_whole or question.by:
            row = TOTAL if is_whole else key or UNPLACED
            for code, count in zip(_COUNTED, counts, strict=True):
                rows.add_to(row, code, value=count)
            rows.add_to(row, _MEDIAN, value=middle or 0)


def _values(question: Question) -> dict[str, date]:
    return {"start": first_day(question), "on": question.on}


def shares(question: Question, groups: Groups, codes: Collection[str]) -> Iterator[Share]:
    """Of each organization that has any."""
    asked = {*codes}.intersection(SUPPORT.codes)
    if not asked:
        return
    sql = f"SELECT here.org, {_SUMS}, {_MIDDLE} {_HERE} GROUP BY 1"
    for organization, *counts in fetch(groups, sql, **_values(question)):
        for code, count in zip((*_COUNTED, _MEDIAN), counts, strict=True):
            if code in asked and count:
                yield organization, code, count


def identities(question: Question, groups: Groups) -> list[tuple[str, int]]:
    """Every question counted in anything: received or answered in the time, or overdue at its end."""
    counted = f"({_RECEIVED}) OR ({_ANSWERED}) OR ({_OVERDUE})"
    return fetch(groups, f"SELECT 'question', q.id {_HERE} WHERE {counted} ORDER BY 2", **_values(question))


def _records(question: Question, indicator: Indicator, organization: Organization) -> QuestionQuerySet:
    on, start = question.on, first_day(question)
    answered = Q(state="answered", closed_on__range=(start, on))
    open_then = Q(closed_on=None) | Q(closed_on__gt=on)
    counted = {
        "support.received": Q(received_on__gte=start),
        "support.overdue": Q(due_on__lt=on) & open_then & (Q(paused_on=None) | Q(paused_on__gt=on)),
        "support.answered_in_time": answered,
        "support.rated": answered & Q(satisfaction__isnull=False),
        "support.satisfied": answered & Q(satisfaction__gte=SATISFIED),
    }.get(indicator.code, answered)
    found = Asked.objects.filter(counted, organization=organization, received_on__lte=on).select_related("topic")
    if indicator.code == "support.answered_in_time":
        found = found.answered_in_time()
    return found.order_by("-received_on", "-pk")


SOURCE = Source("support", ("", "unit"), fill, shares, identities, {"question": _records})
