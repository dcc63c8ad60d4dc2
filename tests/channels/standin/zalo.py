"""Zalo as the public documentation tells of it: tokens that rotate, errors that come with 200, groups that expire."""

import hashlib
import json
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.channels.standin.zalo_groups import Groups

Reply = tuple[int, dict[str, Any]]
APP_ID, APP_SECRET, OA_ID, OA_SECRET = "1234567890", "app-secret", "4100000000000000001", "oa-secret"
_SAID = {
    -32: "Rate limit exceeded", -200: "Send message failed", -213: "User has not followed OA",
    -216: "Access token is invalid", -220: "Access token has expired", -223: "OA has exceeded its quota",
    -230: "User has not interacted with the OA in the past 7 days", -232: "User has not interacted with the OA",
    -237: "GMF group has expired", -403: "OA is not in the group",
}  # fmt: skip


def refused(code: int, message: str = "") -> Reply:
    return 200, {"error": code, "message": message or _SAID.get(code, "Refused")}


def granted(what: dict[str, Any]) -> Reply:
    return 200, {"error": 0, "message": "Success", "data": what}


@dataclass
class _Code:
    challenge: str
    used: bool = False


@dataclass
class Zalo:
    """Everything a test turns: whom it knows, who refuses, how fast it is, what it answers next."""

    knows_everyone: bool = False
    people: dict[str, int] = field(default_factory=dict)  # user id → 0, or the error a message to them gets
    templates: set[str] = field(default_factory=set)
    status: int = 200  # 503: down
    seconds: float = 0  # every answer takes that long
    a_second: int = 0  # calls a second before -32; 0: as many as come
    quota: int = -1  # messages left before -223; -1: no end
    next_errors: deque[int] = field(default_factory=deque)  # answered to the next messages, one each

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self.groups = Groups()
        self.codes: dict[str, _Code] = {}
        self.access: set[str] = set()
        self.refresh: dict[str, bool] = {}  # refresh token → used
        self.refreshed = 0
        self.forget()

    def forget(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self._calls: deque[float] = deque()

    def counts(self) -> dict[str, int]:
        with self._lock:
            return dict(Counter(f"{each['to']} {each['key'] or each['text']}" for each in self.sent))

    # Who comes with which address

    def answer(self, asked) -> Reply:
        if self.seconds:
            time.sleep(self.seconds)
        if self.status != 200:
            return self.status, {"error": -1, "message": "unavailable"}
        if asked.path.startswith("/v4/oa/"):
            return self._permission(asked) if asked.path.endswith("permission") else self._token(asked)
        with self._lock:
            refusal = self._not_let_in(asked)
            if refusal:
                return refused(refusal)
            if asked.path == "/v3.0/oa/message/cs":
                return self._one_to_one(asked.json)
            if asked.path == "/message/template":
                return self._template(asked.json)
            if asked.path == "/v3.0/oa/group/message":
                return self._to_group(asked.json)
            if asked.path.startswith("/v3.0/oa/group/"):
                return self.groups.answer(asked.path.rsplit("/", 1)[-1], asked)
        return refused(-201, "No such address")

    def _not_let_in(self, asked) -> int:
        token = asked.headers.get("access_token", "")
        if token not in self.access:
            return -216 if token not in self.refresh else -220
        if self.a_second:
            now = time.monotonic()
            while self._calls and self._calls[0] < now - 1:
                self._calls.popleft()
            if len(self._calls) >= self.a_second:
                return -32
            self._calls.append(now)
        return 0

    # Signing the application in: OAuth v4 with PKCE

    def grant(self) -> tuple[str, str]:
        """A pair of tokens as after a connection: (access, refresh)."""
        access, refresh = f"access-{secrets.token_hex(12)}", f"refresh-{secrets.token_hex(12)}"
        self.access, self.refresh[refresh] = {access}, False
        return access, refresh

    def expire_access(self) -> None:
        """The access token is worth nothing any more; the refresh token is."""
        self.access = set()

    def revoke(self) -> None:
        """Somebody took the application's rights away on Zalo's side."""
        self.access, self.refresh = set(), {}

    def code_for(self, challenge: str) -> str:
        code = secrets.token_urlsafe(16)
        self.codes[code] = _Code(challenge)
        return code

    def _permission(self, asked) -> Reply:
        """The administrator agrees at once: sent back with a code."""
        query = asked.query
        if query.get("app_id") != APP_ID or not query.get("code_challenge"):
            return refused(-14002, "Invalid app id or code challenge")
        back = urlencode(
            {"code": self.code_for(query["code_challenge"]), "oa_id": OA_ID, "state": query.get("state", "")}
        )
        return 302, {"location": f"{query['redirect_uri']}?{back}"}

    def _token(self, asked) -> Reply:
        form = asked.form
        if asked.headers.get("secret_key") != APP_SECRET or form.get("app_id") != APP_ID:
            return refused(-14004, "Invalid secret key or app id")
        with self._lock:
            if form.get("grant_type") == "authorization_code":
                return self._by_code(form)
            return self._by_refresh(form.get("refresh_token", ""))

    def _by_code(self, form: dict[str, str]) -> Reply:
        code = self.codes.get(form.get("code", ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if code is None or code.used:
            return refused(-14019, "Invalid authorization code")
        if urlsafe_b64encode(digest).rstrip(b"=").decode() != code.challenge:
            return refused(-14020, "Invalid code verifier")
        code.used = True
        return self._pair()

    def _by_refresh(self, token: str) -> Reply:
        if self.refresh.get(token, True):
            return refused(-14014, "Invalid refresh token")
        self.refresh[token] = True
        self.refreshed += 1
        return self._pair()

    def _pair(self) -> Reply:
        access, refresh = self.grant()
        return 200, {"access_token": access, "refresh_token": refresh, "expires_in": "90000"}

    # Messages

    def _one_to_one(self, said: dict[str, Any]) -> Reply:
        to, text = str(said.get("recipient", {}).get("user_id")), said.get("message", {}).get("text", "")
        return self._fault(to) or self._take("cs", to, text, "")

    def _template(self, said: dict[str, Any]) -> Reply:
        if said.get("template_id") not in self.templates:
            return refused(-131, "ZNS template not approved")
        to = str(said.get("user_id") or said.get("phone"))
        fault = self._fault(to)
        if fault and fault[1]["error"] not in (-230, -232):  # what a template is for
            return fault
        return self._take("template", to, json.dumps(said.get("template_data")), said.get("tracking_id", ""))

    def _to_group(self, said: dict[str, Any]) -> Reply:
        to, text = str(said.get("recipient", {}).get("group_id")), said.get("message", {}).get("text", "")
        if self.next_errors:
            return refused(self.next_errors.popleft())
        fault = self.groups.fault_of(to)
        if fault:
            return refused(fault)
        if len(text) > 2000:
            return refused(-201, "Text too long")
        return self._take("group", to, text, "")

    def _fault(self, to: str) -> Reply | None:
        if self.next_errors:
            return refused(self.next_errors.popleft())
        error = self.people.get(to, 0 if self.knows_everyone else -213)
        return refused(error) if error else None

    def _take(self, kind: str, to: str, text: str, key: str) -> Reply:
        if self.quota == 0:
            return refused(-223)
        self.quota -= self.quota > 0
        said = {"kind": kind, "to": to, "text": text, "key": key, "msg_id": f"msg-{secrets.token_hex(8)}"}
        self.sent.append(said)
        if kind == "template":
            return granted(
                {"msg_id": said["msg_id"], "sent_time": "1700000000000", "quota": {"remainingQuota": "499"}}
            )
        return granted({"message_id": said["msg_id"], "user_id" if kind == "cs" else "group_id": to})
