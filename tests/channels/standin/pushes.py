"""A push service and the browsers behind it: takes what RFC 8030 says, opens what RFC 8291 sealed."""

import base64
import json
import os
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Browser:
    """One subscription: what the page sends to the product, and the private half only a browser has."""

    name: str
    endpoint: str
    private: ec.EllipticCurvePrivateKey
    auth: bytes
    arrived: list[dict[str, Any]] = field(default_factory=list)

    @property
    def keys(self) -> dict[str, str]:
        public = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": _text(public), "auth": _text(self.auth)}

    def opened(self, sealed: bytes) -> dict[str, Any]:
        plain = http_ece.decrypt(sealed, private_key=self.private, auth_secret=self.auth, version="aes128gcm")
        said: dict[str, Any] = json.loads(plain)
        return said


class PushService:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.base = ""
        self.browsers: dict[str, Browser] = {}
        self.status = 201
        self.gone: dict[str, int] = {}  # browser → 404 or 410
        self.forget()

    def forget(self) -> None:
        self.sent: list[tuple[str, str]] = []
        for each in self.browsers.values():
            each.arrived.clear()

    def browser(self, name: str) -> Browser:
        """A browser that has allowed notices."""
        made = Browser(name, f"{self.base}/push/{name}", ec.generate_private_key(ec.SECP256R1()), os.urandom(16))
        self.browsers[name] = made
        return made

    def answer(self, name: str, headers, body: bytes) -> tuple[int, dict[str, Any] | None]:
        if self.status != 201:
            return self.status, None
        if name in self.gone or name not in self.browsers:
            return self.gone.get(name, 404), None
        if not headers.get("Authorization", "").startswith("vapid t="):
            return 401, None
        browser = self.browsers[name]
        said = browser.opened(body)
        with self._lock:
            topic = headers.get("Topic", "")
            self.sent.append((name, topic))
            # A topic replaces what still waits under it: the telephone shows one.
            browser.arrived = [each for each in browser.arrived if not topic or each["topic"] != topic]
            browser.arrived.append(
                {"topic": topic, "ttl": headers.get("TTL"), "urgency": headers.get("Urgency"), "said": said}
            )
        return 201, None

    def counts(self) -> dict[str, int]:
        with self._lock:
            return dict(Counter(f"{name} {topic}" for name, topic in self.sent))
