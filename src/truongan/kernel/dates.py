"""Dates as Vietnamese people write and type them."""

import re
from argparse import ArgumentTypeError
from datetime import date

# A slip of the finger (20211, 0021) is told at once; the calendar's own first and last have none beyond to reckon with.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_NUMERIC = re.compile(r"^(\d{1,2})\s*[/\-.]\s*(\d{1,2})\s*[/\-.]\s*(\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
_WORDS = re.compile(r"^(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})$", re.IGNORECASE)


def vn_date(day: date | None) -> str:
    """`14/09/2021`; nothing for None."""
    return day.strftime("%d/%m/%Y") if day else ""


def vn_long_date(day: date) -> str:
    """`Thứ ba, 14/09/2021`."""
    return f"{WEEKDAYS[day.weekday()]}, {vn_date(day)}"


def parse_vn_date(text: str) -> date | None:
    """Day from `14/9/2021`, `14-09-21`, `2021-09-14` or `ngày 14 tháng 9 năm 2021`; None when it is none of these.

    Two-digit years are of this century. Raises ValueError for a date the calendar does not have (31/09).
    """
    text = " ".join(text.split())
    if found := _ISO.match(text):
        year, month, day = map(int, found.groups())
    elif found := (_NUMERIC.match(text) or _WORDS.match(text)):
        day, month, year = map(int, found.groups())
    else:
        return None
    return date(year + 2000 if year < 100 else year, month, day)


def day_argument(text: str) -> date:
    """The day of a command's option, as people type it. Raises ArgumentTypeError with a sentence for what is no day."""
    try:
        day = parse_vn_date(text)
    except ValueError:
        day = None
    if day is None:
        raise ArgumentTypeError(f"“{text}” không phải một ngày; viết như 14/09/2021 hoặc 2021-09-14.")
    return day
