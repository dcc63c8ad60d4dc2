"""What an administrator does about channels and deliveries that failed."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from truongan.audit.actions import record
from truongan.channels import rules
from truongan.channels.handing_over import pausing, waking
from truongan.channels.models import ChannelState, Delivery
from truongan.channels.querysets import FAILED
from truongan.kernel.refusals import require


@transaction.atomic
def open_channel(*, actor, channel: str, now: datetime) -> int:
    """The cause is mended: parked deliveries wait again and are handed over; how many."""
    _ask(actor)
    state = ChannelState.objects.get_or_create(channel=channel)[0]
    count = pausing.open_again(channel, now)
    record(actor=actor, verb="channels.channel.opened", target=state, now=now, count=count)
    return count


@transaction.atomic
def resend_deliveries(*, actor, ids: Collection[int], now: datetime) -> int:
    """Send these failed deliveries again, under the same key; how many.

    Left out: what was answered, recalled or has expired. Where it is unsure whether one arrived, it may arrive twice.
    """
    _ask(actor)
    valid = Q(message__expires_at=None) | Q(message__expires_at__gt=now)
    rows = Delivery.objects.filter(state__in=FAILED).filter(
        valid, pk__in=ids, message__recalled_at=None, recipient__answered_at=None
    )
    chosen = list(rows.select_for_update(of=("self",)).select_related("message", "recipient__organization"))
    Delivery.objects.filter(pk__in=[each.pk for each in chosen]).update(
        # Said anew: that another channel took it before is no reason to leave it out.
        state=Delivery.State.WAITING, created_at=now, not_before=now, attempts=0, lease_until=None,
    )  # fmt: skip
    for channel in {each.channel for each in chosen}:
        waking.call_hand_over(channel, message_id=None, urgency="urgent", lanes=1)
    _note(actor, "channels.delivery.resent", chosen, now)
    return len(chosen)


@transaction.atomic
def give_up_deliveries(*, actor, ids: Collection[int], now: datetime) -> int:
    """Nobody needs these any more: they leave the list; how many."""
    _ask(actor)
    rows = Delivery.objects.filter(state__in=FAILED).filter(pk__in=ids).select_for_update(of=("self",))
    chosen = list(rows.select_related("message", "recipient__organization"))
    Delivery.objects.filter(pk__in=[each.pk for each in chosen]).update(state=Delivery.State.CANCELLED)
    _note(actor, "channels.delivery.given_up", chosen, now)
    return len(chosen)


def _ask(actor) -> None:
    require(rules.may_administer(actor))


def _note(actor, verb: str, chosen: list[Delivery], now: datetime) -> None:
    """One entry for each message, not one for each of its people."""
    counts: dict[int, list[Delivery]] = {}
    for each in chosen:
        counts.setdefault(each.message_id, []).append(each)
    for rows in counts.values():
        record(actor=actor, verb=verb, target=rows[0].message, now=now, count=len(rows), channel=rows[0].channel)
