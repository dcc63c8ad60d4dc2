"""Which case a page is about."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from truongan.incidents.models import Incident

_RELATED = (
    "organization__reports_to", "holder", "category", "severity", "disease", "violation_level", "responsible",
    "reported_by__person", "duplicate_of",
)  # fmt: skip


def seen(request: HttpRequest, pk: int) -> Incident:
    return get_object_or_404(Incident.objects.visible_to(request.user).select_related(*_RELATED), pk=pk)
