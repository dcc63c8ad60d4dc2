"""The way from a page to the stream."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from truongan.web.live.passes import CannotWatch, ticket_for

_MOST = 20  # passes of one page


@never_cache
@require_safe
def ticket(request: HttpRequest) -> HttpResponse:
    """Where this page opens its stream (empty: there is none), with a ticket of a minute; 403 for a pass of others.

    Asked by script alone: who is not signed in any more gets 403, not the form to sign in.
    """
    if not request.user.is_authenticated:
        raise PermissionDenied
    try:
        found = ticket_for(request.user, request.GET.getlist("the")[:_MOST])
    except CannotWatch as reason:
        raise PermissionDenied from reason
    return JsonResponse({"url": settings.LIVE_URL, "ticket": found})
