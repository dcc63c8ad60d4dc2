"""What the official account answers in a chat by itself: not a message of anybody's, so it has no place in the outbox."""

import logging
from datetime import datetime

from truongan.channels.ways import contract, zalo
from truongan.channels.ways.zalo import policy, wire

log = logging.getLogger(__name__)


class CannotSayNow(Exception):
    """Zalo could not be reached or was in a hurry: the job is tried again."""


def say(*, user_id: str, text: str, now: datetime) -> None:
    """Say it in the chat with this person. Raises CannotSayNow; a refusal is let be, for nobody waits for it."""
    if zalo.missing():
        return
    said = contract.Outgoing(
        key="", delivery_id=0, to=user_id, subject=text, short="", text="", url="", urgency="normal", is_drill=False,
        attempts=0,
    )  # fmt: skip
    [outcome] = zalo.send_all([said], _send, now=now)
    if outcome.kind == "retry":
        raise CannotSayNow(outcome.code)
    if outcome.kind != "handed":
        log.info("a reply in Zalo was not taken: %s", outcome.code)


def _send(said: contract.Outgoing, token: str, now: datetime) -> contract.Outcome:
    body = {"recipient": {"user_id": said.to}, "message": {"text": said.subject}}
    try:
        wire.call("POST", "/v3.0/oa/message/cs", token, said=body)
    except wire.Refused as refused:
        return policy.outcome_of(refused, said.attempts)
    except wire.Unreachable as silence:
        return policy.outcome_of_silence(silence)
    return contract.handed()
