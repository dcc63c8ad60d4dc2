"""What Zalo sends to us: whether it is from Zalo, and what it says. Nothing here knows of rows."""

import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

_PREFIX = "mac="


@dataclass(frozen=True)
class Event:
    """One event as the product reads it; `raw` is kept as it came."""

    name: str
    user_id: str  # the person in Zalo, empty where there is none
    oa_id: str
    at: datetime | None
    msg_ids: tuple[str, ...] = ()
    text: str = ""
    quoted: str = ""  # the message that was answered, where the person used "reply"
    tracking_id: str = ""
    said: dict[str, Any] = field(default_factory=dict)


def is_signed(body: bytes, header: str, *, app_id: str, secret: str) -> bool:
    """Whether Zalo signed these bytes for our application: SHA-256 of app id, body, timestamp and the account's secret,
    one after the other (no HMAC). Without a secret nothing is believed."""
    said = _read(body)
    if not secret or not header.startswith(_PREFIX) or str(said.get("app_id")) != app_id:
        return False
    plain = app_id.encode() + body + str(said.get("timestamp", "")).encode() + secret.encode()
    return hmac.compare_digest(sha256(plain).hexdigest().encode(), header.removeprefix(_PREFIX).lower().encode())


def event_of(body: bytes) -> Event:
    """What it says; fields of unexpected shape are empty, never an error."""
    said = _read(body)
    message = said.get("message")
    message = message if isinstance(message, dict) else {}
    ids = message.get("msg_ids")
    ids = ids if isinstance(ids, list) else [message["msg_id"]] if "msg_id" in message else []
    name = _short(said.get("event_name"))
    return Event(
        name=name,
        user_id=_user(said, name),
        oa_id=_short(said.get("oa_id")),
        at=_instant(said.get("timestamp")),
        msg_ids=tuple(map(_short, ids[:100])),
        text=message["text"][:2000] if isinstance(message.get("text"), str) else "",
        quoted=_short(message.get("quote_msg_id")),
        tracking_id=_short(message.get("tracking_id")),
        said=said,
    )


def key_of(body: bytes) -> str:
    """Tells repeats from news: an event about a message by the message, any other by its bytes."""
    event = event_of(body)
    if len(event.msg_ids) == 1 and event.user_id:
        told = f"{event.name}:{event.user_id}:{event.msg_ids[0]}"
        return told if len(told) <= 120 else sha256(told.encode()).hexdigest()
    return sha256(body).hexdigest()


def _user(said: dict[str, Any], name: str) -> str:
    """Messages of the person have them as sender, receipts as recipient, follows as follower."""
    part = "sender" if name.startswith("user_send") else "follower" if "follow" in name else "recipient"
    found = said.get(part)
    return _short(found.get("id")) if isinstance(found, dict) else _short(said.get("user_id"))


def _short(value: Any) -> str:
    return str(value)[:100] if isinstance(value, str | int) else ""


def _instant(value: Any) -> datetime | None:
    """Milliseconds since 1970, as text or number."""
    try:
        return datetime.fromtimestamp(int(value) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _read(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
