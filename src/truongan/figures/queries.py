"""Reads beside the sums: how a stock went over time, the records behind a figure, what was declared."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from django.db.models import Count, Q, QuerySet

from truongan.figures.counting import by_organization
from truongan.figures.grouping import Groups, fetch, groups_of
from truongan.figures.indicators import INDICATORS, Indicator
from truongan.figures.questions import Question
from truongan.figures.sources import SOURCES
from truongan.figures.sources.register import worked_on
from truongan.movement.models import (
    Declaration,
    FormerHolding,
    GroupMembership,
    Scheme,
    TeamMembership,
)
from truongan.organizations.models import Organization


def history(question: Question, code: str, points: int = 24, groups: Groups | None = None) -> list[tuple[date, int]]:
    """The stock on `points` days evenly spread from the directive to the question's day; one query.

    Not for distinct people, who do not add up over organizations. `groups` are the question's organizations where
    the caller has looked them up already.
    """
    stock = INDICATORS[code].stock
    groups = groups or groups_of(replace(question, by="", geography=None, since=None)).listed()
    moves = fetch(
        groups,
        f"""SELECT l.day, sum(l.{stock}) FROM here JOIN movement_ledgerrow l ON l.organization_id = here.org
        WHERE l.day <= %(on)s AND l.{stock} <> 0 GROUP BY 1 HAVING sum(l.{stock}) <> 0 ORDER BY 1""",
        on=question.on,
    )
    if not moves:
        return []
    moved = [day for day, _change in moves]
    stocks = list(accumulate(change for _day, change in moves))
    step = max((question.on - moved[0]).days / max(points - 1, 1), 1)
    days = sorted({min(moved[0] + timedelta(days=round(step * place)), question.on) for place in range(points)})
    return [(day, stocks[bisect_right(moved, day) - 1]) for day in days]


@dataclass(frozen=True)
class Contribution:
    """What one organization adds to a figure, and what it declared on or before the day, if it did."""

    organization: Organization
    value: int
    declared: int | None = None

    @property
    def difference(self) -> int | None:
        return None if self.declared is None else self.declared - self.value


def contributions(question: Question, indicator: Indicator) -> list[Contribution]:
    """Organizations behind a figure in Vietnamese order, each with its share."""
    if indicator.only_in_period:
        shares = _worked_on_shares(question)
        organizations = Organization.objects.filter(pk__in=shares).order_by("sort_key", "pk")
        return [Contribution(each, shares[each.pk]) for each in organizations]
    values = {pk: found[indicator.code] for pk, found in by_organization(question, [indicator.code]).items()}
    declared = declared_values(question, [indicator.code]).get(indicator.code, {}) if indicator.stock else {}
    organizations = Organization.objects.filter(pk__in={*values, *declared}).order_by("sort_key", "pk")
    return [Contribution(each, values.get(each.pk, 0), declared.get(each.pk)) for each in organizations]


def _worked_on_shares(question: Question) -> Counter[int]:
    """Schemes worked on in the period by who held them on its last day."""
    here = organizations_in(question).values("pk")
    schemes = worked_on(Scheme.objects.in_stock_on(question.on), question)
    present = schemes.filter(Q(held_from=None) | Q(held_from__lte=question.on), organization__in=here)
    former = FormerHolding.objects.on(question.on).filter(organization__in=here, scheme__in=schemes)
    shares: Counter[int] = Counter()
    for held in (present, former):
        shares.update(
            dict(held.order_by().values("organization").annotate(n=Count("pk")).values_list("organization", "n"))
        )
    return shares


def organizations_in(question: Question) -> Any:
    """Organizations of the question: inside its unit on its day and seen by its viewer."""
    found = Organization.objects.visible_to(question.viewer) if question.viewer else Organization.objects.all()
    return found.within(question.unit, question.on) if question.unit else found


def declared_values(question: Question, codes: Collection[str]) -> dict[str, dict[int, int]]:
    """Indicator code → organization → the latest total it declared on or before the day; one query.

    Indicators nobody declared are left out.
    """
    rows = (
        Declaration.objects.filter(measure__in=codes, on__lte=question.on, organization__in=organizations_in(question))
        .order_by("measure", "organization", "-on")
        .distinct("measure", "organization")
    )
    declared: dict[str, dict[int, int]] = {}
    for code, organization, value in rows.values_list("measure", "organization", "value"):
        declared.setdefault(code, {})[organization] = value
    return declared


def records_behind(question: Question, indicator: Indicator, organization: Organization) -> QuerySet[Any]:
    """The rows that make up an organization's share: models, teams, plans, activities, assessments …"""
    return SOURCES[indicator.source].records[indicator.rows](question, indicator, organization)


def holder_now(record: Any) -> int:
    """The organization that holds a row behind a figure today, which may have received it after the figure's day."""
    if isinstance(record, Organization):
        return record.pk
    if not isinstance(record, TeamMembership | GroupMembership) and not hasattr(record, "organization_id"):
        return record.assessment.organization_id  # a recognition
    owner = record.team if isinstance(record, TeamMembership) else record
    owner = owner.group if isinstance(owner, GroupMembership) else owner
    return owner.organization_id
