"""Writing down what came of a chunk: states, back-off, addresses, and whom to try elsewhere."""

import random
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from truongan.channels.handing_over import pausing, waking
from truongan.channels.handing_over.planning import plan
from truongan.channels.models import Address, Delivery, Recipient
from truongan.channels.timeouts import TRIES, back_off
from truongan.channels.ways.contract import Outcome, Outgoing

_chance = random.SystemRandom()


@transaction.atomic
def settle(*, channel: str, outcomes: list[tuple[Outgoing, Outcome]], now: datetime) -> None:
    """Write these outcomes of one channel; people it failed go on to their next channel."""
    kinds: dict[str, list[tuple[Outgoing, Outcome]]] = defaultdict(list)
    for outgoing, outcome in outcomes:
        kinds[_verdict(outgoing, outcome)].append((outgoing, outcome))
    _note_handed(kinds["handed"], now)
    _note_waiting(kinds["retry"], now)
    _note_failed(kinds["dead"], Delivery.State.DEAD)
    _note_failed(kinds["unsure"], Delivery.State.UNSURE)
    _note_failed(kinds["parked"], Delivery.State.PARKED)
    _note_addresses(kinds["dead"], kinds["handed"], now)
    _note_channel(channel, kinds, now)
    failed = [each for kind in ("dead", "unsure", "parked") for each, _outcome in kinds[kind]]
    if failed:
        try_next_channel([each.delivery_id for each in failed], now=now)


def _verdict(outgoing: Outgoing, outcome: Outcome) -> str:
    if outcome.kind == "refresh":
        return "parked"  # refreshed once already
    if outcome.kind == "retry" and outgoing.attempts + 1 >= TRIES:
        return "dead"
    return outcome.kind


def _note_handed(found: list[tuple[Outgoing, Outcome]], now: datetime) -> None:
    """A receipt may have come before this: what is delivered stays so."""
    if not found:
        return
    ids = [each.delivery_id for each, _outcome in found]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE channels_delivery d
            SET state = CASE WHEN d.state = 'delivered' THEN d.state ELSE 'handed' END, handed_at = %s,
                lease_until = NULL, provider_ref = o.ref, error_code = '', error_text = ''
            FROM unnest(%s::bigint[], %s::text[]) AS o(id, ref)
            WHERE d.id = o.id AND d.id = ANY(%s) AND d.state IN ('sending', 'unsure', 'delivered')""",
            [now, ids, [outcome.ref[:120] for _e, outcome in found], ids],
        )


def _note_waiting(found: list[tuple[Outgoing, Outcome]], now: datetime) -> None:
    for each, outcome in found:
        later = now + (outcome.after or back_off(each.attempts + 1, _chance.random()))
        Delivery.objects.filter(pk=each.delivery_id, state=Delivery.State.SENDING).update(
            state=Delivery.State.WAITING, not_before=later, lease_until=None, **_why(outcome)
        )
    if found:
        waits = Delivery.objects.filter(pk__in=[each.delivery_id for each, _o in found]).order_by("not_before")
        soonest, channel = waits.values_list("not_before", "channel")[0]
        waking.call_hand_over(channel, message_id=None, urgency="urgent", at=soonest, lanes=1)


def _note_failed(found: list[tuple[Outgoing, Outcome]], state: str) -> None:
    by_reason: dict[tuple[str, str], list[int]] = defaultdict(list)
    for each, outcome in found:
        by_reason[outcome.code, outcome.text].append(each.delivery_id)
    for (code, text), ids in by_reason.items():
        Delivery.objects.filter(pk__in=ids, state=Delivery.State.SENDING).update(
            state=state, lease_until=None, error_code=code[:40], error_text=text[:300]
        )


def _why(outcome: Outcome) -> dict[str, str]:
    return {"error_code": outcome.code[:40], "error_text": outcome.text[:300]}


def _note_addresses(
    dead: list[tuple[Outgoing, Outcome]], handed: list[tuple[Outgoing, Outcome]], now: datetime
) -> None:
    gone = {each.address_id: outcome for each, outcome in dead if outcome.closes_address and each.address_id}
    for pk, outcome in gone.items():
        Address.objects.filter(pk=pk, closed_at=None).update(closed_at=now, closed_why=outcome.text[:200])
    failing = {each.address_id for each, _outcome in dead if each.address_id} - set(gone)
    if failing:
        Address.objects.filter(pk__in=failing, failing_since=None).update(failing_since=now)
    fine = {each.address_id for each, _outcome in handed if each.address_id}
    if fine:
        Address.objects.filter(pk__in=fine, failing_since__isnull=False).update(failing_since=None)


def _note_channel(channel: str, kinds: dict[str, list[tuple[Outgoing, Outcome]]], now: datetime) -> None:
    if kinds["parked"]:
        pausing.stop(channel, kinds["parked"][0][1].text or kinds["parked"][0][1].code, now)
    elif kinds["handed"]:
        pausing.note_success(channel, now)
    elif any(outcome.is_outage for _each, outcome in kinds["retry"]):
        pausing.note_outage(channel, now)


def try_next_channel(delivery_ids: Collection[int], *, now: datetime) -> None:
    """These failed: the next channel of their people is due now, unless the same channel reaches them at another
    address or a later channel is on its way."""
    rows = Delivery.objects.filter(pk__in=delivery_ids, recipient__answered_at=None, recipient__unreachable_at=None)
    alive = Delivery.objects.filter(
        Q(channel=OuterRef("channel")) | Q(pk__gt=OuterRef("pk")),
        recipient=OuterRef("recipient"),
        state__in=("waiting", "sending", "handed", "delivered"),
    ).exclude(channel__in=("inbox", "manual"))
    failed = rows.filter(~Exists(alive)).values("recipient")
    if Recipient.objects.filter(pk__in=failed).update(next_at=now):
        plan(now=now)
