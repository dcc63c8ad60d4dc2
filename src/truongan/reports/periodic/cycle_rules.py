"""The rules of reporting periods as they stand in `cycles/*.toml`, read and checked."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

SHIPPED = Path(__file__).parent.parent / "cycles"
LEVELS = ("school", "commune", "district", "province", "government")


class BrokenRules(ValueError):
    """A file of rules cannot be used. The message names file and place and is safe to show."""


@dataclass(frozen=True)
class Level:
    """One step of the way up; `until`: the first day on which it no longer reports."""

    code: str
    until: date | None = None


@dataclass(frozen=True)
class KindRules:
    """How one kind of period is cut, and when each level owes its report.

    `months` > 0: months with cut-off days. `weekday`: weeks that begin on it. `starts`, `ends`: (month, day) of a
    year that runs over New Year. None of them: the dates are chosen by whoever opens the cycle.
    `due` are nominal days of the last month, `after` working days after the last day.
    """

    months: int = 0
    from_day: int = 0
    to_day: int = 0
    weekday: int = 0
    starts: tuple[int, int] | None = None
    ends: tuple[int, int] | None = None
    due: tuple[tuple[str, int], ...] = ()
    after: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class CycleRules:
    name: str
    text: str
    valid_from: date
    levels: tuple[Level, ...]
    after_cut_off: int
    between_levels: int
    move_off_days: bool
    kinds: dict[str, KindRules]
    remind_before: tuple[int, ...]
    remind_after: tuple[int, ...]
    remind_superior_after: tuple[int, ...]
    opens_days_before: int


def rules_on(day: date) -> CycleRules:
    """The rules in force on a day: of those begun by then the latest; the installation's own files go first.

    Raises BrokenRules where none serves that day.
    """
    known = {path.name: path for path in sorted(SHIPPED.glob("*.toml"))}
    own = Path(settings.HOME) / "cycles"
    known |= {path.name: path for path in sorted(own.glob("*.toml"))}
    found = [_read(path, path.stat().st_mtime_ns) for path in known.values()]
    begun = [each for each in found if each.valid_from <= day]
    if not begun:
        raise BrokenRules(f"Không có quy định kỳ báo cáo nào cho ngày {day:%d/%m/%Y}.")
    return max(begun, key=lambda each: each.valid_from)


@lru_cache(maxsize=16)
def _read(path: Path, changed_ns: int) -> CycleRules:
    try:
        return rules_from(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as reason:
        raise BrokenRules(f"Tệp quy định kỳ báo cáo {path.name} không dùng được: {reason}") from reason


def rules_from(raw: dict[str, Any]) -> CycleRules:
    """Rules from the values of a file; raises ValueError with the place that is wrong."""
    levels = tuple(Level(each["code"], each.get("until")) for each in raw["levels"])
    if unknown := {each.code for each in levels} - set(LEVELS):
        raise ValueError(f"không có cấp {', '.join(sorted(unknown))}")
    reminders = raw.get("reminders", {})
    return CycleRules(
        name=raw["name"],
        text=raw["text"],
        valid_from=raw["valid_from"],
        levels=levels,
        after_cut_off=raw["spacing"]["after_cut_off"],
        between_levels=raw["spacing"]["between_levels"],
        move_off_days=raw["spacing"]["move_off_days"],
        kinds={code: _kind(code, each) for code, each in raw["kinds"].items()},
        remind_before=tuple(reminders.get("before", ())),
        remind_after=tuple(reminders.get("after", ())),
        remind_superior_after=tuple(reminders.get("superior_after", ())),
        opens_days_before=raw.get("opening", {}).get("days_before_cut_off", 0),
    )


def _kind(code: str, raw: dict[str, Any]) -> KindRules:
    months = raw.get("months", 0)
    if months and 12 % months:
        raise ValueError(f"kỳ {code}: {months} tháng không chia hết một năm")
    if months and raw["from_day"] != raw["to_day"] + 1:
        raise ValueError(f"kỳ {code}: ngày đầu phải liền sau ngày cuối, nếu không các kỳ hở hoặc chồng nhau")
    due, after = raw.get("due", {}), raw.get("after", {})
    if unknown := {*due, *after} - set(LEVELS):
        raise ValueError(f"kỳ {code}: không có cấp {', '.join(sorted(unknown))}")
    return KindRules(
        months=months,
        from_day=raw.get("from_day", 0),
        to_day=raw.get("to_day", 0),
        weekday=raw.get("weekday", 0),
        starts=_month_day(raw.get("from")),
        ends=_month_day(raw.get("to")),
        due=tuple(due.items()),
        after=tuple(after.items()),
    )


def _month_day(text: str | None) -> tuple[int, int] | None:
    if not text:
        return None
    month, day = map(int, text.split("-"))
    date(2024, month, day)  # raises for a day the calendar does not have
    return month, day
