"""The address of one task: `/viec/<recipient>-<secret>.<channel>/`, short enough for an SMS."""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from truongan.channels.models import Recipient
from truongan.channels.models.names import Channel

# Written out, for a worker that asks Django for an address loads every page of the site: seconds and megabytes.
TASKS, INBOX = "/viec/", "/lam-viec/thong-bao/"
_CODE = re.compile(r"(\d{1,18})-([A-Za-z0-9_-]{6,16})(?:\.([a-z]))?")
# One letter says through which channel the link came, so that the record knows where people answer.
_LETTERS = {
    Channel.INBOX: "i", Channel.PUSH: "p", Channel.ZALO: "z", Channel.SMS: "s", Channel.EMAIL: "e",
    Channel.ZALO_GROUP: "g", Channel.MANUAL: "m",
}  # fmt: skip
_CHANNELS = {letter: channel for channel, letter in _LETTERS.items()}


LASTS = timedelta(days=30)  # a link opens its task that long after the message, or after the answer was due


@dataclass(frozen=True)
class Task:
    recipient: Recipient
    channel: str

    def is_old(self, now: datetime) -> bool:
        """Whether the link alone opens nothing any more: messages are kept, passed on and found for years."""
        message = self.recipient.message
        return max(message.created_at, message.expires_at or message.created_at) + LASTS <= now


def task_path(recipient_id: int, link_key: str, channel: str = Channel.INBOX) -> str:
    letter = _LETTERS[Channel(channel)]
    return f"{TASKS}{recipient_id}-{link_key}.{letter}/"


def task_url(recipient_id: int, link_key: str, channel: str) -> str:
    """Absolute, for messages that leave the product."""
    return settings.SITE_ADDRESS + task_path(recipient_id, link_key, channel)


def task_of(code: str) -> Task | None:
    """The task a link names, or None; the secret is compared in constant time."""
    found = _CODE.fullmatch(code)
    if not found:
        return None
    rows = Recipient.objects.select_related("message__organization", "person", "organization")
    recipient = rows.filter(pk=int(found[1]), person__isnull=False).first()
    expected = recipient.link_key if recipient else "-" * 12
    if not hmac.compare_digest(expected, found[2]) or recipient is None:
        return None
    return Task(recipient, _CHANNELS.get(found[3], Channel.INBOX))
