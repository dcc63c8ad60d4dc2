"""What pages below show of plans, and what contexts above show on a plan's page."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from truongan.movement.models import Scheme
from truongan.organizations.models import Organization
from truongan.organizations.panels import Panel
from truongan.plans import rules
from truongan.plans.models import Measure, Plan
from truongan.plans.queries.details import is_late
from truongan.plans.school_years import school_year_of
from truongan.plans.tables.plans import plan_rows

PLANS_OF_ORGANIZATION = "plans/_of_organization.html"
MEASURES_OF_SCHEME = "plans/_of_scheme.html"
Build = Callable[[HttpRequest, Plan, date], dict[str, Any]]
_contributed: dict[str, Build] = {}
_SHOWN = 4
_MEASURES = 20


def contribute(template: str, build: Build) -> None:
    """Show `template` on every plan's page; what `build(request, plan, day)` gives is its `panel`.

    Called in the contributing context's AppConfig.ready().
    """
    _contributed[template] = build


def panels_of(request: HttpRequest, plan: Plan, day: date) -> list[Panel]:
    """The contributed panels of one page, in the order of the installed contexts."""
    return [Panel(template, build(request, plan, day)) for template, build in _contributed.items()]


def scheme_panel(request: HttpRequest, scheme: Scheme, day: date) -> dict:
    """Measures that name this scheme, of the newest school year first. One query."""
    measures = Measure.objects.visible_to(request.user).filter(scheme=scheme).select_related("plan")
    found = measures.order_by("-plan__school_year", "position", "pk")[:_MEASURES]
    return {"measures": [(each, is_late(each, day)) for each in found]}


def organization_panel(request: HttpRequest, organization: Organization, day: date) -> dict:
    """The newest plans of an organization, three queries at most."""
    plans = Plan.objects.visible_to(request.user).filter(organization=organization)
    found = list(plans.select_related("organization").order_by("-school_year")[:_SHOWN])
    year = school_year_of(day)
    may_write = rules.may_write(request.user, organization)
    begun = any(plan.school_year == year for plan in found)
    address = f"{reverse('plans:new')}?truong={organization.pk}&nam_hoc={year}"
    return {
        "rows": plan_rows(found, day),
        "may_write": may_write,
        "year": year,
        "has_this_year": begun,
        "new_url": address if may_write and not begun else "",
    }
