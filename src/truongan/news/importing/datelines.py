"""The line that says when an article came out: `(Thứ ba, 14/09/2021, 05:47 pm GMT+7)` and its many cousins."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from django.utils import timezone as django_timezone

from truongan.kernel.dates import WEEKDAYS
from truongan.kernel.text import fold, nfc

_VIET_NAM = timezone(timedelta(hours=7))
_WEEKDAY = re.compile(r"\b(thu\s*(?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|chu\s*nhat|cn)\b")
_NUMERIC = re.compile(r"(?<![\d/])(\d{1,2})\s?[/\-.]\s?(\d{1,2})\s?[/\-.]\s?(\d{4}|\d{2})(?![\d/])")
_WORDED = re.compile(r"\b(?:ngay\s+)?(\d{1,2})\s+thang\s+(\d{1,2})(?:\s+nam\s+|\s*,\s*)(\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?:t(?=\d)|\b)")
# Seconds may follow; a day half in English or Vietnamese; hours as people say them: 17h47, 17 giờ 47 phút.
_CLOCK = re.compile(
    r"(?<![\d/.])(\d{1,2})\s?(?::|h|\s?gio\s?)\s?(\d{2})(?::\d{2}(?:\.\d+)?)?(?:\s?phut)?\s?(am|pm|sa|ch|a\.m\.?|p\.m\.?)?(?!\d)"
)
_ZONE = re.compile(r"\b(?:gmt|utc)\s?([+-]\d{1,2})(?::?(\d{2}))?")
_OFFSET = re.compile(r"(?<=\d)(?:z|([+-]\d{2}):?(\d{2}))\b")  # as programs write it, behind a date of theirs
_INTRODUCTION = re.compile(
    r"\b(ngay dang|dang ngay|dang luc|ngay xuat ban|xuat ban|cap nhat(?: luc| ngay)?|ngay cap nhat|ngay dang tin|"
    r"ngay|luc|thoi gian|date|posted|published|on|at|buoi (?:sang|chieu|toi)|sang|chieu|toi|vao)\b"
)
_NUMBERS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}


@dataclass(frozen=True, slots=True)
class Dateline:
    """`weight` says how much the line looks like an article's own date rather than the clock of a page's header."""

    at: datetime
    has_time: bool
    weekday_agrees: bool
    weight: int
    rest: str = ""

    @property
    def day(self) -> date:
        return self.at.date()


def parse_dateline(text: str) -> Dateline | None:
    """The instant a line names, in Viet Nam's time; None where it is no date line or the calendar has no such day.

    What stands beside date, hour, weekday and zone is `rest`: a date line has hardly any.
    """
    plain = fold(text)
    day, plain_day = _day(plain)
    if day is None:
        return None
    left = plain.replace(plain_day, " ", 1)
    zone, left = _zone(left, _OFFSET if plain_day.count("-") == 2 and plain_day[:4].isdigit() else _ZONE)
    clock, left = _clock(left)
    weekday, left = _weekday(left)
    at = datetime.combine(day, clock or time(), zone or _VIET_NAM).astimezone(django_timezone.get_default_timezone())
    return Dateline(
        at=at,
        has_time=clock is not None,
        weekday_agrees=weekday is None or weekday == day.weekday(),
        weight=_weight(text, plain, clock, zone),
        rest=_rest(left),
    )


def is_dateline(text: str) -> bool:
    """A line that says a date and next to nothing else."""
    found = parse_dateline(text) if len(text) <= 120 else None
    return found is not None and len(found.rest) <= 3


def _day(plain: str) -> tuple[date | None, str]:
    for pattern, order in ((_ISO, (0, 1, 2)), (_WORDED, (2, 1, 0)), (_NUMERIC, (2, 1, 0))):
        if found := pattern.search(plain):
            year, month, day = (int(found.group(place + 1)) for place in order)
            try:
                return date(year + 2000 if year < 100 else year, month, day), found.group()
            except ValueError:
                return None, ""
    return None, ""


def _clock(plain: str) -> tuple[time | None, str]:
    found = _CLOCK.search(plain)
    if not found:
        return None, plain
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").replace(".", "")
    if half in ("pm", "ch") and hour < 12:
        hour += 12
    elif half in ("am", "sa") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return None, plain
    return time(hour, minute), plain.replace(found.group(), " ", 1)


def _zone(plain: str, pattern: re.Pattern[str]) -> tuple[timezone | None, str]:
    found = pattern.search(plain)
    if not found:
        return None, plain
    hours, minutes = int(found[1] or 0), int(found[2] or 0)
    if abs(hours) > 14 or minutes > 59:
        return None, plain
    offset = timedelta(hours=hours, minutes=-minutes if hours < 0 else minutes)
    return timezone(offset), plain.replace(found.group(), " ", 1)


def _weekday(plain: str) -> tuple[int | None, str]:
    found = _WEEKDAY.search(plain)
    if not found:
        return None, plain
    name = found.group().replace(" ", "")
    if name in ("chunhat", "cn"):
        number = 6
    else:
        last = name.removeprefix("thu").removeprefix("t") if name[-1].isdigit() else name.removeprefix("thu")
        number = int(last) - 2 if last.isdigit() else _NUMBERS[last]
    return number, plain.replace(found.group(), " ", 1)


def _rest(left: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", _INTRODUCTION.sub(" ", left)).split())


def _weight(text: str, plain: str, clock: time | None, zone: timezone | None) -> int:
    weight = 2 * (clock is not None) + 2 * (zone is not None)
    weight += nfc(text).startswith(("(", "["))
    return weight + 3 * plain.startswith(("ngay dang", "dang ngay", "dang luc", "ngay xuat ban", "xuat ban"))


def said_in_full(at: datetime) -> str:
    """`Thứ ba, 14/09/2021 17:47`, in Viet Nam's time."""
    local = django_timezone.localtime(at)
    return f"{WEEKDAYS[local.weekday()]}, {local:%d/%m/%Y %H:%M}"
