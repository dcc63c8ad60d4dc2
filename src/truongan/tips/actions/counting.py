"""Numbers that outlive the tips."""

from django.db.models import F

from truongan.organizations.models import Organization
from truongan.tips.models import Tally


def count(measure: str, year: int, organization: Organization | None) -> None:
    """One more, within the transaction of its cause."""
    row, _is_new = Tally.objects.get_or_create(year=year, organization=organization, measure=measure)
    Tally.objects.filter(pk=row.pk).update(count=F("count") + 1)
