"""Whether a channel works: outages in a row pause it, a refused secret stops it until an administrator has acted."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from truongan.channels.handing_over import waking
from truongan.channels.models import ChannelState, Delivery, Recipient
from truongan.channels.timeouts import OUTAGES_IN_A_ROW, pause

_NOTED_EVERY = timedelta(seconds=10)  # the last success need not be exact: a row written by every chunk is a queue


def may_send(channel: str, now: datetime) -> bool:
    """Not stopped and not resting."""
    stopped = ~Q(needs_admin="") | Q(paused_until__gt=now)
    return not ChannelState.objects.filter(stopped, channel=channel).exists()


def is_on_trial(channel: str) -> bool:
    """After an outage one delivery goes ahead of the rest."""
    return ChannelState.objects.filter(channel=channel, failures__gte=OUTAGES_IN_A_ROW).exists()


def note_success(channel: str, now: datetime) -> None:
    changed = ChannelState.objects.filter(channel=channel).filter(
        Q(failures__gt=0) | Q(last_ok_at=None) | Q(last_ok_at__lt=now - _NOTED_EVERY)
    )
    fields = {"failures": 0, "failing_since": None, "paused_until": None, "last_ok_at": now}
    if not changed.update(**fields) and not ChannelState.objects.filter(channel=channel).exists():
        ChannelState.objects.get_or_create(channel=channel, defaults=fields)


@transaction.atomic
def note_outage(channel: str, now: datetime) -> None:
    """Count it; after a few in a row the channel rests, and whoever waits for it is tried elsewhere at once."""
    ChannelState.objects.get_or_create(channel=channel)
    state = ChannelState.objects.select_for_update().get(channel=channel)
    state.failures += 1
    state.failing_since = state.failing_since or now
    if state.failures >= OUTAGES_IN_A_ROW:
        state.paused_until = now + pause(state.failures)
        waking.call_hand_over(channel, message_id=None, urgency="urgent", at=state.paused_until, lanes=1)
    state.save(update_fields=["failures", "failing_since", "paused_until"])
    if state.paused_until and state.paused_until > now:
        _try_elsewhere(channel, now)


@transaction.atomic
def stop(channel: str, why: str, now: datetime) -> None:
    """Nothing is sent through it until an administrator opens it again; whoever waits is tried elsewhere."""
    ChannelState.objects.get_or_create(channel=channel)
    ChannelState.objects.filter(channel=channel).update(needs_admin=why[:300] or channel, failing_since=now)
    _try_elsewhere(channel, now)


@transaction.atomic
def open_again(channel: str, now: datetime) -> int:
    """What an administrator had to mend is mended: parked deliveries wait again; how many."""
    ChannelState.objects.filter(channel=channel).update(
        needs_admin="", failures=0, failing_since=None, paused_until=None
    )
    parked = Delivery.objects.filter(channel=channel, state=Delivery.State.PARKED)
    count = parked.update(state=Delivery.State.WAITING, not_before=now, attempts=0, error_code="", error_text="")
    waking.call_hand_over(channel, message_id=None, urgency="urgent")
    return count


def _try_elsewhere(channel: str, now: datetime) -> None:
    """Bring forward the next step of everybody whose delivery waits for this channel and who has no later one."""
    later = Delivery.objects.filter(recipient=OuterRef("recipient"), pk__gt=OuterRef("pk"))
    stuck = Delivery.objects.filter(~Exists(later), channel=channel, state__in=("waiting", "parked"))
    people = Recipient.objects.filter(pk__in=stuck.values("recipient"), answered_at=None, unreachable_at=None)
    if people.filter(Q(next_at=None) | Q(next_at__gt=now), message__recalled_at=None).update(next_at=now):
        waking.call_next_steps(now)
