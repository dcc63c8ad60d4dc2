"""Numbers that outlive the tips."""

from django.db.models import F

from truongan.organizations.models import Organization
from truongan.tips.models import Tally


def count(measure: str, year: int, organization: Organization | None) -> None:
    """One more, within the transaction of its cause."""
    of = {"year": year, "organization": organization, "measure": measure}
    # Two at once at the year's beginning: a refused INSERT would stand in PostgreSQL's log with its hour.
    Tally.objects.bulk_create([Tally(**of)], ignore_conflicts=True)
    Tally.objects.filter(**of).update(count=F("count") + 1)
