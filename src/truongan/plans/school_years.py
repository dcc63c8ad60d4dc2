"""School years as the sector writes them: `2021-2022`."""

import re
from datetime import date

_FORM = re.compile(r"(20\d\d)-(20\d\d)", re.ASCII)
FIRST_MONTH = 8  # work on the new year's plan begins in August, a month before the opening of 5 September


def school_year_of(day: date) -> str:
    """The school year a day of planning belongs to."""
    first = day.year if day.month >= FIRST_MONTH else day.year - 1
    return f"{first}-{first + 1}"


def is_school_year(text: str) -> bool:
    """Two years of this century that follow each other."""
    found = _FORM.fullmatch(text)
    return found is not None and int(found[2]) == int(found[1]) + 1


def first_year(school_year: str) -> int:
    return int(school_year[:4])


def previous(school_year: str) -> str:
    """The school year before this one."""
    first = first_year(school_year)
    return f"{first - 1}-{first}"


def around(day: date, before: int = 3, after: int = 1) -> list[str]:
    """School years to choose from on a day, the newest first."""
    now = first_year(school_year_of(day))
    return [f"{first}-{first + 1}" for first in range(now + after, now - before - 1, -1)]
