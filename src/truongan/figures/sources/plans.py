"""School-year plans: schools that have made one, and those whose plan is approved."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from truongan.figures.grouping import Groups, fetch
from truongan.figures.indicators import PLANS, Indicator
from truongan.figures.questions import Question
from truongan.figures.rows import Rows
from truongan.figures.sources.schools import OPEN_SCHOOL
from truongan.figures.sources.source import Share, Source
from truongan.organizations.models import Organization
from truongan.plans.models import Plan
from truongan.plans.querysets import PlanQuerySet
from truongan.plans.school_years import school_year_of

# One plan per organization and school year (a constraint), so plans counted are schools counted.
_PLANS = f"""FROM here JOIN organizations_organization o ON o.id = here.org
  JOIN plans_plan p ON p.organization_id = o.id AND p.school_year = %(year)s
  WHERE {OPEN_SCHOOL} AND p.submitted_on <= %(on)s"""


def fill(question: Question, groups: Groups, rows: Rows) -> None:
    """Plans of the school year that contains the question's day; over a period those it began with and those new."""
    found = fetch(
        groups,
        f"""SELECT here.key, count(*), count(*) FILTER (WHERE p.approved_on <= %(on)s),
          count(*) FILTER (WHERE p.submitted_on <= %(before)s), count(*) FILTER (WHERE p.approved_on <= %(before)s)
        {_PLANS} GROUP BY 1""",
        **_when(question),
    )
    for key, made, approved, made_before, approved_before in found:
        _add(rows, key, "plans.made", made, made_before)
        _add(rows, key, "plans.approved", approved, approved_before)


def _add(rows: Rows, key: str, code: str, value: int, opening: int) -> None:
    flows = {"opening": opening, "added": value - opening} if rows.question.since else {}
    rows.add(key, code, value=value, **flows)


def _when(question: Question) -> dict[str, date | str]:
    since = question.since or question.on
    return {"on": question.on, "before": since - timedelta(days=1), "year": school_year_of(question.on)}


def shares(question: Question, groups: Groups, codes: Collection[str]) -> Iterator[Share]:
    """One for each school with such a plan."""
    if not {*codes}.intersection(PLANS.codes):
        return
    sql = f"SELECT here.org, coalesce(p.approved_on <= %(on)s, false) {_PLANS}"
    for organization, is_approved in fetch(groups, sql, **_when(question)):
        if "plans.made" in codes:
            yield organization, "plans.made", 1
        if "plans.approved" in codes and is_approved:
            yield organization, "plans.approved", 1


def identities(question: Question, groups: Groups) -> list[tuple[str, int]]:
    """The plans counted; an approved one twice, since the seal counts it twice."""
    return fetch(
        groups,
        f"""SELECT 'plan', p.id {_PLANS} UNION ALL
        SELECT 'plan_approved', p.id {_PLANS} AND p.approved_on <= %(on)s ORDER BY 1, 2""",
        **_when(question),
    )


def _records(question: Question, indicator: Indicator, organization: Organization) -> PlanQuerySet:
    year = school_year_of(question.on)
    plans = Plan.objects.filter(organization=organization)
    if indicator.code == "plans.approved":
        return plans.approved_on_day(question.on, year).order_by("pk")
    return plans.made_on(question.on, year).order_by("pk")


SOURCE = Source("plans", ("", "unit", "level"), fill, shares, identities, {"plan": _records})
