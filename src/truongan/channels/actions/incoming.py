"""What providers send to us: stored as it came, answered at once, worked on by a worker."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from truongan.channels.handing_over.waking import QUEUE
from truongan.channels.models import IncomingEvent

log = logging.getLogger(__name__)
WORK_EVENT = "channels.work_event"
KEPT = timedelta(days=30)  # texts of people stand in them
_PATIENCE = timedelta(minutes=15)  # a receipt may come before we have written down what it is for
_works: dict[str, Callable[[IncomingEvent, datetime], str]] = {}


class NotYet(Exception):
    """What the event is about is not written down so far."""


def contribute_event_work(source: str, work: Callable[[IncomingEvent, datetime], str]) -> None:
    """Say what is done with events of a source: `work(event, now)` runs in a transaction, returns the outcome in a few
    words, raises NotYet to be asked again. Called in AppConfig.ready()."""
    _works[source] = work


@transaction.atomic
def take_event(*, source: str, key: str, name: str, raw: bytes, now: datetime) -> bool:
    """Keep a verified event and call a worker; False where it is a repeat."""
    event, is_new = IncomingEvent.objects.get_or_create(
        source=source, key=key, defaults={"name": name[:60], "raw": raw, "received_at": now}
    )
    if is_new:
        app.configure_task(WORK_EVENT, queue=QUEUE).defer(event_id=event.pk)
    return is_new


@transaction.atomic
def work_event(*, event_id: int, now: datetime) -> str:
    """Do once what this event asks for; what came of it."""
    event = IncomingEvent.objects.select_for_update().filter(pk=event_id, worked_at=None).first()
    if event is None:
        return ""
    work = _works.get(event.source)
    try:
        with transaction.atomic():
            outcome = work(event, now) if work else "không dùng"
    except NotYet:
        if event.received_at > now - _PATIENCE:
            return ""  # asked again every minute
        outcome = "không khớp tin nào"
    event.worked_at, event.outcome = now, outcome[:300]
    event.save(update_fields=["worked_at", "outcome"])
    return outcome


def work_left_events(*, now: datetime) -> int:
    """Those whose job was lost or had to wait; how many."""
    left = IncomingEvent.objects.filter(worked_at=None, received_at__lt=now - timedelta(seconds=30))
    ids = list(left.order_by("received_at").values_list("pk", flat=True)[:500])
    for pk in ids:
        try:
            work_event(event_id=pk, now=now)
        except Exception:  # one that cannot be worked on keeps none of the others waiting
            log.exception("event %s could not be worked on", pk)
    return len(ids)


def forget_events(*, now: datetime) -> int:
    """Delete what has been kept long enough; a repeat that old is not worked on any more (see the source's work)."""
    return IncomingEvent.objects.filter(received_at__lt=now - KEPT).delete()[0]
