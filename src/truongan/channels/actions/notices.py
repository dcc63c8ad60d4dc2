"""Telling organizations and people, and what they have read of it.

The callers are the actions of higher contexts, in their own transaction: a notice is part of its cause, which is
what the record keeps. Hence no rule and no audit entry here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet

from truongan.accounts.models import Person
from truongan.channels.actions.answering import note_seen
from truongan.channels.models import Notice, NoticeReading, Recipient, Urgency
from truongan.organizations.models import Organization

NORMAL, URGENT = Urgency.NORMAL, Urgency.URGENT
_SUBJECT = 300  # letters of a subject; longer ones are cut, a notice must never refuse its cause


@dataclass(frozen=True)
class NewNotice:
    """One thing to tell; `key` names its cause: `directives.duty.12:before`."""

    subject: str
    key: str
    organization_id: int | None = None
    person_id: int | None = None
    text: str = ""
    link: str = ""
    urgency: str = NORMAL


def notify(
    *,
    organization: Organization | None = None,
    person: Person | None = None,
    subject: str,
    text: str = "",
    link: str = "",
    key: str,
    urgency: str = NORMAL,
    now: datetime,
) -> None:
    """Tell one organization (all who hold a post there) or one person; a `key` told before is not told again.

    `link` is an address inside the product, from its root: `reverse(…)`.
    """
    message = NewNotice(
        subject=subject, key=key, text=text, link=link, urgency=urgency,
        organization_id=organization.pk if organization else None, person_id=person.pk if person else None,
    )  # fmt: skip
    notify_each(messages=[message], now=now)


def notify_each(*, messages: Iterable[NewNotice], now: datetime) -> None:
    """Tell each what is meant for them, a thousand in one statement; keys told before are skipped."""
    notices = [
        Notice(
            organization_id=each.organization_id, person_id=each.person_id, subject=fit(each.subject),
            text=each.text, link=each.link, urgency=each.urgency, key=each.key, created_at=now,
        )
        for each in messages
    ]  # fmt: skip
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=1000)


def notify_many(
    *,
    organizations: Iterable[int] | QuerySet,
    subject: str,
    text: str = "",
    link: str = "",
    key_prefix: str,
    urgency: str = NORMAL,
    now: datetime,
) -> int:
    """Tell the same to many organizations in one statement; how many had not been told before.

    `organizations`: ids, or a queryset whose single column is the id, which then never leaves the database
    (`receipts.values("organization_id")`). The key of each is `key_prefix:id`.
    """
    if isinstance(organizations, QuerySet):
        try:
            source, parameters = organizations.order_by().query.sql_with_params()
        except EmptyResultSet:  # nobody can be in it, and Django writes no SQL for that
            return 0
    else:
        source, parameters = "SELECT unnest(%s::bigint[])", (list(organizations),)
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT.format(source=source), [fit(subject), text, link, urgency, f"{key_prefix}:", now, *parameters]
        )
        return cursor.rowcount


_INSERT = """
INSERT INTO channels_notice (organization_id, subject, text, link, urgency, key, created_at)
SELECT told.id, %s, %s, %s, %s, %s || told.id, %s FROM ({source}) AS told(id)
ON CONFLICT (key) DO NOTHING
"""


def fit(subject: str) -> str:
    """Cut to the letters a subject may have."""
    return subject if len(subject) <= _SUBJECT else subject[: _SUBJECT - 1] + "…"


def open_notice(*, actor, notice: Notice, now: datetime) -> None:
    """Note that this person has read it; the first time counts. A message is then not tried through more channels."""
    NoticeReading.objects.bulk_create([NoticeReading(notice=notice, user=actor, read_at=now)], ignore_conflicts=True)
    if notice.recipient is not None:
        note_seen(recipient=notice.recipient, now=now)


@transaction.atomic
def read_everything(*, actor, now: datetime) -> int:
    """Note everything in this person's inbox up to now as read; how many there were."""
    unread = Notice.objects.visible_to(actor).unread_by(actor).filter(created_at__lte=now)
    rows = list(unread.values_list("pk", "recipient"))
    readings = [NoticeReading(notice_id=pk, user=actor, read_at=now) for pk, _recipient in rows]
    NoticeReading.objects.bulk_create(readings, ignore_conflicts=True, batch_size=2000)
    told = [recipient for _pk, recipient in rows if recipient]
    for recipient in Recipient.objects.filter(pk__in=told, seen_at=None).select_related("message"):
        note_seen(recipient=recipient, now=now)
    return len(readings)
