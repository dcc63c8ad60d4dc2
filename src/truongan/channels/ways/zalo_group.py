"""Chat groups the official account runs itself (GMF): one message, read by every member."""

from datetime import datetime
from typing import Any

from django.conf import settings

from truongan.channels.ways import contract, zalo
from truongan.channels.ways.zalo import policy, wire, words


class Way(contract.Way):
    name = "zalo_group"
    explanations: dict[str, Any] = policy.EXPLANATIONS

    def __init__(self) -> None:
        self.rate = settings.ZALO_RATE

    def missing(self) -> list[str]:
        return zalo.missing()

    def send_many(self, deliveries: list[contract.Outgoing], *, now: datetime) -> list[contract.Outcome]:
        return zalo.send_all(deliveries, send_to_group, now=now)


def send_to_group(said: contract.Outgoing, token: str, now: datetime) -> contract.Outcome:
    """A number sent in a group reaches nobody as an answer, so none is offered there."""
    body = {"recipient": {"group_id": said.to}, "message": {"text": words.chat_text(said, answers=False)}}
    try:
        answer = wire.call("POST", "/v3.0/oa/group/message", token, said=body)
    except wire.Refused as refused:
        return policy.outcome_of(refused, said.attempts)
    except wire.Unreachable as silence:
        return policy.outcome_of_silence(silence)
    return contract.handed(str(answer.get("message_id", "")))
