"""What an organization's page shows of people, and what higher contexts show on a person's page."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest

from truongan.accounts.models import Person
from truongan.accounts.queries import holders_of, officers_of
from truongan.organizations.models import Organization
from truongan.organizations.panels import Panel

PEOPLE_OF_ORGANIZATION = "accounts/_of_organization.html"


def people_panel(request: HttpRequest, organization: Organization, day: date) -> dict:
    return {
        "organization_id": str(organization.pk),
        "holders": holders_of(organization, day)[:30],
        "officers": officers_of(organization, day) if organization.is_school else (),
    }


Build = Callable[[HttpRequest, Person, date], dict[str, Any]]
_of_person: dict[str, Build] = {}


def contribute_to_person(template: str, build: Build) -> None:
    """Show `template` on every person's page; what `build(request, person, day)` gives is its `panel`."""
    _of_person[template] = build


def panels_of_person(request: HttpRequest, person: Person, day: date) -> list[Panel]:
    """The contributed panels of one page, in the order of the installed contexts."""
    return [Panel(template, build(request, person, day)) for template, build in _of_person.items()]
