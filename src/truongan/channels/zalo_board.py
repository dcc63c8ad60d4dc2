"""How the official account is, on one page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, Q

from truongan.channels.models import Address, Channel, ChannelState, Delivery, IncomingEvent, ZaloAccount
from truongan.channels.ways import zalo
from truongan.channels.ways.zalo import tokens

_LATELY = timedelta(days=7)


@dataclass(frozen=True)
class ZaloBoard:
    account: ZaloAccount | None
    lacking: list[str]
    lacking_settings: list[str]
    hears: bool  # the secret for webhooks is set
    has_template: bool
    stops: list[ChannelState]  # why nothing is sent
    linked_count: int
    last_event_at: datetime | None
    waiting_count: int  # events nobody has worked on
    sent: Mapping[str, int]
    groups: list[Address]


def zalo_board(*, now: datetime) -> ZaloBoard:
    """Its tokens, what stops it, who is linked, what came in and went out in the last seven days. Seven queries."""
    channels = (Channel.ZALO, Channel.ZALO_GROUP)
    events = IncomingEvent.objects.filter(source=Channel.ZALO).aggregate(
        last=Max("received_at"), waiting=Count("pk", filter=Q(worked_at=None))
    )
    sent = Delivery.objects.filter(channel__in=channels, created_at__gt=now - _LATELY).values_list("state")
    stops = ChannelState.objects.filter(channel__in=channels).filter(~Q(needs_admin="") | Q(paused_until__gt=now))
    return ZaloBoard(
        account=tokens.connected_account(),
        lacking=zalo.missing(),
        lacking_settings=zalo.missing_settings(),
        hears=bool(settings.ZALO_OA_SECRET),
        has_template=bool(settings.ZALO_TEMPLATE_ID),
        stops=list(stops.order_by("channel")),
        linked_count=Address.objects.in_use().filter(channel=Channel.ZALO).count(),
        last_event_at=events["last"],
        waiting_count=events["waiting"],
        sent={
            str(Delivery.State(state).label): count for state, count in sent.annotate(n=Count("pk")).order_by("state")
        },
        groups=list(Address.objects.in_use().filter(channel=Channel.ZALO_GROUP).order_by("label", "pk")[:200]),
    )
