"""Working days in Viet Nam: public holidays, days worked instead of others, and the exceptions a place keeps.

Holidays come from the `holidays` package, to the days exchanged by the Government as far as the pinned version
knows them. What it does not know, or what holds in one place only, is given as `exceptions`:
day -> whether it is worked there.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import holidays

Exceptions = Mapping[date, bool]
NONE: Exceptions = MappingProxyType({})
_SATURDAY = 5
_FARTHEST = 3700  # days; exceptions that leave ten years without a working day are a mistake


class NoWorkingDay(ValueError):
    """No working day for ten years around that day: the exceptions cannot be right."""


def holiday_name(day: date) -> str:
    """What public holiday the day is, in Vietnamese (`Quốc khánh`); nothing for any other day."""
    return _of_year(day.year)[0].get(day, "")


def is_working_day(day: date, exceptions: Exceptions = NONE) -> bool:
    """Whether offices work: an exception decides; else Monday to Friday without holidays, and days worked instead."""
    if day in exceptions:
        return exceptions[day]
    free, worked = _of_year(day.year)
    return day in worked or (day.weekday() < _SATURDAY and day not in free)


def next_working_day(day: date, exceptions: Exceptions = NONE) -> date:
    """The day itself when it is worked, else the first one after it: where a due day on a holiday moves to."""
    return day if is_working_day(day, exceptions) else _step(day, 1, exceptions)


def add_working_days(day: date, count: int, exceptions: Exceptions = NONE) -> date:
    """The working day `count` after the day (before it, when negative); the day itself is not counted.

    0 gives the next working day from the day on, so "within 0 days" never ends on a holiday.
    """
    if not count:
        return next_working_day(day, exceptions)
    for _each in range(abs(count)):
        day = _step(day, 1 if count > 0 else -1, exceptions)
    return day


def working_days_between(start: date, end: date, exceptions: Exceptions = NONE) -> int:
    """Working days after `start` up to and including `end`; negative when `end` comes first.

    Undoes `add_working_days`: from a day to the third working day after it there are 3.
    """
    if end < start:
        # Counted the other way round the same days stand between: those from `end` on, before `start`.
        return -sum(is_working_day(end + timedelta(each), exceptions) for each in range((start - end).days))
    return sum(is_working_day(start + timedelta(each + 1), exceptions) for each in range((end - start).days))


def holidays_of(year: int) -> list[tuple[date, str]]:
    """The public holidays of a year with their names, in order."""
    return sorted(_of_year(year)[0].items())


def worked_instead(year: int) -> list[date]:
    """Weekend days of a year that are worked instead of another day, in order."""
    return sorted(_of_year(year)[1])


def _step(day: date, way: int, exceptions: Exceptions) -> date:
    for distance in range(1, _FARTHEST):
        candidate = day + timedelta(way * distance)
        if is_working_day(candidate, exceptions):
            return candidate
    raise NoWorkingDay(day)


@lru_cache(maxsize=64)
def _of_year(year: int) -> tuple[dict[date, str], frozenset[date]]:
    """Free days with names, and weekend days worked instead, of one year."""
    known = holidays.country_holidays("VN", years=year, language="vi")
    worked = frozenset(day for day in known.weekend_workdays if day.year == year)
    return {day: name for day, name in known.items() if day.year == year}, worked
