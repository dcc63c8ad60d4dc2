"""Saying something to many people, in the transaction of its cause."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from truongan.channels.models import Message, Notice, Recipient, Urgency
from truongan.organizations.models import Organization


@dataclass(frozen=True)
class To:
    """One person to reach and, where it matters, as part of which organization; or one chat group (`place`)."""

    person_id: int | None = None
    organization_id: int | None = None
    place: str = ""


@transaction.atomic
def send(
    *,
    cause: str,
    to: Iterable[To],
    subject: str,
    text: str = "",
    short: str = "",
    link: str = "",
    kind: str = "",
    choices: Collection[tuple[str, str]] = (),
    urgency: str = Urgency.NORMAL,
    is_drill: bool = False,
    organization: Organization | None = None,
    sent_by=None,
    expires_at: datetime | None = None,
    now: datetime,
) -> Message:
    """Say this to everybody in `to`: inbox at once, other channels by the worker in each person's order.

    `cause` names what it is said for: the same cause again reaches only people it has not reached yet. `choices` are
    answers of one tap; with them the next channel is tried until the person answers, without them until they have
    seen it. `link` is an address inside the product. A person twice in `to` is told once.
    """
    message, _new = Message.objects.get_or_create(
        cause=cause,
        defaults={
            "subject": subject, "text": text, "short": short, "link": link, "kind": kind,
            "choices": [list(each) for each in choices], "urgency": urgency, "is_drill": is_drill,
            "organization": organization, "sent_by": sent_by, "created_at": now, "expires_at": expires_at,
        },
    )  # fmt: skip
    recipients = [
        Recipient(
            message=message, person_id=each.person_id, organization_id=each.organization_id, place=each.place,
            link_key=secrets.token_urlsafe(9), next_at=now,
        )
        for each in to
    ]  # fmt: skip
    Recipient.objects.bulk_create(recipients, ignore_conflicts=True, batch_size=1000)
    told = message.recipients.filter(person__isnull=False, notices=None)
    Notice.objects.bulk_create(
        [
            Notice(
                person_id=each.person_id, recipient=each, subject=subject, text=text, link=link, urgency=urgency,
                key=f"channels.recipient.{each.pk}", created_at=now,
            )
            for each in told
        ],
        batch_size=1000,
    )  # fmt: skip
    return message


@transaction.atomic
def recall(*, message: Message, now: datetime) -> None:
    """Take it back: what waits is not sent any more, no answer is taken, the inbox says that it was recalled."""
    Message.objects.filter(pk=message.pk, recalled_at=None).update(recalled_at=now)
    message.deliveries.filter(state="waiting").update(state="cancelled")
    message.recipients.update(next_at=None)
