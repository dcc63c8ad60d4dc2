"""A duty list week by week, and who is on duty now."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from truongan.duty.models import Roster, Shift


@dataclass
class Day:
    """One day of the week view: shifts that begin on it, and the hours nobody covers."""

    day: date
    shifts: list[Shift] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    is_today: bool = False


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_of(roster: Roster, monday: date, now: datetime) -> list[Day]:
    """Seven days from `monday`, with who is on duty and what is left open; one query."""
    start = timezone.make_aware(datetime.combine(monday, time()))
    end = start + timedelta(days=7)
    rows = roster.shifts.between(start, end).select_related("person", "instead_of", "roster")
    shifts = list(rows.order_by("starts_at", "person__sort_key"))
    by_day: dict[date, list[Shift]] = defaultdict(list)
    for shift in shifts:
        by_day[timezone.localdate(shift.starts_at)].append(shift)
    today = timezone.localdate(now)
    return [
        Day(day, by_day[day], _gaps(shifts, day), day == today)
        for day in (monday + timedelta(days=each) for each in range(7))
    ]


def on_duty(rosters: list[Roster], now: datetime) -> dict[int, list[Shift]]:
    """Roster → who is on duty at this moment; one query."""
    found: dict[int, list[Shift]] = defaultdict(list)
    for shift in Shift.objects.at(now).filter(roster__in=rosters).select_related("person").order_by("starts_at", "pk"):
        found[shift.roster_id].append(shift)
    return dict(found)


def following(shift: Shift) -> Shift | None:
    """Who takes over: the shift of the same list that is on when this one ends, else the next one."""
    later = Shift.objects.standing().filter(roster=shift.roster_id, ends_at__gt=shift.ends_at).exclude(pk=shift.pk)
    return later.select_related("person").order_by("starts_at", "pk").first()


def _gaps(shifts: list[Shift], day: date) -> list[str]:
    """Hours of the day nobody covers: `00:00–07:00`."""
    start = timezone.make_aware(datetime.combine(day, time()))
    end = start + timedelta(days=1)
    spans = sorted(
        (max(s.starts_at, start), min(s.ends_at, end)) for s in shifts if s.starts_at < end and s.ends_at > start
    )
    gaps, reached = [], start
    for begins, ends in spans:
        if begins > reached:
            gaps.append(_hours(reached, begins, end))
        reached = max(reached, ends)
    return [*gaps, _hours(reached, end, end)] if reached < end else gaps


def _hours(since: datetime, until: datetime, midnight: datetime) -> str:
    last = "24:00" if until == midnight else f"{timezone.localtime(until):%H:%M}"
    return f"{timezone.localtime(since):%H:%M}–{last}"
