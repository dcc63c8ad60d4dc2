"""What a worker does with the outbox: hand over, look who has to be tried elsewhere, pick up what was left."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection

from truongan.channels.handing_over import pausing, waking
from truongan.channels.handing_over.claiming import claim
from truongan.channels.handing_over.planning import plan
from truongan.channels.handing_over.rescuing import release_expired
from truongan.channels.handing_over.settling import settle
from truongan.channels.models import Delivery
from truongan.channels.ways import way_of
from truongan.channels.ways.contract import Outcome, Outgoing, Way, retry, unsure

log = logging.getLogger(__name__)
_SLICE = 1.0  # seconds of one job: then it queues again, so that something more urgent gets its turn
_DATABASE_BACK_WITHIN = 60  # seconds an outcome is kept in memory while the database restarts
_LOCKS = 1646_2022  # any constant: the space of our advisory locks, one for each limited channel


def hand_over(
    *,
    channel: str,
    message_id: int | None,
    clock: Callable[[], datetime],
    budget: float = _SLICE,
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Hand over what is due for this channel (of one message, or any) for about `budget` seconds; how many.

    If more is left, another job is called for. `clock` is asked once for each chunk.
    """
    way = way_of(channel)
    if way is None or not pausing.may_send(channel, clock()):
        return 0
    with _alone_if_limited(way) as is_mine:
        if not is_mine:  # another worker keeps the pace of this channel: come back when its turn is over
            return 0
        count, is_left = _drain(way, message_id, clock, time.monotonic() + budget, sleep)
    if is_left:
        waking.call_hand_over(channel, message_id=message_id, urgency=_urgency(message_id), lanes=1)
    return count


def _drain(
    way: Way, message_id: int | None, clock: Callable[[], datetime], until: float, sleep: Callable[[float], None]
) -> tuple[int, bool]:
    count = 0
    while True:
        started = time.monotonic()
        size = (
            1 if pausing.is_on_trial(way.name) else min(way.at_once, round(way.rate) or 1) if way.rate else way.at_once
        )
        chunk = claim(channel=way.name, message_id=message_id, at_most=size, now=clock())
        if not chunk:
            return count, False
        outcomes = hand_to(way, chunk, now=clock())
        _settled(way.name, list(zip(chunk, outcomes, strict=True)), clock)
        count += len(chunk)
        if way.rate:
            sleep(max(0.0, len(chunk) / way.rate - (time.monotonic() - started)))
        if not pausing.may_send(way.name, clock()):
            return count, False
        if time.monotonic() >= until:
            return count, True


def hand_to(way: Way, chunk: list[Outgoing], *, now: datetime) -> list[Outcome]:
    """Give a chunk to its way; a token that has run out is renewed once, an exception means nobody knows."""
    outcomes = _ask(way, chunk, now)
    stale = [index for index, outcome in enumerate(outcomes) if outcome.kind == "refresh"]
    if stale and _refreshed(way, now):
        again = _ask(way, [chunk[index] for index in stale], now)
        for index, outcome in zip(stale, again, strict=True):
            outcomes[index] = outcome
    return outcomes


def _ask(way: Way, chunk: list[Outgoing], now: datetime) -> list[Outcome]:
    try:
        outcomes = list(way.send_many(chunk, now=now))
    except Exception:
        log.exception("channel %s failed with %s deliveries in hand", way.name, len(chunk))
        outcomes = []
    if len(outcomes) == len(chunk):
        return outcomes
    doubt = retry("crash") if way.deduplicates else unsure("crash")
    return [doubt] * len(chunk)


def _refreshed(way: Way, now: datetime) -> bool:
    try:
        return way.refresh(now=now)
    except Exception:
        log.exception("channel %s could not renew its token", way.name)
        return False


def _settled(channel: str, outcomes: list[tuple[Outgoing, Outcome]], clock: Callable[[], datetime]) -> None:
    """Write the outcomes down, also if the database is just restarting: they are known nowhere else."""
    until = time.monotonic() + _DATABASE_BACK_WITHIN
    while True:
        try:
            return settle(channel=channel, outcomes=outcomes, now=clock())
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > until:
                raise
            log.warning("channel %s: the database is away, %s outcomes wait", channel, len(outcomes))
            connection.close()
            time.sleep(1)


@contextmanager
def _alone_if_limited(way: Way) -> Iterator[bool]:
    """One worker at a time where the provider limits the pace; the lock goes with the connection if it dies."""
    if not way.rate:
        yield True
        return
    key = sum(map(ord, way.name))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCKS, key])
        is_mine = cursor.fetchone()[0]
    try:
        yield is_mine
    finally:
        if is_mine:
            _unlock(key)


def _unlock(key: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCKS, key])
    except (OperationalError, InterfaceError):
        connection.close()  # it is gone with its connection


def _urgency(message_id: int | None) -> str:
    urgency = Delivery.objects.filter(message=message_id).values_list("message__urgency", flat=True).first()
    return urgency or "normal"


def take_next_steps(*, now: datetime) -> int:
    """Try the next channel of everybody whose time has come; how many were looked at."""
    count = 0
    while looked := plan(now=now):
        count += looked
    return count


def look_after(*, now: datetime) -> None:
    """Once a minute: pick up what a dead worker left, take next steps, call workers for whatever is due."""
    release_expired(now=now)
    take_next_steps(now=now)
    due = Delivery.objects.filter(state=Delivery.State.WAITING, not_before__lte=now, created_at__lt=now)
    for channel in due.order_by().values_list("channel", flat=True).distinct():
        waking.call_hand_over(channel, message_id=None, urgency="urgent", lanes=1)
