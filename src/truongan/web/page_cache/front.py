"""Stands between the server and Django: answers what is kept, keeps what may be."""

import logging
import secrets
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from truongan.web.page_cache.addresses import Address, address_of
from truongan.web.page_cache.bodies import Headers, Page, encoding_for, page_of
from truongan.web.page_cache.flights import Flight, Flights
from truongan.web.page_cache.listener import Listener
from truongan.web.page_cache.pages import IN_FRONT, Plan
from truongan.web.page_cache.store import Store

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

log = logging.getLogger("truongan.request")
# One language, and swaps never come here: these differ for nobody the cache answers.
_VARIES_FOR_NOBODY = frozenset(
    {"accept-encoding", "accept-language", "cookie", "hx-request", "hx-boosted", "hx-history-restore-request"}
)


class _Started:
    """What an application said before its body."""

    def __init__(self) -> None:
        self.status, self.headers = "", Headers()

    def __call__(self, status: str, headers: Headers, exc_info: object = None) -> None:
        self.status, self.headers = status, headers


class PageCache:
    """A WSGI application before another. `capacity` in bytes."""

    def __init__(self, application: Application, capacity: int):
        self.application = application
        self.store = Store(capacity)
        self.listener = Listener(self.store)
        self._flights = Flights()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        arrived = time.perf_counter()
        address = address_of(environ)
        if address is None:
            return self.application(environ, start_response)
        self.listener.ensure()
        page = self.store.find(address, time.time())
        if page is None:
            if environ["REQUEST_METHOD"] == "HEAD":
                return self.application(environ, start_response)
            flight, is_ours = self._flights.board(address)
            if is_ours:
                return self._render(address, flight, environ, start_response)
            page = self._flights.wait(flight)
            if page is None:
                return self.application(environ, start_response)
        return self._answer(page, environ, start_response, arrived)

    def _render(self, address: Address, flight: Flight, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        page = None
        try:
            asked = environ.get("HTTP_ACCEPT_ENCODING", "")
            environ[IN_FRONT] = True
            begun, since = self.store.begin(), timezone.now()
            started = _Started()
            response = self.application(environ, started)
            page = _page_from(response, started, environ, since.timestamp(), _midnight_after(since).timestamp())
            if page is None:
                start(started.status, started.headers)
                return response
            self.store.keep(address, page, begun)
            response.close()  # type: ignore[attr-defined]  # an HttpResponse: _page_from looked
        finally:
            self._flights.land(address, flight, page)
        return _body_of(page, environ, start, _value(started.headers, "x-request-id"), asked)

    def _answer(self, page: Page, environ: Environ, start: StartResponse, arrived: float) -> Iterable[bytes]:
        """The kept page, with the line in the log every request has."""
        request_id = secrets.token_hex(6)
        stale = () if self.store.is_attached else _staleness(page)
        body = _body_of(page, environ, start, request_id, environ.get("HTTP_ACCEPT_ENCODING", ""), stale)
        if log.isEnabledFor(logging.INFO):
            _note(environ, request_id, 200 if body or environ["REQUEST_METHOD"] == "HEAD" else 304, arrived)
        return body


def _body_of(
    page: Page, environ: Environ, start: StartResponse, request_id: str, accepted: str, more: Iterable = ()
) -> list[bytes]:
    body = page.body(encoding_for(accepted))
    own = [("X-Request-ID", request_id), *more]
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and (body.etag in known or known.strip() == "*"):
        start("304 Not Modified", body.unchanged + own)
        return []
    start("200 OK", body.headers + own)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body.content]


def _staleness(page: Page) -> Headers:
    """Said while changes cannot be heard: how old the page is, and that nobody could ask whether it still holds."""
    return [("Age", str(max(0, int(time.time() - page.rendered_at)))), ("Warning", '111 - "Revalidation Failed"')]


def _page_from(
    response: Iterable[bytes], started: _Started, environ: Environ, since: float, ends_at: float
) -> Page | None:
    """The page as it can be kept; None for what is one reader's own."""
    plan: Plan | None = getattr(response, "page_plan", None)
    if plan is None or not plan.may_keep or not isinstance(response, HttpResponse) or response.status_code != 200:
        return None
    if response.cookies or response.has_header("Content-Encoding"):
        return None
    if any(word in response.get("Cache-Control", "") for word in ("private", "no-store")):
        return None
    if "'nonce-" in response.get("Content-Security-Policy", ""):
        return None
    varies = {each.strip().lower() for each in response.get("Vary", "").split(",") if each.strip()}
    if varies - _VARIES_FOR_NOBODY or ("cookie" in varies and "HTTP_COOKIE" in environ):
        return None
    return page_of(response.content, started.headers, plan.topics, since, ends_at)


def _midnight_after(moment: Any) -> Any:
    """Pages show the day: each ends with it, in Viet Nam."""
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _value(headers: Iterable[tuple[str, str]], wanted: str) -> str:
    return next((text for name, text in headers if name.lower() == wanted), "")


def _note(environ: Environ, request_id: str, status: int, arrived: float) -> None:
    """The same fields as config.middleware.RequestLog; nobody is signed in here, and no kept path is a secret."""
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"].encode("latin-1").decode(errors="replace")
    log.info(
        "%s %s %s",
        method,
        path,
        status,
        extra={
            "request_id": request_id,
            "method": method,
            "path": path,
            "status": status,
            "milliseconds": round((time.perf_counter() - arrived) * 1000, 1),
            "user_id": None,
            "cached": True,
        },
    )
