"""Roll-calls called again every month, and those whose time is over."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.channels.actions import notify
from truongan.channels.models import Recipient
from truongan.duty import rules
from truongan.duty.actions.refusals import CannotCallRoll
from truongan.duty.actions.rollcalls import call_roll, close_roll
from truongan.duty.models import RollCall, RollCallSchedule
from truongan.duty.network import Part
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.web.live import announce

_LATELY = timedelta(minutes=2)  # the job runs every minute


@transaction.atomic
def schedule_roll(
    *, actor, organization: Organization, title: str, part: Part, day_of_month: int, hour: time,
    minutes_open: int = 1440, is_drill: bool = True, note: str = "", now: datetime,
) -> RollCallSchedule:  # fmt: skip
    """The same roll-call every month from the next such day on; days 1 to 28, which every month has."""
    require(rules.may_call_roll(actor, organization) and rules.may_ask_within(actor, part.path, part.school))
    if not 1 <= day_of_month <= 28:
        raise CannotCallRoll(_("Chọn ngày từ 1 đến 28, tháng nào cũng có."))
    if not title.strip() or not part.parts:
        raise CannotCallRoll(_("Đặt tên và chọn hỏi những ai."))
    schedule = RollCallSchedule.objects.create(
        organization=organization, title=title.strip(), note=note.strip(), unit=part.unit, school=part.school,
        scheme_types=list(part.scheme_types), school_levels=list(part.school_levels), parts=list(part.parts),
        is_drill=is_drill, day_of_month=day_of_month, hour=hour, minutes_open=minutes_open, created_by=actor,
        next_at=next_call(day_of_month, hour, now),
    )  # fmt: skip
    record(
        actor=actor, verb="duty.rollcall.scheduled", target=schedule, now=now, organization=organization,
        day=day_of_month, hour=f"{hour:%H:%M}",
    )  # fmt: skip
    return schedule


@transaction.atomic
def end_schedule(*, actor, schedule: RollCallSchedule, now: datetime) -> None:
    """It is not called again."""
    schedule = RollCallSchedule.objects.select_for_update(of=("self",)).select_related("organization").get(
        pk=schedule.pk
    )  # fmt: skip
    require(rules.may_call_roll(actor, schedule.organization))
    if schedule.ended_at is None:
        schedule.ended_at = now
        schedule.save(update_fields=["ended_at"])
        record(
            actor=actor, verb="duty.rollcall.unscheduled", target=schedule, now=now, organization=schedule.organization
        )


def call_due(*, now: datetime) -> int:
    """Call what is due, each once: the key of a call is its schedule and hour. What cannot be called is told, and waits."""
    called = 0
    for schedule in RollCallSchedule.objects.due(now).select_related(
        "organization", "unit", "school", "created_by__person"
    ):
        part = Part(
            schedule.unit, schedule.school, tuple(schedule.scheme_types), tuple(schedule.school_levels),
            tuple(schedule.parts),
        )  # fmt: skip
        with transaction.atomic():
            moved = RollCallSchedule.objects.filter(pk=schedule.pk, next_at=schedule.next_at).update(
                next_at=next_call(schedule.day_of_month, schedule.hour, now)
            )
            if moved:
                called += _call(schedule, part, now)
    return called


def _call(schedule: RollCallSchedule, part: Part, now: datetime) -> int:
    try:
        with transaction.atomic():
            call_roll(
                actor=None, key=f"schedule.{schedule.pk}.{schedule.next_at:%Y%m%d%H%M}", schedule=schedule,
                organization=schedule.organization, title=schedule.title, note=schedule.note, part=part,
                minutes_open=schedule.minutes_open, is_drill=schedule.is_drill, now=now,
            )  # fmt: skip
    except CannotCallRoll as reason:
        _block(schedule, str(reason), now)
        return 0
    RollCallSchedule.objects.filter(pk=schedule.pk).exclude(blocked_at=None).update(blocked_at=None, blocked_why="")
    return 1


def _block(schedule: RollCallSchedule, why: str, now: datetime) -> None:
    """It waits for its next day, and who made it is told: nobody looks at a page to see that nothing happened."""
    RollCallSchedule.objects.filter(pk=schedule.pk).update(blocked_at=now, blocked_why=why[:300])
    owner = schedule.created_by.person if schedule.created_by else None
    notify(
        person=owner, organization=None if owner else schedule.organization,
        subject=_("Điểm danh hằng tháng “%(title)s” không gọi được") % {"title": schedule.title},
        text=f"{why} {_('Lịch chờ đến tháng sau; cần ngay thì tự gọi một cuộc.')}",
        link=reverse("rollcalls:list"), key=f"duty.schedule.{schedule.pk}:{schedule.next_at:%Y%m%d%H%M}", now=now,
    )  # fmt: skip
    record(
        actor=None,
        verb="duty.rollcall.blocked",
        target=schedule,
        now=now,
        organization=schedule.organization,
        note=why,
    )


def close_overdue(*, now: datetime) -> int:
    """Close those whose time is over; how many."""
    overdue = list(RollCall.objects.overdue(now))
    for rollcall in overdue:
        with suppress(CannotCallRoll):  # somebody closed it at this very moment
            close_roll(actor=None, rollcall=rollcall, now=now)
    return len(overdue)


def tell_boards(*, now: datetime) -> int:
    """Boards of open roll-calls look again when somebody was given up by the channels lately; how many.

    Channels do not know what they deliver for, so that nobody announces it at that moment.
    """
    lately = Recipient.objects.filter(unreachable_at__gt=now - _LATELY)
    # One question for each open roll-call, by its message: there is no index of who was given up when.
    topics = [each.topic for each in RollCall.objects.open() if lately.filter(message__cause=each.cause).exists()]
    announce(*topics)
    return len(topics)


def next_call(day_of_month: int, hour: time, now: datetime) -> datetime:
    """The first such day and hour in Viet Nam after `now`."""
    today = timezone.localdate(now)
    this = timezone.make_aware(datetime.combine(today.replace(day=day_of_month), hour))
    if this > now:
        return this
    following: date = (today.replace(day=28) + timedelta(days=4)).replace(day=day_of_month)
    return timezone.make_aware(datetime.combine(following, hour))
