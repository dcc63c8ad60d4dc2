"""What is wrong with a workbook, in words its sender can act on."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


class CannotRead(Exception):
    """The file as a whole is refused. `code` is for programs, the message is safe to show."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to know about one place of a workbook.

    `error` keeps its row out, `warning` asks for a look, `note` only tells what was left aside.
    `coordinate` is empty when the whole sheet is meant, `sheet` when the whole workbook is.
    `fix` is the value to type instead, where one can be guessed.
    """

    sheet: str
    coordinate: str
    found: str
    message: str
    fix: str = ""
    severity: Severity = "error"
    code: str = ""
    row: int | None = None
    key: str = ""

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.sheet, self.coordinate) if part)
        return f"{place}: {self.message}" if place else self.message


def column_letters(index: int) -> str:
    """`A` for 0, `AA` for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def coordinate(row: int, column: int) -> str:
    """`C9` for row 9 (counted from one) and column 2 (counted from zero)."""
    return f"{column_letters(column)}{row}"
