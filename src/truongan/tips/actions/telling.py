"""Telling handlers that something waits, and nothing of what it is."""

import hashlib
from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.channels.actions import NewNotice, notify_each
from truongan.tips.models import Tip, TipOfficer


@transaction.atomic
def tell_handlers(*, now: datetime) -> int:
    """Tell every handler of a unit with unread tips, once for each change of what is unread; how many were meant.

    Called every hour and not when a tip comes in: the hour of a notice is not the hour of a tip.
    """
    waiting: dict[int, list[str]] = defaultdict(list)
    # The holder's access is made with each forwarding: who gets a tip back hears of it again.
    access = Max("accesses", filter=Q(accesses__organization=F("holder")))
    rows = Tip.objects.waiting().annotate(last=Max("messages"), access=access).order_by("pk")
    for holder, pk, last, since in rows.values_list("holder", "pk", "last", "access"):
        waiting[holder].append(f"{pk}.{last}.{since}")
    handlers = TipOfficer.objects.handlers().in_post_on(timezone.localdate(now)).filter(organization__in=waiting)
    messages = [_message(each, waiting[each.organization_id]) for each in handlers.select_related("user")]
    notify_each(messages=messages, now=now)
    return len(messages)


def _message(officer: TipOfficer, waiting: list[str]) -> NewNotice:
    state = hashlib.sha256("|".join(waiting).encode()).hexdigest()[:16]
    return NewNotice(
        subject=_("Có tố giác mới"), person_id=officer.user.person_id, link=reverse("tips_desk:queue"),
        key=f"tips.waiting.{officer.organization_id}.{officer.user_id}:{state}",
    )  # fmt: skip
