"""Which activity a page is about, and whether the person may change it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from truongan.activities import rules
from truongan.activities.models import Activity
from truongan.kernel.refusals import require


def seen(request: HttpRequest, pk: int) -> Activity:
    activities = Activity.objects.visible_to(request.user)
    related = ("organization__reports_to", "directive", "measure__plan", "recorded_by__person", "voided_by__person")
    return get_object_or_404(activities.select_related(*related), pk=pk)


def changeable(request: HttpRequest, pk: int) -> Activity:
    """Seen, and the person writes for its organization; what is void they may look at, so its forms say so."""
    activity = seen(request, pk)
    require(rules.may_record_for(request.user, activity.organization))
    return activity


def number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
