"""Writing to the record, and proving that nobody rewrote it."""

import hashlib
import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from truongan.audit.models import Entry
from truongan.audit.querysets import target_name

_CHAIN_LOCK = 1646_2021  # any constant: one lock for the whole chain
_FIRST = "0" * 64
Event = tuple[models.Model, Any, dict[str, Any]]  # target, organization or None, data


def record(*, actor, verb: str, target: models.Model, now: datetime, organization=None, **data: Any) -> Entry:
    """Add an entry to the chain; call it last in an action, inside the action's transaction.

    `organization` is where it happened: an object with `pk` and `place_path`. The lock that orders
    the chain is held until the caller commits, hence "last".
    """
    return record_many(actor=actor, verb=verb, now=now, events=[(target, organization, data)])[0]


def record_many(*, actor, verb: str, now: datetime, events: Collection[Event]) -> list[Entry]:
    """Entries of one verb about many things at once: (target, organization, data) each; three queries in all."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("audit entries are written in the action's own transaction")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    previous = Entry.objects.order_by("-pk").values_list("hash", flat=True).first() or _FIRST
    entries = []
    for target, organization, data in events:
        entry = Entry(
            actor=actor if actor is not None and actor.pk else None,
            verb=verb,
            target=target_name(target),
            label=str(target)[:300],
            organization_id=organization.pk if organization else None,
            path=organization.place_path if organization else "",
            data=json.loads(json.dumps(data, cls=DjangoJSONEncoder)),
            at=now,
            previous_hash=previous,
        )
        previous = entry.hash = digest(entry)
        entries.append(entry)
    return Entry.objects.bulk_create(entries, batch_size=500)


def digest(entry: Entry) -> str:
    """SHA-256 over everything the entry says and the hash before it, in one canonical JSON form."""
    said = [
        entry.previous_hash,
        entry.actor_id,
        entry.verb,
        entry.target,
        entry.label,
        entry.organization_id,
        entry.path,
        entry.data,
        entry.at.timestamp(),
    ]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def broken_links() -> Iterator[tuple[int, str]]:
    """(id, reason) of every entry that does not follow from the one before it; nothing when the record is whole."""
    previous = _FIRST
    for entry in Entry.objects.order_by("pk").iterator(chunk_size=2000):
        if entry.previous_hash != previous:
            yield entry.pk, "không nối với dòng trước"
        elif digest(entry) != entry.hash:
            yield entry.pk, "nội dung đã bị sửa"
        previous = entry.hash
