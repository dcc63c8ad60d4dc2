"""People who cannot be reached for a while, and beats that pass to another officer."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.accounts import actions as people
from truongan.accounts.models import Beat, Person
from truongan.audit.actions import record
from truongan.channels.actions import notify
from truongan.duty import rules
from truongan.duty.actions.refusals import CannotKeepDuty
from truongan.duty.models import Absence
from truongan.kernel.refusals import require


@transaction.atomic
def record_absence(
    *, actor, person: Person, deputy: Person | None, starts_at: datetime, ends_at: datetime, reason: str = "",
    now: datetime,
) -> Absence:  # fmt: skip
    """What would reach this person reaches the deputy until `ends_at`; without a deputy it reaches nobody there."""
    person = Person.objects.select_for_update(of=("self",)).select_related("organization").get(pk=person.pk)
    require(rules.may_excuse(actor, person))
    if ends_at <= starts_at:
        raise CannotKeepDuty(_("Thời điểm hết vắng phải sau lúc bắt đầu."))
    if ends_at <= now:
        raise CannotKeepDuty(_("Khoảng thời gian này đã qua."))
    if deputy is not None and deputy.pk == person.pk:
        raise CannotKeepDuty(_("Người thay phải là người khác."))
    overlapping = person.absences.filter(cancelled_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if overlapping.exists():
        raise CannotKeepDuty(_("Đã ghi vắng mặt trong khoảng này. Bỏ lần ghi trước nếu muốn đổi."))
    absence = Absence.objects.create(
        person=person, deputy=deputy, starts_at=starts_at, ends_at=ends_at, reason=reason.strip(),
        recorded_by=actor, recorded_at=now,
    )  # fmt: skip
    if deputy is not None:
        notify(
            person=deputy, subject=_("Bạn thay %(name)s nhận tin") % {"name": person.name}, text=absence.reason,
            key=f"duty.absence.{absence.pk}", now=now,
        )  # fmt: skip
    record(
        actor=actor, verb="duty.absence.recorded", target=person, now=now, organization=person.organization,
        starts_at=starts_at, ends_at=ends_at, deputy=deputy.name if deputy else "",
    )  # fmt: skip
    return absence


@transaction.atomic
def cancel_absence(*, actor, absence: Absence, now: datetime) -> Absence:
    """The person is back, or was never away: from now on they are told again."""
    absence = Absence.objects.select_for_update(of=("self",)).select_related("person__organization").get(pk=absence.pk)
    require(rules.may_excuse(actor, absence.person))
    if absence.cancelled_at is None:
        absence.cancelled_at = now
        absence.save(update_fields=["cancelled_at"])
        person = absence.person
        record(actor=actor, verb="duty.absence.cancelled", target=person, now=now, organization=person.organization)
    return absence


@transaction.atomic
def hand_over_beat(*, actor, beat: Beat, to: Person, since: date, now: datetime) -> Beat:
    """From the day `since` another officer answers for the school or unit; the new one is told."""
    if to.pk == beat.person_id:
        raise CannotKeepDuty(_("Người này đang phụ trách. Chọn người nhận khác."))
    people.end_beat(actor=actor, beat=beat, on=since, now=now)
    newer = people.assign_beat(
        actor=actor, person=to, organization=beat.organization, unit=beat.unit, since=since, now=now
    )
    where = str(beat.organization or beat.unit)
    notify(
        person=to, subject=_("Bạn nhận địa bàn: %(where)s") % {"where": where}, link=to.get_absolute_url(),
        key=f"duty.beat.{newer.pk}", now=now,
    )  # fmt: skip
    record(
        actor=actor, verb="duty.beat.handed_over", target=to, now=now, organization=to.organization,
        before=beat.person.name, after=to.name, where=where, since=since,
    )  # fmt: skip
    return newer
