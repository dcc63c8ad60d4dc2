"""Notices the law asks for, and tips about the same thing."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.incidents import rules
from truongan.incidents.actions.refusals import CannotChange, locked, refuse_wiped
from truongan.incidents.actions.timeline import note_in_record, tell
from truongan.incidents.actions.working import refuse_moment
from truongan.incidents.limits import due_of, limits_of
from truongan.incidents.models import Incident, Limit, Notification, TipLink
from truongan.incidents.states import EntryKind
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc
from truongan.tips.models import Tip


@transaction.atomic
def record_notification(
    *, actor, incident: Incident, limit: Limit, at: datetime, told: str, now: datetime
) -> Notification:
    """That a notice under this limit was given, or the thing done, and to whom; by when it was due is kept with it.

    Raises CannotChange for a limit that does not apply to the case, a second time, without saying whom, or for a
    time that cannot be.
    """
    incident = locked(incident)
    require(rules.may_follow(actor, incident))
    refuse_wiped(incident)
    told = nfc(told)[:200]
    if not told:
        raise CannotChange(_("Ghi đã báo cho ai, bằng cách nào."))
    refuse_moment(incident, at, now)
    if limit.pk not in {each.pk for each in limits_of(incident)}:
        raise CannotChange(_("Thời hạn này không áp dụng cho vụ việc."))
    if incident.notifications.filter(limit=limit).exists():
        raise CannotChange(_("Việc này đã được ghi. Sửa bằng ghi chú nếu cần."))
    notification = Notification.objects.create(
        incident=incident, limit=limit, at=at, due_at=due_of(incident, limit), told=told, recorded_at=now,
        recorded_by=actor,
    )  # fmt: skip
    tell(actor, incident, EntryKind.TOLD, now, f"{limit.name}: {told}")
    note_in_record(actor, incident, "notification.recorded", now, limit=limit.code, moment=at)
    return notification


@transaction.atomic
def link_tip(*, actor, incident: Incident, number: int, now: datetime) -> TipLink:
    """Note that a confidential tip is about the same thing: its number alone. Only its handlers can, and see it.

    The record has it under the tip: under the case, whoever sees the case would learn that there is one.

    Raises CannotChange for a number that is none of this person's tips, saying no more than that.
    """
    incident = locked(incident)
    require(rules.may_follow(actor, incident))
    tip = Tip.objects.visible_to(actor, timezone.localdate(now)).filter(pk=number).first()
    if tip is None:
        raise CannotChange(_("Không có tin tố giác số này trong phần bạn được xử lý."))
    link, _made = TipLink.objects.get_or_create(
        incident=incident, tip_number=number, defaults={"tip": tip, "linked_at": now, "linked_by": actor}
    )
    record(actor=actor, verb="incidents.tip.linked", target=tip, now=now, incident=incident.pk)
    return link
