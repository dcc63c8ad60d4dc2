"""What pages of organizations, schemes and plans show of activities."""

from datetime import date
from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest
from django.urls import reverse

from truongan.activities import rules
from truongan.activities.models import Activity
from truongan.activities.queries.details import recent, sums_since
from truongan.activities.querysets import ActivityQuerySet
from truongan.movement.models import Scheme
from truongan.movement.queries.details import school_year_start
from truongan.organizations.models import Organization
from truongan.plans.models import Measure, Plan

ACTIVITIES = "activities/_panel.html"
ACTIVITIES_OF_PLAN = "activities/_of_plan.html"


def organization_panel(request: HttpRequest, organization: Organization, day: date) -> dict[str, Any]:
    """The newest activities of an organization, and its sums of the school year. Three queries."""
    mine = _seen(request).filter(organization=organization)
    may_record = rules.may_record_for(request.user, organization)
    return _panel(mine, day, f"co_quan={organization.pk}", f"truong={organization.pk}" if may_record else "")


def scheme_panel(request: HttpRequest, scheme: Scheme, day: date) -> dict[str, Any]:
    """The activities that keep a scheme alive. Three queries."""
    may_record = rules.may_record_for(request.user, scheme.organization) and not scheme.stock_to
    query = f"mo_hinh={scheme.pk}"
    return _panel(_seen(request).of_scheme(scheme), day, query, query if may_record else "")


def plan_panel(request: HttpRequest, plan: Plan, day: date) -> dict[str, Any]:
    """Each measure of a plan with how often it was carried out. Two queries."""
    held = _seen(request).valid().filter(measure__plan=plan).order_by().values("measure")
    found = {row["measure"]: row for row in held.annotate(n=Count("pk"), last=Max("on"))}
    measures = Measure.objects.counted().filter(plan=plan).order_by("position", "pk")
    may_record = rules.may_record_for(request.user, plan.organization)
    return {
        "lines": [
            {
                "measure": each,
                "count": found.get(each.pk, {}).get("n", 0),
                "last": found.get(each.pk, {}).get("last"),
                "new_url": _address("new", f"truong={plan.organization_id}&bien_phap={each.pk}&nd={each.topic}"),
            }
            for each in measures
        ],
        "may_record": may_record,
    }


def _seen(request: HttpRequest) -> ActivityQuerySet:
    return Activity.objects.visible_to(request.user)


def _panel(activities: ActivityQuerySet, day: date, narrowed_to: str, begun_with: str) -> dict[str, Any]:
    return {
        "recent": recent(activities.standing_on(day)),
        "sums": sums_since(activities, school_year_start(day), day),
        "all_url": _address("list", narrowed_to),
        "new_url": _address("new", begun_with) if begun_with else "",
    }


def _address(name: str, query: str) -> str:
    return f"{reverse(f'activities:{name}')}?{query}"
