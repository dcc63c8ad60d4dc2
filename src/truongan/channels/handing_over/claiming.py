"""Taking a chunk of the outbox in hand, so that no other worker does, and getting it ready for its way."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from truongan.channels.links import INBOX, task_url
from truongan.channels.models import Delivery, Message
from truongan.channels.timeouts import LEASE
from truongan.channels.ways.contract import Outgoing

_DRILL = "[DIỄN TẬP] "


@transaction.atomic
def claim(*, channel: str, message_id: int | None, at_most: int, now: datetime) -> list[Outgoing]:
    """Up to `at_most` due deliveries, marked as being sent until their lease ends; what needs no sending any more
    is cancelled instead. An empty list: nothing is due.
    """
    while ids := _take(channel, message_id, at_most, now):
        needless = set(_needless(ids, now))
        if needless:
            Delivery.objects.filter(pk__in=needless).update(state=Delivery.State.CANCELLED, lease_until=None)
        if len(needless) < len(ids):
            return _outgoing([each for each in ids if each not in needless])
    return []


def _take(channel: str, message_id: int | None, at_most: int, now: datetime) -> list[int]:
    # Of one message all are alike; of many the longest waiting first, along an index that is read no further.
    which, order = ("message_id = %(message)s AND", "") if message_id else ("", "ORDER BY not_before")
    with connection.cursor() as cursor:
        # An array, not a join: fresh rows without statistics would be joined row by row.
        cursor.execute(
            f"""
            UPDATE channels_delivery d SET state = 'sending', lease_until = %(until)s, attempts = attempts + 1
            WHERE d.id = ANY(ARRAY(
              SELECT id FROM channels_delivery
              WHERE {which} state = 'waiting' AND channel = %(channel)s AND not_before <= %(now)s
              {order} LIMIT %(at_most)s FOR UPDATE SKIP LOCKED))
            RETURNING d.id""",  # noqa: S608 - a fixed piece of text
            {"message": message_id, "until": now + LEASE, "channel": channel, "now": now, "at_most": at_most},
        )
        return sorted(row[0] for row in cursor.fetchall())


def _needless(ids: Collection[int], now: datetime):
    """Recalled, expired, answered, seen where that is enough, or reached meanwhile through a later channel."""
    later = Delivery.objects.filter(recipient=OuterRef("recipient"), pk__gt=OuterRef("pk"))
    over = Q(message__recalled_at__isnull=False) | Q(message__expires_at__lte=now)
    done = Q(recipient__answered_at__isnull=False) | Q(message__choices=[], recipient__seen_at__isnull=False)
    elsewhere = later.exclude(channel__in=("inbox", "manual")).exclude(channel=OuterRef("channel"))
    reached = Exists(elsewhere.filter(state__in=("handed", "delivered"), handed_at__gte=OuterRef("created_at")))
    return Delivery.objects.filter(over | done | reached, pk__in=ids).values_list("pk", flat=True)


_FIELDS = (
    "pk", "channel", "to", "attempts", "message_id", "recipient_id", "address_id", "address__value", "address__details",
    "recipient__person_id", "recipient__place", "recipient__organization_id", "recipient__link_key",
)  # fmt: skip


def _outgoing(ids: list[int]) -> list[Outgoing]:
    rows = list(Delivery.objects.filter(pk__in=ids).order_by(*_order()).values(*_FIELDS))
    said = Message.objects.in_bulk({each["message_id"] for each in rows})
    return [_ready(each, said[each["message_id"]]) for each in rows]


def _order():
    """The most urgent first within a chunk."""
    rank = Case(
        When(message__urgency="life", then=Value(0)), When(message__urgency="urgent", then=Value(1)), default=2
    )
    return rank, "pk"


def _ready(row: dict, message: Message) -> Outgoing:
    drill = _DRILL if message.is_drill else ""
    return Outgoing(
        key=f"ta-{row['pk']}",
        delivery_id=row["pk"],
        to=row["address__value"] or row["to"],
        subject=drill + message.subject,
        short=drill + (message.short or message.subject),
        text=message.text,
        url=_page(row, message),
        urgency=message.urgency,
        is_drill=message.is_drill,
        attempts=row["attempts"] - 1,
        person_id=row["recipient__person_id"],
        place=row["recipient__place"],
        organization_id=row["recipient__organization_id"],
        address_id=row["address_id"],
        details=row["address__details"] or {},
        choices=tuple((code, label) for code, label in message.choices),
        expires_at=message.expires_at,
    )


def _page(row: dict, message: Message) -> str:
    if row["recipient__person_id"]:
        return task_url(row["recipient_id"], row["recipient__link_key"], row["channel"])
    return settings.SITE_ADDRESS + (message.link or INBOX)
