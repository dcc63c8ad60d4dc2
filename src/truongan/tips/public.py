"""What surrounds every page of those who confide: nothing kept by the browser, nothing told to anybody else."""

import logging
from collections.abc import Callable
from functools import wraps

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.core.exceptions import PermissionDenied
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]


class InMemory(MemoryFileUploadHandler):
    """Keeps every file in memory, however large: Django's own would write it to the disk in clear.

    config.middleware.BodyLimit has bounded the whole request by settings.TIPS_MAX_BODY before.
    """

    def handle_raw_input(self, *args, **kwargs) -> None:
        self.activated = True


def confidential(*methods: str) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """A page of those who confide: no session, no cookie, no script, no referrer, no copy, files in memory alone.

    Instead of a cookie against forged requests: a browser that says it comes from another site is refused, and each
    form carries a signed token that serves once.
    """

    def decorate(view: View) -> Callable[..., HttpResponseBase]:
        @csrf_exempt
        @csp_replace({"script-src": [NONE], "connect-src": [NONE], "img-src": [SELF]})
        @sensitive_post_parameters()
        @require_http_methods(list(methods))
        @wraps(view)
        def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            request.upload_handlers = [InMemory(request)]
            response = _answer(view, request, *args, **kwargs)
            response["Referrer-Policy"] = "no-referrer"
            response["Cache-Control"] = "no-store, private, max-age=0"
            response["X-Robots-Tag"] = "noarchive"
            return response

        return answered

    return decorate


def _answer(view: View, request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """The view's answer, or why there is none: said here, since the site's own error pages know no such headers."""
    try:
        _refuse_other_sites(request)
        return view(request, *args, **kwargs)
    except PermissionDenied:
        return render(request, "tips/refused.html", status=403)
    except DatabaseError:
        log.exception("database")
        return render(request, "tips/down.html", status=503)


def _refuse_other_sites(request: HttpRequest) -> None:
    """Browsers name the site a form was sent from in Sec-Fetch-Site, older ones in Origin.

    Origin is "null" for our own pages, which send no referrer; then the token of the form has to do.
    """
    if request.method in {"GET", "HEAD"}:
        return
    came_from = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "null")
    ours = f"{request.scheme}://{request.get_host()}"
    if came_from not in {"same-origin", "none"} or origin not in {"null", ours}:
        raise PermissionDenied
