"""How long a comment has waited, in the hours offices work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from truongan.kernel.working_days import NONE, is_working_day, working_days_between

# No text prescribes an office's hours; eight a day in two halves is the usual frame.
HALVES = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30)))
HOURS_A_DAY = 8
LATE_AFTER = 2 * HOURS_A_DAY


@dataclass(frozen=True)
class Waiting:
    """Whole working hours, in words, with the tone of a badge."""

    hours: int

    @property
    def label(self) -> str:
        if self.hours < 1:
            return _("dưới 1 giờ làm việc")
        if self.hours < HOURS_A_DAY:
            return _("%(n)s giờ làm việc") % {"n": self.hours}
        return _("%(n)s ngày làm việc") % {"n": self.hours // HOURS_A_DAY}

    @property
    def tone(self) -> str:
        return "late" if self.hours >= LATE_AFTER else "soon" if self.hours >= HOURS_A_DAY // 2 else ""


def waited(since: datetime, now: datetime, exceptions: Mapping[date, bool] = NONE) -> Waiting:
    """From one instant to another: full working days between, and the parts of the first and the last day."""
    start, end = localtime(since), localtime(now)
    if end <= start:
        return Waiting(0)
    if start.date() == end.date():
        return Waiting(_worked(start.date(), start.time(), end.time(), exceptions) // 3600)
    between = working_days_between(start.date(), end.date() - timedelta(days=1), exceptions) * HOURS_A_DAY * 3600
    first = _worked(start.date(), start.time(), time.max, exceptions)
    last = _worked(end.date(), time.min, end.time(), exceptions)
    return Waiting((first + between + last) // 3600)


def _worked(day: date, start: time, end: time, exceptions: Mapping[date, bool]) -> int:
    """Seconds worked on one day between two times."""
    if not is_working_day(day, exceptions):
        return 0
    return sum(max(0, _seconds(min(end, until)) - _seconds(max(start, since))) for since, until in HALVES)


def _seconds(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second
