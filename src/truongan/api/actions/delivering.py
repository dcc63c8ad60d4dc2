"""Events read from the audit record, and told to the addresses that asked for them."""

import json
import random
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from truongan.api import rules, wire
from truongan.api.actions.refusals import CannotKeepApi
from truongan.api.events import EVENTS
from truongan.api.happenings import Happening, happening_of, is_seen_by
from truongan.api.models import Delivery, Reading, Subscription
from truongan.api.signing import secret_of, signature
from truongan.api.states import DeliveryState
from truongan.audit.actions import record
from truongan.audit.models import Entry
from truongan.kernel.refusals import require

AT_ONCE = 500  # entries of one reading
LEASE = timedelta(minutes=2)  # a killed worker's deliveries are tried again after that
PATIENCE = 60  # seconds for what was claimed at once: one try more, and the lease still holds
MOST_TRIES = 12  # about two days
_FIRST_WAIT, _LONGEST_WAIT = 30, 6 * 3600  # seconds
AGENT = "TruongAn-Webhook/1"


@transaction.atomic
def read_events(*, now: datetime) -> int:
    """Write a delivery for every event since the last reading and every address that may know of it; how many entries were read.

    Reading and writing are one transaction: killed in between, the same entries are read again. Entries get their
    numbers under the record's own lock, so none appears later with a smaller number.
    """
    reading, _made = Reading.objects.select_for_update().get_or_create(pk=1, defaults={"entry_id": _newest()})
    entries = list(Entry.objects.filter(pk__gt=reading.entry_id).order_by("pk")[:AT_ONCE])
    if not entries:
        return 0
    subscriptions = list(Subscription.objects.told_on(localdate(now)).select_related("organization"))
    happened = [found for each in entries if each.verb in EVENTS and (found := happening_of(each))]
    due = [
        _delivery(each, subscription, now)
        for each in happened if subscriptions
        for subscription in subscriptions
        if each.event in subscription.events and each.entry.at >= subscription.created_at
        and is_seen_by(each, subscription.organization)
    ]  # fmt: skip
    Delivery.objects.bulk_create(due, ignore_conflicts=True)
    reading.entry_id = entries[-1].pk
    reading.save(update_fields=["entry_id"])
    return len(entries)


def deliver_due(*, now: datetime, most: int = 50) -> int:
    """Try what is due; how many were claimed. Rows are claimed first, so that two workers never send the same one.

    An address that does not answer at all is asked once and its other news put off, so that it keeps nobody else
    waiting. What is not reached within PATIENCE comes again when its lease ends.
    """
    claimed, silent, until = _claimed(now, most), set(), monotonic() + PATIENCE
    for each in claimed:
        if monotonic() > until:
            break
        if each.subscription_id not in silent and not _try(each, now):
            silent.add(each.subscription_id)
            _put_off(each, now)
    return len(claimed)


@transaction.atomic
def resend(*, actor, delivery: Delivery, now: datetime) -> Delivery:
    """Put one back to the start of its tries. CannotKeepApi when its address is not told any more."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("subscription__organization")
    delivery = rows.get(pk=delivery.pk)
    organization = delivery.subscription.organization
    require(rules.may_keep_tokens(actor, organization))
    if delivery.subscription.ended_at is not None:
        raise CannotKeepApi(_("Địa chỉ này đã dừng nhận."))
    delivery.state, delivery.attempts, delivery.next_at, delivery.done_at = DeliveryState.WAITING, 0, now, None
    delivery.save(update_fields=["state", "attempts", "next_at", "done_at"])
    record(actor=actor, verb="api.delivery.resent", target=delivery, now=now, organization=organization)
    return delivery


def _newest() -> int:
    """A first reading begins with what happens from now on."""
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _delivery(each: Happening, subscription: Subscription, now: datetime) -> Delivery:
    payload = {
        "id": f"{each.entry.pk}-{subscription.pk}",  # stays the same in every try: receivers drop repeats by it
        "event": each.event.value,
        "at": each.entry.at.isoformat(),
        "organization": each.organization_code,
        "object": {"kind": each.kind, "id": each.object_id, "url": settings.SITE_ADDRESS + each.path},
    }
    return Delivery(
        subscription=subscription,
        entry_id=each.entry.pk,
        event=each.event,
        payload=payload,
        created_at=now,
        next_at=now,
    )


@transaction.atomic
def _claimed(now: datetime, most: int) -> list[Delivery]:
    rows = Delivery.objects.due(now).select_for_update(of=("self",), skip_locked=True)
    found = list(rows.select_related("subscription").order_by("next_at", "pk")[:most])
    Delivery.objects.filter(pk__in=[each.pk for each in found]).update(next_at=now + LEASE)
    return found


def _put_off(delivery: Delivery, now: datetime) -> None:
    """The other news for the same address wait as long as this one, no try of theirs is lost."""
    others = Delivery.objects.filter(subscription=delivery.subscription_id, state=DeliveryState.WAITING)
    others.exclude(pk=delivery.pk).filter(next_at__lte=now + LEASE).update(next_at=now + wait_after(1))


def _try(delivery: Delivery, now: datetime) -> bool:
    """Send it once and write down what came of it; whether anybody answered, whatever it was."""
    body = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":")).encode()
    timestamp = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": AGENT,
        "X-TruongAn-Event": delivery.event,
        "X-TruongAn-Delivery": delivery.payload["id"],
        "X-TruongAn-Timestamp": timestamp,
        "X-TruongAn-Signature": signature(secret_of(delivery.subscription), timestamp, body),
    }
    outcome = wire.post(delivery.subscription.url, body, headers)
    delivery.attempts += 1
    delivery.answered, delivery.error = outcome.status, outcome.error[:200]
    if outcome.is_taken:
        delivery.state, delivery.done_at = DeliveryState.SENT, now
    elif delivery.attempts >= MOST_TRIES:
        delivery.state, delivery.done_at = DeliveryState.DEAD, now
    else:
        delivery.next_at = now + wait_after(delivery.attempts)
    delivery.save(update_fields=["attempts", "answered", "error", "state", "done_at", "next_at"])
    return outcome.status is not None


def wait_after(attempts: int) -> timedelta:
    """30 seconds, doubled with every try up to six hours, and up to a quarter more, so that not all come back at once."""
    seconds = min(_FIRST_WAIT * 2 ** (attempts - 1), _LONGEST_WAIT)
    return timedelta(seconds=seconds * random.uniform(1, 1.25))  # noqa: S311 - spreads load, hides nothing
