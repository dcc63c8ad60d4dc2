"""Addresses that are told of events."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.api import rules, wire
from truongan.api.actions.refusals import CannotKeepApi
from truongan.api.models import Subscription
from truongan.api.signing import secret_of
from truongan.api.states import Event
from truongan.audit.actions import record
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization

MOST = 10  # addresses of one organization


@transaction.atomic
def create_subscription(
    *, actor, organization: Organization, url: str, events: Sequence[str], now: datetime
) -> tuple[Subscription, str]:
    """Tell this address of these events from now on; gives the secret by which it knows us.

    Raises CannotKeepApi without events, for an address that is never called, told already, or beyond MOST.
    """
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    require(rules.may_keep_tokens(actor, organization))
    chosen = [each for each in Event.values if each in events]
    if not chosen:
        raise CannotKeepApi(_("Chọn ít nhất một sự kiện."))
    try:
        wire.check(url)
    except wire.Refused as reason:
        raise CannotKeepApi(str(reason)) from reason
    there = Subscription.objects.open().filter(organization=organization)
    if there.filter(url=url).exists():
        raise CannotKeepApi(_("Địa chỉ này đang được báo rồi. Dừng đăng ký cũ trước khi đổi sự kiện."))
    if there.count() >= MOST:
        raise CannotKeepApi(_("Mỗi đơn vị báo cho tối đa %(n)s địa chỉ. Dừng địa chỉ không còn dùng.") % {"n": MOST})
    subscription = Subscription.objects.create(
        organization=organization, url=url, events=chosen, salt=secrets.token_hex(16), created_by=actor, created_at=now
    )
    record(
        actor=actor, verb="api.subscription.created", target=subscription, now=now, organization=organization,
        events=chosen,
    )  # fmt: skip
    return subscription, secret_of(subscription)


@transaction.atomic
def end_subscription(*, actor, subscription: Subscription, now: datetime) -> Subscription:
    """Nothing more is sent there, what waits included."""
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("organization")
    subscription = rows.get(pk=subscription.pk)
    require(rules.may_keep_tokens(actor, subscription.organization))
    if subscription.ended_at is None:
        subscription.ended_at = now
        subscription.save(update_fields=["ended_at"])
        record(
            actor=actor, verb="api.subscription.ended", target=subscription, now=now,
            organization=subscription.organization,
        )  # fmt: skip
    return subscription
