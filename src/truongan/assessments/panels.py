"""What a school's page shows of its assessments."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from truongan.assessments.models import Assessment
from truongan.assessments.rules import may_assess
from truongan.organizations.models import Organization

ASSESSMENTS_OF_ORGANIZATION = "assessments/_of_organization.html"
_SHOWN = 5


def assessments_panel(request: HttpRequest, organization: Organization, day: date) -> dict:
    """The latest ones up to that day; one query."""
    if not organization.is_school:
        return {"assessments": (), "new_url": ""}
    rows = Assessment.objects.filter(organization=organization, on__lte=day).select_related("round", "criteria_set")
    may_write = may_assess(request.user, organization)
    return {
        "assessments": list(rows.order_by("-on", "-pk")[:_SHOWN]),
        "new_url": f"{reverse('assessments:new')}?truong={organization.pk}" if may_write else "",
    }
