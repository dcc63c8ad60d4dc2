"""What a dead worker had in hand when it died."""

from datetime import datetime

from django.db import transaction

from truongan.channels.handing_over import waking
from truongan.channels.handing_over.settling import try_next_channel
from truongan.channels.models import Delivery
from truongan.channels.ways import way_of

_AT_ONCE = 5000
_WORKER_DIED = "Tiến trình gửi bị dừng giữa chừng; không rõ tin đã đi chưa nên không gửi lại."


@transaction.atomic
def release_expired(*, now: datetime) -> int:
    """Deliveries whose lease is over: sent again under the same key where the provider knows keys, else nobody can
    tell whether they went out, and the next channel is tried. How many there were.
    """
    late = Delivery.objects.filter(state=Delivery.State.SENDING, lease_until__lte=now)
    rows = list(late.select_for_update(skip_locked=True).values_list("pk", "channel")[:_AT_ONCE])
    again = [pk for pk, channel in rows if _knows_keys(channel)]
    lost = sorted({pk for pk, _channel in rows} - set(again))
    Delivery.objects.filter(pk__in=again).update(state=Delivery.State.WAITING, lease_until=None, not_before=now)
    Delivery.objects.filter(pk__in=lost).update(
        state=Delivery.State.UNSURE, lease_until=None, error_code="worker", error_text=_WORKER_DIED
    )
    for channel in {channel for _pk, channel in rows}:
        waking.call_hand_over(channel, message_id=None, urgency="urgent", lanes=1)
    if lost:
        try_next_channel(lost, now=now)
    return len(rows)


def _knows_keys(channel: str) -> bool:
    way = way_of(channel)
    return way is not None and way.deduplicates
