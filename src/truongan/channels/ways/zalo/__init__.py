"""Zalo, one to one: a person who linked their account gets messages from the official account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from truongan.channels.ways import contract
from truongan.channels.ways.zalo import policy, tokens, wire, words

PAID_WINDOW = timedelta(days=7)  # after the person's last message; free for 48 hours of it
_LINES = 8  # calls at once
_NEEDS_TEMPLATE = {-230, -232}

Send = Callable[[contract.Outgoing, str, datetime], contract.Outcome]


def missing_settings() -> list[str]:
    return [
        _("Chưa đặt %(name)s.") % {"name": name}
        for name, value in (
            ("TRUONGAN_ZALO_APP_ID", settings.ZALO_APP_ID),
            ("TRUONGAN_ZALO_APP_SECRET", settings.ZALO_APP_SECRET),
        )
        if not value
    ]


def missing() -> list[str]:
    """What both ways through the account lack."""
    lacking = missing_settings()
    if not lacking and tokens.connected_account() is None:
        lacking.append(_("Chưa kết nối Official Account: mở Kênh gửi tin, Zalo, Kết nối."))
    return lacking


def send_all(deliveries: list[contract.Outgoing], send: Send, *, now: datetime) -> list[contract.Outcome]:
    """Several at once under one token; those Zalo refused it for are tried again under the next one, once."""
    token, trouble = _token(lambda: tokens.access_token(now=now))
    if trouble:
        return [trouble] * len(deliveries)
    outcomes = _sent(deliveries, send, token, now)
    stale = [place for place, outcome in enumerate(outcomes) if outcome.kind == "refresh"]
    if stale:
        token, trouble = _token(lambda: tokens.renewed(token, now=now))
        again = [trouble] * len(stale) if trouble else _sent([deliveries[each] for each in stale], send, token, now)
        for place, outcome in zip(stale, again, strict=True):
            outcomes[place] = outcome if outcome.kind != "refresh" else _no_token(outcome.text)
    return outcomes


def _token(ask: Callable[[], str]) -> tuple[str, contract.Outcome | None]:
    """A token, or what becomes of everything that would have gone out under it."""
    try:
        return ask(), None
    except tokens.NotConnected as reason:
        return "", _no_token(str(reason))
    except wire.Unreachable as reason:
        return "", contract.retry("unreachable", str(reason))  # no message has left


def _no_token(why: str) -> contract.Outcome:
    return contract.parked("token", f"{policy.NO_TOKEN} {why}".strip())


def _sent(deliveries: list[contract.Outgoing], send: Send, token: str, now: datetime) -> list[contract.Outcome]:
    """Over several lines; nothing in these threads touches the database."""
    if len(deliveries) == 1:
        return [send(deliveries[0], token, now)]
    with ThreadPoolExecutor(_LINES) as lines:
        return list(lines.map(lambda each: send(each, token, now), deliveries))


def send_one(said: contract.Outgoing, token: str, now: datetime) -> contract.Outcome:
    """A message of the chat, or of the template where the chat is closed and a template is configured."""
    if settings.ZALO_TEMPLATE_ID and _is_window_over(said, now):
        return _by_template(said, token)
    body = {"recipient": {"user_id": said.to}, "message": {"text": words.chat_text(said)}}
    try:
        answer = wire.call("POST", "/v3.0/oa/message/cs", token, said=body)
    except wire.Refused as refused:
        if refused.code in _NEEDS_TEMPLATE and settings.ZALO_TEMPLATE_ID:
            return _by_template(said, token)
        return policy.outcome_of(refused, said.attempts)
    except wire.Unreachable as silence:
        return policy.outcome_of_silence(silence)
    return contract.handed(str(answer.get("message_id", "")))


def _by_template(said: contract.Outgoing, token: str) -> contract.Outcome:
    """`tracking_id` is the delivery's key: a receipt tells it back."""
    body = {
        "user_id": said.to, "template_id": settings.ZALO_TEMPLATE_ID, "tracking_id": said.key,
        "template_data": {"noi_dung": said.short[:100], "duong_dan": said.url},
    }  # fmt: skip
    try:
        answer = wire.call("POST", "/message/template", token, said=body, base=settings.ZALO_TEMPLATE_URL)
    except wire.Refused as refused:
        if refused.code not in policy.POLICIES:
            return contract.dead_for_person("template", f"{policy.TEMPLATE} ({refused.code} {refused.text})")
        return policy.outcome_of(refused, said.attempts)
    except wire.Unreachable as silence:
        return policy.outcome_of_silence(silence)
    return contract.handed(str(answer.get("msg_id", "")))


def _is_window_over(said: contract.Outgoing, now: datetime) -> bool:
    """Whether the person is known to have written last more than seven days ago. A message of theirs may have been
    missed, so without a template the chat is still tried: Zalo decides."""
    last = parse_datetime(str(said.details.get("last_interaction_at") or ""))
    return last is not None and now - last > PAID_WINDOW


class Way(contract.Way):
    name = "zalo"
    explanations: dict[str, Any] = policy.EXPLANATIONS

    def __init__(self) -> None:
        self.rate = settings.ZALO_RATE

    def missing(self) -> list[str]:
        return missing()

    def send_many(self, deliveries: list[contract.Outgoing], *, now: datetime) -> list[contract.Outcome]:
        return send_all(deliveries, send_one, now=now)
