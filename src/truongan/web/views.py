"""Error pages, the component catalogue, and the two doors whose content higher contexts bring."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from truongan.web.catalogue import examples


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What needs this person; the view is named in `settings.WORKSPACE_HOME`, else the menu as a page."""
    if not getattr(settings, "WORKSPACE_HOME", ""):
        return render(request, "web/home.html")
    return _brought_by("WORKSPACE_HOME", request)


@require_safe
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """One search over the register; the view is named in `settings.WORKSPACE_SEARCH`."""
    return _brought_by("WORKSPACE_SEARCH", request)


def _brought_by(setting: str, request: HttpRequest) -> HttpResponse:
    # `web` lies below the contexts that know what waits: they are named by the composition root.
    view = getattr(settings, setting, "")
    if not view:
        raise Http404
    response: HttpResponse = import_string(view)(request)
    return response


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every component in every tone; development only."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "web/catalogue.html", examples(request))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 and when to come again, where it is the database that does not answer."""
    unavailable = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    status = 503 if unavailable else 500
    # No context processors here: they may be what failed.
    response = render(None, f"{status}.html", {"request_id": getattr(request, "request_id", "")}, status=status)  # type: ignore[arg-type]
    if unavailable:
        response["Retry-After"] = "30"  # seconds
    return response
