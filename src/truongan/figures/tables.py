"""Answers as tables to look at: which columns, in which order, beside what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from truongan.figures.counting import answer
from truongan.figures.indicators import INDICATORS, MOVEMENT, Indicator, Subject
from truongan.figures.questions import Answer, Figure, Row
from truongan.kernel.numbers import vn_number

_TABLE = (
    "schools.covered",
    "schemes.count",
    "schemes.active",
    "teams.count",
    "teams.memberships",
    "teams.persons",
    "groups.count",
    "groups.memberships",
    "groups.persons",
)
_IN_PERIOD = ("schemes.count", "schemes.strengthened", "schemes.restaffed", "schemes.worked_on")


def columns_of(found: Answer, subject: Subject = MOVEMENT) -> list[Indicator]:
    """Those of the table, of a subject: of the movement a choice, of the others all that were answered."""
    if subject is not MOVEMENT:
        return [INDICATORS[code] for code in subject.codes if code in found.total.figures]
    codes = [*_IN_PERIOD, "teams.count", "groups.count"] if found.question.since else _TABLE
    return [INDICATORS[code] for code in codes]


def sorted_rows(found: Answer, asked: str) -> list[Row]:
    """Rows by an indicator's code (`-` before it: largest first); without one in the order of the geography."""
    code = asked.removeprefix("-")
    if code not in found.total.figures:
        return found.rows[::-1] if asked == "-ten" else found.rows
    return sorted(found.rows, key=lambda row: row[code].value or 0, reverse=asked.startswith("-"))


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a line, in words; `href` opens the records behind it, empty where they cannot be asked for.

    Said here rather than in the template: a province has a thousand of them on a page.
    """

    label: str
    text: str
    sub: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """A group's row with its cells; `query` asks the same page about its unit, empty for what is no unit."""

    row: Row
    cells: list[Cell]
    query: str


def lines_of(
    found: Answer,
    asked: str,
    query_of: Callable[[Row], str],
    addresses: Mapping[str, str],
    subject: Subject = MOVEMENT,
) -> list[Line]:
    """The table's lines in the order asked for, the whole last.

    `query_of` is the query string that names a row's unit and day, `addresses` the page behind each indicator.
    """
    columns = [(each.code, str(each.label), addresses[each.code]) for each in columns_of(found, subject)]
    lines = []
    for row in [*sorted_rows(found, asked), found.total]:
        query = query_of(row)
        cells = [_cell(label, row[code], address, query) for code, label, address in columns]
        lines.append(Line(row, cells, query))
    return lines


def _cell(label: str, figure: Figure, address: str, query: str) -> Cell:
    href = f"{address}?{query}" if query and figure.value else ""
    return Cell(label, vn_number(figure.value), _said_below(figure), href)


def _said_below(figure: Figure) -> str:
    """What stands small under a number: of how many, or how the period led to it."""
    if figure.indicator.is_share_of_schools:
        return _("trên %(whole)s") % {"whole": vn_number(figure.whole)}
    if figure.opening is None:
        return ""
    return f"{vn_number(figure.opening)} + {vn_number(figure.added)} − {vn_number(figure.removed)}"


@dataclass(frozen=True)
class Difference:
    label: str
    before: Figure
    after: Figure

    @property
    def change(self) -> int:
        return (self.after.value or 0) - (self.before.value or 0)


class Comparison:
    """The same question on an earlier (or later) day, beside the first."""

    def __init__(self, found: Answer, other_day: date):
        question = found.question
        # The same borders on both days, else the rows would not be the same units.
        other = answer(
            replace(question, on=other_day, geography=question.borders_on, since=None), [*found.total.figures]
        )
        self.on, self.other_day = question.on, other_day
        self.total = [
            Difference(str(figure.indicator.label), other.total[code], figure)
            for code, figure in found.total.figures.items()
            # A flow over a period has nothing on another day to stand beside.
            if code in other.total.figures and not (question.since and figure.indicator.is_flow)
        ]
