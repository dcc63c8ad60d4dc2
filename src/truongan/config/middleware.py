"""What surrounds every request: its line in the log, and how much of a body is taken from whom."""

import logging
import time
import uuid
from collections.abc import Callable

from csp.constants import NONE
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger("truongan.request")
# Their addresses carry a secret: who reads the log must neither sign in with it nor answer for somebody.
_SECRET_PATHS = {
    "invitation_accept", "account_reset_password_from_key", "directives:feed_file", "channel_tasks:task", "channel_tasks:seen",
    "movement_public:receipt",
}  # fmt: skip
# Where those addresses lie: a request is sent on (to HTTPS, to the address with its last stroke) or finds no page before
# anybody knows which view it meant.
_SECRET_PLACES = ("/viec/", "/da-nhan/", "/dang-nhap/loi-moi/", "/dang-nhap/mat-khau/quen/", "/lam-viec/chi-dao/lich/")
_FILES_OF_STRANGERS = 3  # with a question or a tip
# Whoever confides something leaves no line: not when, not which page, not whether signed in. See truongan.tips.
CONFIDENTIAL = "/to-giac"  # without the last stroke as well: people type the address so, and are sent on
_FILES_AT_ONCE = 25  # a form of evidence takes several; beyond that nobody waits for the answer


class RequestLog:
    """One line for each request: who, what, how long, which answer. Never a query string, a name or a token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request.request_id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]  # read by error pages and logs
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]  # set above
        if _is_confidential(request):
            return response
        path = _logged_path(request)
        log.info(
            "%s %s %s",
            request.method,
            path,
            response.status_code,
            extra={
                "request_id": request.request_id,  # type: ignore[attr-defined]  # set above
                "method": request.method,
                "path": path,
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - started) * 1000, 1),
                "user_id": getattr(getattr(request, "user", None), "pk", None),
            },
        )
        return response


def _is_confidential(request: HttpRequest) -> bool:
    """Also as a telephone capitalizes it and with a stroke too many: those find no page, and leave no line."""
    return _plain_path(request).startswith(CONFIDENTIAL)


def _plain_path(request: HttpRequest) -> str:
    return f"/{request.path_info.lstrip('/')}".lower()


def _logged_path(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None:
        place = next((each for each in _SECRET_PLACES if _plain_path(request).startswith(each)), "")
        return f"{place}…" if place else request.path
    return f"/{match.route}" if match.view_name in _SECRET_PATHS else request.path


class WithoutSecrets(logging.Filter):
    """Django's own line about a request that broke names its whole address: it is shortened as ours is."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = vars(record).pop("request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            record.args = tuple(_logged_path(request) if each == request.path else each for each in record.args)
        return True


class PolicyOfFiles:
    """The shortest content policy for static files: browsers ask it of documents and of workers, which keep the long one.

    Two hundred bytes a file are one twentieth of what a first visit on a slow line loads.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(settings.STATIC_URL) and "worker" not in request.path:
            response._csp_config = {"default-src": [NONE], "frame-ancestors": [NONE]}  # type: ignore[attr-defined]  # csp.middleware reads it
        return response


class BodyLimit:
    """Turns away a body nobody may send before any of it is written to disk: the view's own limit comes after that.

    Strangers send a few files with a question or a tip, else forms only; who is signed in sends files.
    Stands after authentication, before the form is read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _body_size(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE and _body_size(request) > _limit_of(request):
            return render(request, "413.html", status=413)
        return self.get_response(request)


class NoNulBytes:
    """400 for an address with a NUL in it: no person types one, and PostgreSQL stores none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path_info:
            return render(request, "400.html", status=400)
        return self.get_response(request)


def _body_size(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # the server below reads none of it either


def _limit_of(request: HttpRequest) -> int:
    if _is_confidential(request):  # first: nobody's session is looked at there
        return settings.TIPS_MAX_BODY
    if request.path.startswith(settings.PUBLIC_UPLOAD_PATHS):
        return settings.MAX_UPLOAD_BYTES * _FILES_OF_STRANGERS + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if not request.user.is_authenticated:
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return settings.MAX_UPLOAD_BYTES * _FILES_AT_ONCE
