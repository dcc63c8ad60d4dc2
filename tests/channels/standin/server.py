"""The HTTP of the stand-ins: one loopback server, a thread for each connection, nothing but the standard library."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.channels.standin.gateway import Gateway
from tests.channels.standin.pushes import PushService
from tests.channels.standin.zalo import Zalo


@dataclass
class Asked:
    """A request as the providers' parts read it."""

    method: str
    path: str
    query: dict[str, str]
    headers: Any
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        try:
            read = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}

    @property
    def form(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(self.body.decode("utf-8", "replace")).items()}


@dataclass
class Answer:
    status: int = 200
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    stand_in: "StandIn"


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # one packet for head and body
    server: _Server

    def log_message(self, format: str, *args) -> None:
        """Say nothing: what came in is counted, not printed."""

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True  # its sender died in the middle: as elsewhere, half a request is none
            return
        asked = Asked(
            self.command, parts.path, {name: values[-1] for name, values in parse_qs(parts.query).items()},
            self.headers, body,
        )  # fmt: skip
        answer = self.server.stand_in.answer(asked)
        said = b"" if answer.body is None else json.dumps(answer.body, ensure_ascii=False).encode()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)
        self.wfile.flush()

    do_GET = do_POST = _answer


class StandIn:
    """All providers behind one port; a context manager: `with StandIn() as there: there.zalo.sent`."""

    def __init__(self, port: int = 0) -> None:
        self.zalo = Zalo()
        self.sms = Gateway()
        self.push = PushService()
        self._server = _Server(("127.0.0.1", port), _Connection)
        self._server.stand_in = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "StandIn":
        self._thread.start()
        self.push.base = self.url
        return self

    def __exit__(self, *exception) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def serve_forever(self) -> None:
        """In this thread, for a stand-in started by hand."""
        self.push.base = self.url
        self._server.serve_forever()

    def answer(self, asked: Asked) -> Answer:
        if asked.path.startswith("/_standin/"):
            return self._steered(asked)
        if asked.path.startswith("/sms"):
            return Answer(*self.sms.answer(asked.json or asked.form))
        if asked.path.startswith("/push/"):
            return Answer(*self.push.answer(asked.path.rsplit("/", 1)[-1], asked.headers, asked.body))
        return self._zalo(asked)

    def _zalo(self, asked: Asked) -> Answer:
        status, body = self.zalo.answer(asked)
        if status == 302:
            return Answer(302, None, {"Location": body["location"]})
        return Answer(status, body)

    def _steered(self, asked: Asked) -> Answer:
        """For another process (a benchmark, a kill test): what arrived, how often, and faults to be switched on."""
        name = asked.path.removeprefix("/_standin/")
        if name == "counts":
            return Answer(200, self.counts())
        if name == "set" and asked.method == "POST":
            for provider, settings in asked.json.items():
                for each, value in settings.items():
                    setattr(getattr(self, provider), each, value)
            return Answer(200, {})
        if name == "forget" and asked.method == "POST":
            for each in (self.zalo, self.sms, self.push):
                each.forget()
            return Answer(200, {})
        return Answer(404, {})

    def counts(self) -> dict[str, dict[str, int]]:
        """How often each message arrived, by who it was for and what it said (or its key): twice is a fault of ours."""
        return {"zalo": self.zalo.counts(), "sms": self.sms.counts(), "push": self.push.counts()}
