"""What the pages of this context share: which case it is about, and who may open a form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from truongan.incidents.models import Incident

form_page = require_http_methods(["GET", "HEAD", "POST"])
_RELATED = (
    "organization__reports_to", "holder", "category", "severity", "disease", "violation_level", "responsible",
    "reported_by__person", "duplicate_of",
)  # fmt: skip


def seen(request: HttpRequest, pk: int) -> Incident:
    return get_object_or_404(Incident.objects.visible_to(request.user).select_related(*_RELATED), pk=pk)


def sent_to(address: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": address})
