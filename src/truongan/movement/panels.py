"""What pages of organizations and people show of the register, and what higher contexts show on a scheme's page."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse

from truongan.accounts.models import Person
from truongan.movement.models import ConnectionGroup, GroupMembership, Scheme, Team, TeamMembership
from truongan.movement.rules import may_write_for
from truongan.organizations.models import Organization
from truongan.organizations.panels import Panel

REGISTER_OF_ORGANIZATION = "movement/_of_organization.html"
REGISTER_OF_PERSON = "movement/_of_person.html"
Build = Callable[[HttpRequest, Scheme, date], dict[str, Any]]
_of_scheme: dict[str, Build] = {}


def contribute_to_scheme(template: str, build: Build) -> None:
    """Show `template` on every scheme's page; what `build(request, scheme, day)` gives is its `panel`."""
    _of_scheme[template] = build


def panels_of_scheme(request: HttpRequest, scheme: Scheme, day: date) -> list[Panel]:
    """The contributed panels of one page, in the order of the installed contexts."""
    return [Panel(template, build(request, scheme, day)) for template, build in _of_scheme.items()]


def register_panel(request: HttpRequest, organization: Organization, day: date) -> dict:
    """Three queries, whatever the organization has."""
    schemes = Scheme.objects.filter(organization=organization).in_stock_on(day)
    may_write = may_write_for(request.user, organization)
    return {
        "organization": organization,
        "schemes": schemes.select_related("type").order_by("stock_from", "pk"),
        "teams": _counted(Team.objects, TeamMembership, "team", organization, day),
        "groups": _counted(ConnectionGroup.objects, GroupMembership, "group", organization, day),
        "may_write": may_write,
        "new_url": f"{reverse('movement:scheme_new')}?truong={organization.pk}" if may_write else "",
    }


def places_panel(request: HttpRequest, person: Person, day: date) -> dict:
    """The person's places in teams and groups the viewer sees, newest first; those of the past as well. Two queries."""
    in_teams = TeamMembership.objects.filter(
        person=person, team__in=Team.objects.visible_to(request.user).values("pk")
    )
    in_groups = GroupMembership.objects.filter(
        person=person, group__in=ConnectionGroup.objects.visible_to(request.user).values("pk")
    )
    return {
        "teams": in_teams.select_related("team__organization").order_by("-valid_from", "pk"),
        "groups": in_groups.select_related("group__organization").order_by("-valid_from", "pk"),
        "day": day,
    }


def _counted(rows, memberships, name: str, organization: Organization, day: date):
    """In the stock on that day, each with `members`: named people and counted ones."""
    inside = memberships.objects.on(day).filter(**{name: OuterRef("pk")}).order_by().values(name)
    members = Coalesce(Subquery(inside.annotate(total=Sum("count")).values("total")), 0)
    return (
        rows.filter(organization=organization).in_stock_on(day).annotate(members=members).order_by("formed_on", "pk")
    )
