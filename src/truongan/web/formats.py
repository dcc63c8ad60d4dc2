"""Numbers, dates and phones as Vietnamese readers expect them; the template filters of the same names."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from truongan.kernel import dates, numbers

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NOTHING = "–"


def vn_number(value: object) -> str:
    """5398 -> 5.398, 8.57 -> 8,6; text stays as it is and nothing becomes a dash."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    return numbers.vn_number(value, 0 if value == int(value) else 1)


def vn_day(value: date | datetime | None) -> date | None:
    """The day in Vietnam; an instant (kept in UTC) may fall on the next day there."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(VIETNAM).date()
    return value.date() if isinstance(value, datetime) else value


def vn_date(value: date | datetime | None) -> str:
    """14/09/2021; nothing becomes a dash."""
    day = vn_day(value) if value else None
    return dates.vn_date(day) if day else NOTHING


def vn_long_date(value: date | datetime | None) -> str:
    """Thứ ba, 14/09/2021."""
    day = vn_day(value) if value else None
    return dates.vn_long_date(day) if day else NOTHING


def vn_datetime(value: datetime | None) -> str:
    """14/09/2021 17:47, in Vietnam's time."""
    if not value:
        return NOTHING
    local = value.astimezone(VIETNAM) if value.tzinfo else value
    return f"{dates.vn_date(local.date())} {local:%H:%M}"


def phone_masked(value: str | None) -> str:
    """0912345214 -> 09•• ••• 214: enough to recognise, not enough to call."""
    digits = "".join(character for character in value or "" if character.isdigit())
    if len(digits) < 6:
        return NOTHING if not digits else "••• •••"
    return f"{digits[:2]}•• ••• {digits[-3:]}"


def ratio(part: int | None, whole: int | None) -> str:
    """3 trên 7."""
    return _("%(part)s trên %(whole)s") % {"part": vn_number(part), "whole": vn_number(whole)}


def percent(part: int | None, whole: int | None) -> str:
    """322 of 750 -> 42,9%; nothing to divide by becomes a dash."""
    return numbers.vn_percent(part, whole) if part is not None and whole else NOTHING


def plain(value: object) -> str:
    """A number for a machine (attributes, drawings): no thousands dots, no decimal comma."""
    return str(value)
