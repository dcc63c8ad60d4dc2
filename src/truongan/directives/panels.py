"""What an organization's page shows of the chain of command."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from truongan.directives.models import Duty
from truongan.directives.queries.owed import OPEN, counts_of, in_state, late_first
from truongan.kernel.clock import today_vn
from truongan.kernel.working_days import add_working_days
from truongan.organizations.models import Organization

DUTIES_OF_ORGANIZATION = "directives/_of_organization.html"
_SHOWN = 5


def duties_panel(request: HttpRequest, organization: Organization, day: date) -> dict[str, Any]:
    """What the organization owes today, late ones first. Two queries."""
    today = today_vn()
    near = add_working_days(today, settings.REMIND_BEFORE)
    duties = Duty.objects.visible_to(request.user).filter(organization=organization, directive__status="issued")
    return {
        "counts": counts_of(duties, today, near),
        "rows": late_first(in_state(duties, OPEN, today, near))[:_SHOWN],
        "today": today,
        "near": near,
        "all_url": f"{reverse('directives:owed')}?co_quan={organization.pk}",
    }
