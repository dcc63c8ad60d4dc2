"""Saying something to many people, in the transaction of its cause."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from truongan.channels.handing_over.planning import FORWARD_KIND, MANUAL_KIND, plan
from truongan.channels.models import Channel, Message, Urgency
from truongan.organizations.models import Organization

_MANY = 20_000  # recipients in one go


@dataclass(frozen=True, slots=True)
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
    rows = [(each.person_id, each.organization_id, each.place) for each in to]
    if rows:
        _address(message, rows, now)
        if len(rows) > _MANY:
            _count_anew()
        plan(now=now, message=message, limit=None)
        if len(rows) > _MANY:
            _count_anew()
    return message


def _count_anew() -> None:
    """Let the database count its rows now: for up to a minute it would plan as if the new ones were not there."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE channels_recipient, channels_delivery")


def _address(message: Message, rows: list[tuple[int | None, int | None, str]], now: datetime) -> None:
    people, organizations, places = map(list, zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            _ADDRESS,
            {
                "message": message.pk,
                "people": people,
                "organizations": organizations,
                "places": places,
                "now": now,
                "forward": FORWARD_KIND,
            },
        )


# The secret of a link: nine bytes of a random UUID (66 random bits) in letters that need no escaping.
# A message of a drill says so in the inbox as everywhere.
_ADDRESS = """
WITH told AS (
  INSERT INTO channels_recipient (message_id, person_id, organization_id, place, link_key, step, next_at, answer,
                                  answered_via)
  SELECT %(message)s, person, organization, place,
         left(translate(encode(uuid_send(gen_random_uuid()), 'base64'), '+/', '-_'), 12), 0, %(now)s, '', ''
  FROM unnest(%(people)s::bigint[], %(organizations)s::bigint[], %(places)s::text[]) AS t(person, organization, place)
  ON CONFLICT DO NOTHING
  RETURNING id, person_id
),
noticed AS (
  INSERT INTO channels_notice (person_id, recipient_id, subject, text, link, urgency, key, created_at)
  SELECT told.person_id, told.id, left(CASE WHEN m.is_drill THEN '[DIỄN TẬP] ' ELSE '' END || m.subject, 300),
         m.text, m.link, m.urgency, 'channels.recipient.' || told.id, %(now)s
  FROM told JOIN channels_message m ON m.id = %(message)s
  WHERE told.person_id IS NOT NULL AND m.kind <> %(forward)s
)
INSERT INTO channels_delivery (recipient_id, message_id, channel, "to", state, attempts, not_before, created_at,
                               handed_at, provider_ref, error_code, error_text)
SELECT told.id, %(message)s, 'inbox', '', 'handed', 1, %(now)s, %(now)s, %(now)s, '', '', ''
FROM told JOIN accounts_user u ON u.person_id = told.person_id AND u.is_active
JOIN channels_message m ON m.id = %(message)s AND m.kind <> %(forward)s
"""


@transaction.atomic
def recall(*, message: Message, now: datetime) -> None:
    """Take it back: what waits is not sent any more, no answer is taken, the inbox says that it was recalled."""
    Message.objects.filter(pk=message.pk, recalled_at=None).update(recalled_at=now)
    # In the order in which an answer takes them: who answers at this very moment is waited for, not waiting for us.
    message.recipients.update(next_at=None)
    message.deliveries.filter(state="waiting").update(state="cancelled")
    _spare_colleagues(message, now)


def _spare_colleagues(message: Message, now: datetime) -> None:
    """Nobody telephones on behalf of what was taken back; what a colleague has answered stays as it was.

    Only the tasks themselves are written: their recipients may be locked by a colleague who answers at this moment.
    """
    tasks = message.deliveries.filter(channel=Channel.MANUAL).exclude(provider_ref="").values("provider_ref")
    asked = Message.objects.filter(kind=MANUAL_KIND, cause__in=tasks, recalled_at=None)
    asked.filter(recipients__answered_at=None).update(recalled_at=now)
