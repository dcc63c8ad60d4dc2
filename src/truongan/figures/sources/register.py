"""The rows of the movement's register behind an organization's share of a figure."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from truongan.figures.indicators import Indicator
from truongan.figures.questions import Question
from truongan.movement.models import (
    ConnectionGroup,
    GroupCheck,
    GroupMembership,
    Scheme,
    SchemeEvent,
    Team,
    TeamMembership,
)
from truongan.movement.queries.attention import needs_by_kind
from truongan.movement.querysets import SchemeQuerySet
from truongan.movement.states import EventKind
from truongan.organizations.models import Organization


def _schemes(question: Question, indicator: Indicator, organization: Organization) -> QuerySet[Scheme]:
    found = Scheme.objects.held_by(organization, question.on).in_stock_on(question.on)
    if indicator.stock == "schemes_active":
        found = found.filter(pk__in=found.active_on(question.on, settings.ACTIVE_DAYS))
    if indicator.only_in_period:
        found = worked_on(found, question)
    if indicator.stock in {"schemes_built", "schemes_replicated"}:
        found = found.filter(is_replica=indicator.stock == "schemes_replicated")
    if indicator.event:
        found = found.filter(
            events__kind=indicator.event, events__on__lte=question.on, events__voided_at=None
        ).distinct()
    return found.select_related("type", "source__upload").order_by("pk")


def worked_on(schemes: SchemeQuerySet, question: Question) -> SchemeQuerySet:
    """Of these schemes those that entered, were strengthened or re-staffed in the question's period, each once."""
    did = SchemeEvent.objects.filter(
        kind__in=(EventKind.STRENGTHENED, EventKind.RESTAFFED),
        on__range=(question.since, question.on),
        voided_at=None,
    )
    return schemes.filter(Q(stock_from__gte=question.since) | Q(pk__in=did.values("scheme")))


def _teams(question: Question, indicator: Indicator, organization: Organization) -> QuerySet[Team]:
    found = Team.objects.held_by(organization, question.on).in_stock_on(question.on)
    return found.select_related("scheme__type", "source__upload").order_by("name", "pk")


def _team_memberships(question: Question, indicator: Indicator, organization: Organization) -> QuerySet:
    teams = Team.objects.held_by(organization, question.on).in_stock_on(question.on)
    found = TeamMembership.objects.on(question.on).filter(team__in=teams)
    return found.select_related("team", "person", "source__upload").order_by("person__sort_key", "pk")


def _groups(question: Question, indicator: Indicator, organization: Organization) -> QuerySet[ConnectionGroup]:
    found = ConnectionGroup.objects.held_by(organization, question.on).in_stock_on(question.on)
    if indicator.stock == "groups_connected":
        members = GroupMembership.objects.on(question.on)
        for capacity in ("area_police", "health"):
            found = found.filter(pk__in=members.filter(capacity=capacity).values("group"))
    if indicator.stock == "groups_complete":
        found = found.exclude(pk__in=found.incomplete_on(question.on, needs_by_kind()))
    if indicator.stock == "groups_active":
        start = question.on - timedelta(days=settings.ACTIVE_DAYS)
        checks = GroupCheck.objects.filter(is_active=True, on__gt=start, on__lte=question.on)
        found = found.filter(pk__in=checks.values("group"))
    return found.select_related("source__upload").order_by("name", "pk")


def _group_memberships(question: Question, indicator: Indicator, organization: Organization) -> QuerySet:
    groups = ConnectionGroup.objects.held_by(organization, question.on).in_stock_on(question.on)
    found = GroupMembership.objects.on(question.on).filter(group__in=groups)
    return found.select_related("group", "person", "source__upload").order_by("person__sort_key", "pk")


RECORDS = {
    "scheme": _schemes,
    "team": _teams,
    "team_membership": _team_memberships,
    "group": _groups,
    "group_membership": _group_memberships,
    "school": _schemes,  # a covered school: the models that cover it
}
