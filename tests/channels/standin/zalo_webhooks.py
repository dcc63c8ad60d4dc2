"""What Zalo sends to the product: bodies as documented, signed as documented."""

import hashlib
import json
from typing import Any

from tests.channels.standin.zalo import APP_ID, OA_ID, OA_SECRET


def signature(body: bytes, secret: str = OA_SECRET) -> str:
    said = json.loads(body)
    plain = str(said["app_id"]).encode() + body + str(said["timestamp"]).encode() + secret.encode()
    return f"mac={hashlib.sha256(plain).hexdigest()}"


def event(name: str, *, at: int = 1_795_300_000_000, **said: Any) -> bytes:
    """The body of an event; `at` in milliseconds since 1970."""
    return json.dumps(
        {"app_id": APP_ID, "oa_id": OA_ID, "event_name": name, "timestamp": str(at), **said}, ensure_ascii=False
    ).encode()


def text_from(user: str, text: str, *, msg_id: str = "m-1", **more: Any) -> bytes:
    return event(
        "user_send_text",
        sender={"id": user},
        recipient={"id": OA_ID},
        message={"text": text, "msg_id": msg_id},
        **more,
    )


def follow(user: str, **more: Any) -> bytes:
    return event("follow", follower={"id": user}, source="oa_profile", **more)


def unfollow(user: str, **more: Any) -> bytes:
    return event("unfollow", follower={"id": user}, source="zalo", **more)


def received(user: str, msg_id: str, **more: Any) -> bytes:
    return event(
        "user_received_message", sender={"id": OA_ID}, recipient={"id": user}, message={"msg_id": msg_id}, **more
    )


def seen(user: str, *msg_ids: str, **more: Any) -> bytes:
    return event(
        "user_seen_message", sender={"id": OA_ID}, recipient={"id": user}, message={"msg_ids": list(msg_ids)}, **more
    )
