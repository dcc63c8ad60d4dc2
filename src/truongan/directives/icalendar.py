"""iCalendar (RFC 5545) as far as all-day due dates need it. Knows no row of ours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LINE = 75  # octets a line may hold without its line break (RFC 5545, 3.1)


@dataclass(frozen=True)
class DueDay:
    uid: str  # the same for ever, or the calendar shows the day twice
    day: date
    title: str
    details: str = ""
    url: str = ""
    is_late: bool = False


def calendar(name: str, days: Iterable[DueDay], *, now: datetime) -> bytes:
    """A whole calendar file; `now` is when it was asked for."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Truong An//Han nhiem vu//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for day in days:
        lines += _event(day, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in fold(line)).encode()


def _event(due: DueDay, now: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(due.uid)}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{due.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{due.day + timedelta(days=1):%Y%m%d}",  # the end is exclusive
        f"SUMMARY:{escaped(due.title)}",
        "TRANSP:TRANSPARENT",  # a due day does not make anybody busy
    ]
    if due.details:
        lines.append(f"DESCRIPTION:{escaped(due.details)}")
    if due.url:
        lines.append(f"URL:{due.url}")
    if due.is_late:
        lines.append("PRIORITY:1")
    return [*lines, "END:VEVENT"]


def escaped(text: str) -> str:
    """Text as a value: backslash, semicolon and comma escaped, line breaks as \\n, no other control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(letter for letter in text if letter in "\n\t" or letter >= " ")
    for letter in "\\;,":
        text = text.replace(letter, f"\\{letter}")
    return text.replace("\n", "\\n")


def fold(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, those after the first begun with a space; never inside a letter."""
    piece, size, limit = "", 0, _LINE
    for letter in line:
        width = len(letter.encode())
        if size + width > limit:
            yield piece
            piece, size = " ", 1
        piece += letter
        size += width
    yield piece
