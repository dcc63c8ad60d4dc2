"""Answers as tables to look at: which columns, in which order, beside what."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from truongan.figures.counting import answer
from truongan.figures.indicators import INDICATORS, Indicator
from truongan.figures.queries import contributions, declared_values
from truongan.figures.questions import Answer, Figure, Question, Row

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
DECLARED = ("teams.memberships", "groups.memberships")


def columns_of(found: Answer) -> list[Indicator]:
    codes = [*_IN_PERIOD, "teams.count", "groups.count"] if found.question.since else _TABLE
    return [INDICATORS[code] for code in codes]


def sorted_rows(found: Answer, asked: str) -> list[Row]:
    """Rows by an indicator's code (`-` before it: largest first); without one in the order of the geography."""
    code = asked.removeprefix("-")
    if code not in INDICATORS:
        return found.rows[::-1] if asked == "-ten" else found.rows
    return sorted(found.rows, key=lambda row: row[code].value or 0, reverse=asked.startswith("-"))


@dataclass(frozen=True)
class Cell:
    """One number of a line; `href` opens the records behind it, empty where they cannot be asked for."""

    indicator: Indicator
    figure: Figure
    href: str


@dataclass(frozen=True)
class Line:
    row: Row
    cells: list[Cell]


def lines_of(found: Answer, asked: str, opens: Callable[[Row, Indicator], str]) -> list[Line]:
    """The table's lines in the order asked for, the whole last."""
    rows = [*sorted_rows(found, asked), found.total]
    columns = columns_of(found)
    return [Line(row, [Cell(each, row[each.code], opens(row, each)) for each in columns]) for row in rows]


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
        other = answer(replace(question, on=other_day, geography=question.borders_on, since=None))
        self.on, self.other_day = question.on, other_day
        self.total = [
            Difference(str(figure.indicator.label), other.total[code], figure)
            for code, figure in found.total.figures.items()
            if code in other.total.figures
        ]


@dataclass(frozen=True)
class DeclaredBesideCounted:
    """An indicator for which some schools declared a total: how many agree, and the largest differences."""

    indicator: Indicator
    declared_total: int
    counted_total: int
    agreeing: int
    differing: list

    @property
    def difference(self) -> int:
        return self.declared_total - self.counted_total


def declared_beside_counted(question: Question) -> list[DeclaredBesideCounted]:
    """Totals people wrote down beside what the register counts for the same schools; nothing is corrected."""
    found = []
    for code in DECLARED:
        if not declared_values(question, code):
            continue
        shares = [each for each in contributions(question, INDICATORS[code]) if each.declared is not None]
        differing = sorted((each for each in shares if each.difference), key=lambda each: -abs(each.difference or 0))
        found.append(
            DeclaredBesideCounted(
                INDICATORS[code],
                sum(each.declared or 0 for each in shares),
                sum(each.value for each in shares),
                len(shares) - len(differing),
                differing,
            )
        )
    return found
