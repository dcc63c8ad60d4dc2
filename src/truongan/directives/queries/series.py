"""How far the number series have come."""

from truongan.documents.models import NumberSeries
from truongan.organizations.models import Organization

_SHOWN = 200


def series_of(offices) -> list[tuple[Organization, str, int, int]]:
    """(organization, series, year, last number) of these organizations, newest year first."""
    rows = NumberSeries.objects.filter(organization__in=offices).select_related("organization")
    found = rows.order_by("-year", "organization__sort_key", "series")[:_SHOWN]
    return [(each.organization, each.series, each.year, each.last_number) for each in found]
