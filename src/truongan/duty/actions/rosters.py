"""Duty lists: opened, shifts written, replaced, handed over, a week copied forward."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.accounts.models import Person
from truongan.audit.actions import record
from truongan.channels.actions import notify
from truongan.duty import rules
from truongan.duty.actions.refusals import CannotKeepDuty
from truongan.duty.models import Roster, Shift
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization

LONGEST = timedelta(hours=48)
MOST_WEEKS = 12


@transaction.atomic
def open_roster(*, actor, organization: Organization, name: str, phone: str = "", now: datetime) -> Roster:
    """A new duty list of an organization that still exists."""
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    require(rules.may_keep_roster(actor, organization))
    if organization.closed_on is not None and organization.closed_on <= timezone.localdate(now):
        raise CannotKeepDuty(_("%(name)s đã giải thể, không lập lịch trực được.") % {"name": organization.name})
    if Roster.objects.kept().filter(organization=organization, name=name.strip()).exists():
        raise CannotKeepDuty(_("Đơn vị đã có lịch trực tên “%(name)s”.") % {"name": name.strip()})
    roster = Roster.objects.create(organization=organization, name=name.strip(), phone=phone, created_at=now)
    record(actor=actor, verb="duty.roster.opened", target=roster, now=now, organization=organization)
    return roster


@transaction.atomic
def close_roster(*, actor, roster: Roster, now: datetime) -> Roster:
    """The list is kept no more; whoever stands in it is on duty no more."""
    roster = _locked(actor, roster)
    roster.closed_at = now
    roster.save(update_fields=["closed_at"])
    record(actor=actor, verb="duty.roster.closed", target=roster, now=now, organization=roster.organization)
    return roster


@transaction.atomic
def add_shifts(
    *, actor, roster: Roster, people: Collection[Person], first: date, days: int = 1, starts: time, ends: time,
    now: datetime,
) -> list[Shift]:  # fmt: skip
    """Put people on duty on one day or several running; an end not after the start is on the next day.

    CannotKeepDuty when somebody has a shift in this list at that time already, or it is over.
    """
    roster = _locked(actor, roster)
    if not people:
        raise CannotKeepDuty(_("Chọn người trực."))
    if not 1 <= days <= 31:
        raise CannotKeepDuty(_("Xếp từ 1 đến 31 ngày một lần."))
    shifts = [
        Shift(roster=roster, person=person, starts_at=start, ends_at=end)
        for start, end in (_span(first + timedelta(days=each), starts, ends) for each in range(days))
        for person in people
    ]
    _refuse_double(roster, shifts, now)
    Shift.objects.bulk_create(shifts)
    record(
        actor=actor, verb="duty.shift.added", target=roster, now=now, organization=roster.organization,
        people=len(people), days=days, first=first, hours=f"{starts:%H:%M}-{ends:%H:%M}",
    )  # fmt: skip
    return shifts


@transaction.atomic
def replace_shift(*, actor, shift: Shift, by: Person, why: str, now: datetime) -> Shift:
    """Somebody else takes the shift; who was down for it stays known. The new person is told."""
    shift = _locked_shift(actor, shift, now)
    if by.pk == shift.person_id:
        raise CannotKeepDuty(_("Người này đang có tên trong ca. Chọn người khác."))
    _refuse_double(shift.roster, [Shift(person=by, starts_at=shift.starts_at, ends_at=shift.ends_at)], now)
    shift.instead_of, shift.person, shift.why_replaced = shift.person, by, why.strip()
    shift.save(update_fields=["instead_of", "person", "why_replaced"])
    notify(
        person=by, subject=_("Bạn trực thay: %(when)s") % {"when": _when(shift)}, text=shift.roster.organization.name,
        link=shift.roster.get_absolute_url(), key=f"duty.shift.{shift.pk}:{by.pk}", now=now,
    )  # fmt: skip
    record(
        actor=actor, verb="duty.shift.replaced", target=shift.roster, now=now, organization=shift.roster.organization,
        before=shift.instead_of.name, after=by.name, shift=_when(shift), note=shift.why_replaced,
    )  # fmt: skip
    return shift


@transaction.atomic
def cancel_shift(*, actor, shift: Shift, now: datetime) -> Shift:
    """The shift is taken out of the list; what was stays in the record."""
    shift = _locked_shift(actor, shift, now)
    shift.cancelled_at = now
    shift.save(update_fields=["cancelled_at"])
    record(
        actor=actor, verb="duty.shift.cancelled", target=shift.roster, now=now,
        organization=shift.roster.organization, before=shift.person.name, shift=_when(shift),
    )  # fmt: skip
    return shift


@transaction.atomic
def hand_over_shift(*, actor, shift: Shift, note: str, now: datetime) -> Shift:
    """What the next shift must know; written once the shift has begun, by who had it or who keeps the list."""
    shift = Shift.objects.select_for_update(of=("self",)).select_related("roster__organization", "person").get(
        pk=shift.pk
    )  # fmt: skip
    require(rules.may_hand_over(actor, shift))
    if shift.cancelled_at is not None:
        raise CannotKeepDuty(_("Ca này đã bỏ."))
    if shift.starts_at > now:
        raise CannotKeepDuty(_("Ca này chưa bắt đầu, chưa có gì để bàn giao."))
    shift.hand_over_note, shift.handed_over_at, shift.handed_over_by = note.strip(), now, actor
    shift.save(update_fields=["hand_over_note", "handed_over_at", "handed_over_by"])
    record(
        actor=actor, verb="duty.shift.handed_over", target=shift.roster, now=now,
        organization=shift.roster.organization, shift=_when(shift), person=shift.person.name,
    )  # fmt: skip
    return shift


@transaction.atomic
def copy_week(*, actor, roster: Roster, monday: date, weeks: int, now: datetime) -> int:
    """The week that begins on `monday` again in each of the next `weeks`; how many shifts were written.

    Where somebody has a shift at that time already, it is left as it is; whole weeks in the past are refused.
    """
    roster = _locked(actor, roster)
    if not 1 <= weeks <= MOST_WEEKS:
        raise CannotKeepDuty(_("Chép sang từ 1 đến %(n)s tuần sau.") % {"n": MOST_WEEKS})
    pattern = [each for each in roster.shifts.between(*_week(monday)) if each.starts_at >= _week(monday)[0]]
    if not pattern:
        raise CannotKeepDuty(_("Tuần này chưa xếp ca nào để chép."))
    horizon = _week(monday + timedelta(weeks=weeks + 1))[1]
    taken = [
        (each.person_id, each.starts_at, each.ends_at) for each in roster.shifts.between(_week(monday)[1], horizon)
    ]
    wanted = [
        Shift(roster=roster, person_id=each.person_id, starts_at=_later(each.starts_at, week),
              ends_at=_later(each.ends_at, week))
        for week in range(1, weeks + 1) for each in pattern
    ]  # fmt: skip
    fresh = [
        each for each in wanted
        if each.ends_at > now
        and not any(p == each.person_id and s < each.ends_at and e > each.starts_at for p, s, e in taken)
    ]  # fmt: skip
    Shift.objects.bulk_create(fresh)
    record(
        actor=actor, verb="duty.roster.copied", target=roster, now=now, organization=roster.organization,
        week=monday, weeks=weeks, shifts=len(fresh),
    )  # fmt: skip
    return len(fresh)


def _locked(actor, roster: Roster) -> Roster:
    roster = Roster.objects.select_for_update(of=("self",)).select_related("organization").get(pk=roster.pk)
    require(rules.may_keep_roster(actor, roster.organization))
    if roster.closed_at is not None:
        raise CannotKeepDuty(_("Lịch trực này đã đóng."))
    return roster


def _locked_shift(actor, shift: Shift, now: datetime) -> Shift:
    _locked(actor, shift.roster)
    shift = Shift.objects.select_related("roster__organization", "person").get(pk=shift.pk)
    if shift.cancelled_at is not None:
        raise CannotKeepDuty(_("Ca này đã bỏ."))
    if shift.ends_at <= now:
        raise CannotKeepDuty(_("Ca này đã qua, không đổi được nữa."))
    return shift


def _refuse_double(roster: Roster, shifts: Collection[Shift], now: datetime) -> None:
    """Nobody stands twice at the same time in one list; nothing is planned into the past."""
    start, end = min(each.starts_at for each in shifts), max(each.ends_at for each in shifts)
    if start >= end or any(each.ends_at - each.starts_at > LONGEST for each in shifts):
        raise CannotKeepDuty(_("Một ca dài nhất 48 giờ."))
    if start < now - timedelta(days=1):
        raise CannotKeepDuty(_("Ca trực này đã qua. Chọn ngày từ hôm nay."))
    there = roster.shifts.between(start, end).select_related("person")
    for known in there:
        for each in shifts:
            if known.person_id == each.person_id and known.starts_at < each.ends_at and known.ends_at > each.starts_at:
                raise CannotKeepDuty(
                    _("%(name)s đã có ca %(when)s.") % {"name": known.person.name, "when": _when(known)}
                )


def _span(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    last = day if ends > starts else day + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, starts)), timezone.make_aware(datetime.combine(last, ends))


def _week(monday: date) -> tuple[datetime, datetime]:
    return _span(monday, time(0), time(0))[0], _span(monday + timedelta(days=6), time(0), time(0))[1]


def _later(moment: datetime, weeks: int) -> datetime:
    """So many weeks later at the same hour of the day in Viet Nam (which has no summer time)."""
    return moment + timedelta(weeks=weeks)


def _when(shift: Shift) -> str:
    start, end = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
    return f"{start:%H:%M}–{end:%H:%M}, {start:%d/%m/%Y}"
