"""What an organization's page shows of people."""

from datetime import date

from django.http import HttpRequest

from truongan.accounts.queries import holders_of, officers_of
from truongan.organizations.models import Organization

PEOPLE_OF_ORGANIZATION = "accounts/_of_organization.html"


def people_panel(request: HttpRequest, organization: Organization, day: date) -> dict:
    return {
        "organization_id": str(organization.pk),
        "holders": holders_of(organization, day)[:30],
        "officers": officers_of(organization, day) if organization.is_school else (),
    }
