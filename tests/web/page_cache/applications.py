"""Small WSGI applications and readers, so that a test says only what matters."""

import io
from collections.abc import Callable
from dataclasses import dataclass

from django.core.handlers.wsgi import WSGIHandler

from truongan.web.page_cache.front import PageCache

FROM_A_BROWSER = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br, zstd"}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def environ(path: str = "/", query: str = "", method: str = "GET", host: str = "localhost", **more) -> dict:
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": host,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        **more,
    }


def ask(application: Callable, *arguments, **more) -> Answer:
    """The answer as a server would send it; closes the response as a server does."""
    said = []
    body = application(environ(*arguments, **more), lambda status, headers, *_: said.append((status, headers)))
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    [(status, headers)] = said
    return Answer(int(status.split()[0]), dict(headers), content)


class Counted:
    """Django, and how often it was entered."""

    def __init__(self) -> None:
        self.entered = 0
        self._handler = WSGIHandler()

    def __call__(self, environ, start_response):
        self.entered += 1
        return self._handler(environ, start_response)


def front_of(application: Callable, capacity: int = 10_000_000) -> PageCache:
    """A cache that believes to hear every change; what it hears is for the test to say."""
    front = PageCache(application, capacity)
    front.listener.ensure = lambda: None
    front.store.attach()
    return front
