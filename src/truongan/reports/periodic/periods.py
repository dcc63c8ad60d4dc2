"""Reporting periods and the deadline of each level (Decree 09/2019/NĐ-CP, as data in `cycles/`).

Both ends of a period are inside it, as the decree states cut-offs. Days are days in Viet Nam.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from truongan.documents.wording import roman
from truongan.kernel.dates import vn_date
from truongan.kernel.working_days import NONE, Exceptions, add_working_days, next_working_day
from truongan.reports.periodic.cycle_rules import CycleRules, KindRules, rules_on

REGULAR = ("week", "month", "quarter", "half", "year", "school-year")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """`number` counts the periods of a year from 1."""

    kind: str
    year: int
    number: int
    since: date
    until: date

    @property
    def name(self) -> str:
        """`Quý III/2026`, as a report is titled."""
        match self.kind:
            case "week":
                return f"Tuần {self.number:02d}/{self.year}"
            case "month":
                return f"Tháng {self.number}/{self.year}"
            case "quarter":
                return f"Quý {roman(self.number)}/{self.year}"
            case "half":
                return f"6 tháng {'đầu' if self.number == 1 else 'cuối'} năm {self.year}"
            case "school-year":
                return f"Năm học {self.since.year}-{self.until.year}"
            case _:
                return f"Năm {self.year}"

    @property
    def words(self) -> str:
        return f"từ ngày {vn_date(self.since)} đến ngày {vn_date(self.until)}"


def periods_of(kind: str, year: int) -> list[Period]:
    """Every period of a kind that belongs to a year; a month belongs to the year of its last day.

    Raises BrokenRules for a year before any rules. ValueError for a kind whose dates are chosen (thematic, quick).
    """
    rules = rules_on(date(year, 12, 31)).kinds[kind]
    if rules.months:
        return [_of_months(kind, year, number, rules) for number in range(1, 12 // rules.months + 1)]
    if rules.weekday:
        return list(_weeks(kind, year, rules))
    if rules.starts and rules.ends:
        return [Period(kind, year, 1, date(year, *rules.starts), date(year + 1, *rules.ends))]
    raise ValueError(f"periods of kind {kind} have chosen dates")


def _of_months(kind: str, year: int, number: int, rules: KindRules) -> Period:
    last = number * rules.months
    before = last - rules.months  # the month before the first; 0 is December of the year before
    since = date(year, before, rules.from_day) if before else date(year - 1, 12, rules.from_day)
    return Period(kind, year, number, since, date(year, last, rules.to_day))


def _weeks(kind: str, year: int, rules: KindRules) -> Iterator[Period]:
    """ISO weeks of the year, shifted to begin on the weekday of the rules."""
    shift = timedelta(days=rules.weekday - 1)
    weeks = date(year, 12, 28).isocalendar().week  # the 28th is always in the last one
    for number in range(1, weeks + 1):
        since = date.fromisocalendar(year, number, 1) + shift
        yield Period(kind, year, number, since, since + timedelta(days=6))


def period_containing(kind: str, day: date) -> Period | None:
    """The period of a kind in which a day falls; None in the summer between two school years."""
    for year in (day.year, day.year + 1, day.year - 1):
        for period in periods_of(kind, year):
            if period.since <= day <= period.until:
                return period
    return None


def period_before(kind: str, since: date) -> Period | None:
    """The one that ended before a period which begins on `since`."""
    if kind == "school-year":
        return periods_of(kind, since.year - 1)[0]
    return period_containing(kind, since - _DAY)


def period_after(kind: str, until: date) -> Period | None:
    """The next one after a period that ends with `until`; after a school year it begins when the summer is over."""
    if kind == "school-year":
        return periods_of(kind, until.year)[0]
    return period_containing(kind, until + _DAY)


def year_before(kind: str, since: date, until: date) -> tuple[date, date]:
    """The same period of the year before; the week by its number, chosen dates by the calendar."""
    if kind in REGULAR:
        period = period_containing(kind, until)
        if period:
            earlier = periods_of(kind, period.year - 1)
            same = earlier[min(period.number, len(earlier)) - 1]
            return same.since, same.until
    return _a_year_earlier(since), _a_year_earlier(until)


def _a_year_earlier(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, monthrange(day.year - 1, day.month)[1]))


def deadlines_of(kind: str, until: date, exceptions: Exceptions = NONE) -> dict[str, date]:
    """By which day each level owes its report on a period that ends with `until`, from the school upwards.

    The nominal day of the rules, moved to the next working day when it is a day off (Civil Code 2015, Art. 148.5;
    the rules can switch that off), never closer than the rules' working days to the cut-off and the level below.
    `exceptions`: what a province works or does not beside the public holidays.
    A level that no longer reports on its own deadline has none.
    """
    rules = rules_on(until)
    earliest = add_working_days(until, rules.after_cut_off, exceptions)
    found: dict[str, date] = {}
    for level in rules.levels:
        nominal = _nominal(rules.kinds[kind], level.code, until, exceptions)
        if nominal is None:
            continue
        day = max(_moved(nominal, rules, exceptions), earliest)
        if level.until and day >= level.until:
            continue
        found[level.code] = day
        earliest = add_working_days(day, rules.between_levels, exceptions)
    return found


def _nominal(rules: KindRules, level: str, until: date, exceptions: Exceptions) -> date | None:
    due, after = dict(rules.due), dict(rules.after)
    if level in due:
        return until.replace(day=due[level])
    return add_working_days(until, after[level], exceptions) if level in after else None


def _moved(day: date, rules: CycleRules, exceptions: Exceptions) -> date:
    return next_working_day(day, exceptions) if rules.move_off_days else day
