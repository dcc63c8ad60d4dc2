"""Finding the header of a table somewhere below titles and mottos, in one row or in two or three."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from truongan.workbooks.grids import Row
from truongan.workbooks.sheets import Column, SheetSpec
from truongan.workbooks.values import as_text
from truongan.workbooks.wording import ROW_NUMBER_HEADERS, header_key

SEARCHED_ROWS = 40
_DEEPEST = 3

Merges = Sequence[tuple[int, int, int, int]]
Head = Sequence[tuple[int, Row]]


@dataclass(frozen=True, slots=True)
class UnknownColumn:
    """A headed column the specification does not know; `suggestion` is the title it may have meant."""

    coordinate: str
    title: str
    suggestion: str = ""
    index: int = 0


@dataclass(slots=True)
class Header:
    """Where a table's header stands and which column each of its cells is (columns counted from zero)."""

    first_row: int
    last_row: int
    columns: dict[str, int] = field(default_factory=dict)
    row_numbers: set[int] = field(default_factory=set)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    repeated: list[tuple[int, str]] = field(default_factory=list)
    texts: dict[int, frozenset[str]] = field(default_factory=dict)  # as written over each column

    @property
    def score(self) -> int:
        return len(self.columns)


def find_header(spec: SheetSpec, head: Head, merges: Merges = ()) -> Header | None:
    """Best header among the first rows; None when no row names at least two columns (or the only one)."""
    least = min(2, len(spec.columns))
    filled = _filled(head, merges)
    best: Header | None = None
    # Shallow first: a title above or a row below must add a column to be counted as part of the header.
    for depth in range(1, _DEEPEST + 1):
        for place in range(len(filled) - depth + 1):
            found = _header_at(spec, filled[place : place + depth])
            if found.score >= least and (best is None or found.score > best.score):
                best = found
    return best and _with_rows_above(spec, best, filled, merges)


def _with_rows_above(spec: SheetSpec, header: Header, filled: list[tuple[int, list[str]]], merges: Merges) -> Header:
    """The header from the top of the merges that reach into it, so that unmerged titles beside them are seen."""
    top = min((first for first, _, last, _ in merges if first <= header.first_row <= last), default=header.first_row)
    taller = _header_at(spec, [each for each in filled if top <= each[0] <= header.last_row])
    return taller if taller.score >= header.score else header


def suggestion_for(spec: SheetSpec, title: str, taken: dict[str, int]) -> str:
    """Title of a missing column that looks like this one."""
    spellings = {key: column.title for column in spec.columns if column.key not in taken for key in column.header_keys}
    close = get_close_matches(header_key(title), spellings, n=1, cutoff=0.8)
    return spellings[close[0]] if close else ""


def _filled(head: Head, merges: Merges) -> list[tuple[int, list[str]]]:
    """Header texts with merged titles standing over (and beside) everything they cover."""
    rows = {number: [as_text(cell) for cell in row] for number, row in head}
    for top, left, bottom, right in merges:
        text = rows[top][left] if top in rows and left < len(rows[top]) else ""
        # A title merged over the whole width names no column.
        if not text or right - left > 8:
            continue
        for number in range(top, bottom + 1):
            row = rows.get(number, [])
            for column in range(left, min(right + 1, len(row))):
                row[column] = row[column] or text
    return sorted(rows.items())


def _header_at(spec: SheetSpec, rows: list[tuple[int, list[str]]]) -> Header:
    owners = {spelling: column for column in spec.columns for spelling in column.header_keys}
    header = Header(rows[0][0], rows[-1][0])
    for index in range(max((len(texts) for _, texts in rows), default=0)):
        stack = [texts[index] for _, texts in rows if index < len(texts) and texts[index]]
        if not stack:
            continue
        header.texts[index] = frozenset(stack)
        column = _owner(stack, owners)
        title = " ".join(dict.fromkeys(stack))
        if column is None:
            _set_aside(header, index, title)
        elif column.key in header.columns:
            header.repeated.append((index, title))
        else:
            header.columns[column.key] = index
    return header


def _owner(stack: list[str], owners: dict[str, Column]) -> Column | None:
    """Column named by the whole stack of titles, else by the lowest of them, else by one above."""
    whole = " ".join(dict.fromkeys(stack))
    for text in (whole, *reversed(stack)):
        if column := owners.get(header_key(text)):
            return column
    return None


def _set_aside(header: Header, index: int, title: str) -> None:
    if header_key(title) in ROW_NUMBER_HEADERS:
        header.row_numbers.add(index)
    else:
        header.unknown.append((index, title))
