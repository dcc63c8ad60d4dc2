"""The stream: a small ASGI application beside the pages, which stay on WSGI."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from truongan.web.live.hub import Hub, Watcher
from truongan.web.live.passes import CannotWatch, opened
from truongan.web.live.topics import leaving

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
_BEAT = 20.0  # seconds between signs of life: proxies close what is silent for a minute
_LONGEST = 3600.0  # seconds; then the page comes back with a new ticket, and with rights looked up anew
MOST = 5000  # open pages of one process; who comes later asks every minute instead
MOST_OF_ONE = 30  # of one account, so that nobody takes all places; a hidden page holds none


class Stream:
    """Answers `GET /?ve=<ticket>` with the topics that change, one event each, and `GET /healthz`."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["path"].endswith("/healthz"):
            await _answer(send, 200 if self.hub.is_hearing else 503, b"ok" if self.hub.is_hearing else b"deaf")
        elif scope["method"] not in ("GET", "HEAD"):
            await _answer(send, 405)
        elif self.hub.watchers >= MOST:
            await _answer(send, 503)
        else:
            await self._stream(scope, receive, send)

    async def _stream(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        try:
            user_id, topics = opened(parse_qs(scope["query_string"].decode("ascii", "replace")).get("ve", [""])[0])
        except CannotWatch:
            await _answer(send, 403, headers=_shared_with(scope))
            return
        if self.hub.count_of(leaving(user_id)) >= MOST_OF_ONE:
            await _answer(send, 503, headers=_shared_with(scope))
            return
        await send({"type": "http.response.start", "status": 200, "headers": [*_EVENTS, *_shared_with(scope)]})
        watcher = self.hub.enter(topics, leaving(user_id))
        gone = asyncio.ensure_future(_until_gone(receive))
        try:
            # Opened after the page was rendered: whatever happened between is fetched now.
            await _say(send, b"event: ready\ndata: \n\n")
            await self._tell(watcher, gone, send)
        finally:
            gone.cancel()
            self.hub.leave(watcher)
        with suppress(Exception):  # the other side may have hung up
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _tell(self, watcher: Watcher, gone: asyncio.Future, send: Send) -> None:
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + _LONGEST
        while loop.time() < ends_at:
            waiting = asyncio.ensure_future(watcher.event.wait())
            await asyncio.wait({waiting, gone}, timeout=_BEAT, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            if gone.done() or self.hub.is_closing or watcher.is_dismissed:
                return
            changed = watcher.take()
            await _say(send, b"".join(b"data: %s\n\n" % topic.encode() for topic in changed) or b": \n\n")


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(send: Send, text: bytes) -> None:
    await send({"type": "http.response.body", "body": text, "more_body": True})


async def _answer(
    send: Send, status: int, body: bytes = b"", headers: list[tuple[bytes, bytes]] | None = None
) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [*_PLAIN, *(headers or [])]})
    await send({"type": "http.response.body", "body": body, "more_body": False})


_PLAIN = [(b"content-type", b"text/plain; charset=utf-8"), (b"x-content-type-options", b"nosniff")]
_EVENTS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would hold events back
    (b"x-content-type-options", b"nosniff"),
]


def _shared_with(scope: dict[str, Any]) -> list[tuple[bytes, bytes]]:
    """Another port is another origin: the pages of our own host names may read the stream."""
    origin = next((text for name, text in scope["headers"] if name == b"origin"), b"")
    host = urlsplit(origin.decode("ascii", "replace")).hostname
    ours = {each.strip("[]") for each in settings.ALLOWED_HOSTS}
    return [(b"access-control-allow-origin", origin), (b"vary", b"origin")] if host in ours else []
