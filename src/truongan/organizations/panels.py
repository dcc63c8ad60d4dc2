"""What higher contexts show on an organization's page: they contribute, this context knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from truongan.organizations.models import Organization

Build = Callable[[HttpRequest, Organization, date], dict[str, Any]]
_contributed: dict[str, Build] = {}


@dataclass(frozen=True)
class Panel:
    template: str
    content: dict[str, Any]


def contribute(template: str, build: Build) -> None:
    """Show `template` on every organization's page; what `build(request, organization, day)` gives is its `panel`.

    Called in the contributing context's AppConfig.ready().
    """
    _contributed[template] = build


def panels_of(request: HttpRequest, organization: Organization, day: date) -> list[Panel]:
    """The contributed panels of one page, in the order of the installed contexts."""
    return [Panel(template, build(request, organization, day)) for template, build in _contributed.items()]
