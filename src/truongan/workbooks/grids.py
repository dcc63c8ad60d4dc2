"""Sheets as plain rows of cells, whatever kind of file they came in."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from truongan.workbooks import refusals
from truongan.workbooks.intake import Intake, opened
from truongan.workbooks.sheet_xml import ROW_LIMIT, SheetFacts
from truongan.workbooks.values import Raw

Row = list[Raw]
# Wider than any form; what lies beyond is a drawing or a slip.
COLUMN_LIMIT = 200
_ENCODINGS = ("utf-8-sig", "cp1258")
_DELIMITERS = ",;\t|"


@dataclass(slots=True)
class Grid:
    """One sheet: rows with their numbers, merges as (top row, left column, bottom row, right column).

    Row numbers count from one, columns from zero, both from the corner of the sheet.
    """

    name: str
    hidden: bool = False
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    facts: SheetFacts = field(default_factory=SheetFacts)
    cells: Iterator[tuple[int, Row]] = field(default_factory=lambda: iter(()))


@contextmanager
def open_grids(intake: Intake, only: str | None = None) -> Iterator[Iterator[Grid]]:
    """Sheets of a checked file (or the one named), one at a time; each must be used before the next is asked for."""
    if intake.format == "csv":
        yield iter([_csv_grid(intake)])
        return
    with opened(intake.source) as file:
        try:
            with CalamineWorkbook.from_filelike(file) as workbook:
                yield _calamine_grids(workbook, intake, only)
        except PasswordError as error:
            raise refusals.encrypted() from error
        except (CalamineError, OSError) as error:
            raise refusals.broken() from error
        except BaseException as error:
            # On some damage the Rust reader panics, with a class nobody can import and no `Exception` above it.
            if type(error).__name__ == "PanicException":
                raise refusals.broken() from error
            raise


def _calamine_grids(workbook: CalamineWorkbook, intake: Intake, only: str | None) -> Iterator[Grid]:
    facts = {part.name: part.facts for part in intake.parts}
    for sheet in workbook.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet or only not in (None, sheet.name):
            continue
        content = workbook.get_sheet_by_name(sheet.name)
        merges = [
            (top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in content.merged_cell_ranges or ()
        ]
        left = content.start[1] if content.start else 0
        yield Grid(
            name=sheet.name,
            hidden=sheet.visible != SheetVisibleEnum.Visible,
            merges=merges,
            facts=facts.get(sheet.name, SheetFacts()),
            cells=_shifted(content.iter_rows(), left),
        )


def _shifted(rows: Iterator, left: int) -> Iterator[tuple[int, Row]]:
    """Rows with their blank left margin put back, as the reader cuts it off."""
    margin: Row = [""] * left
    for number, row in enumerate(rows, start=1):
        yield number, margin + row[:COLUMN_LIMIT] if left else row[:COLUMN_LIMIT]


def _csv_grid(intake: Intake) -> Grid:
    with opened(intake.source) as file:
        text = _decoded(file.read())
    name = Path(intake.filename).stem or "CSV"
    lines = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    return Grid(name=name, cells=_csv_rows(name, lines))


def _csv_rows(name: str, lines: Iterator[list[str]]) -> Iterator[tuple[int, Row]]:
    try:
        for number, row in enumerate(lines, start=1):
            if number > ROW_LIMIT and any(row):
                raise refusals.too_many_rows(name, ROW_LIMIT)
            yield number, list(row[:COLUMN_LIMIT])
    except csv.Error as error:
        raise refusals.broken() from error


def _decoded(content: bytes) -> str:
    """Text of a CSV: marked UTF-8 or UTF-16, unmarked UTF-16 (zeros in every other byte), UTF-8, else Windows-1258."""
    sample = content[:4096]
    many = max(len(sample) // 4, 1)
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif sample[1::2].count(0) >= many:
        encodings = ("utf-16-le",)
    elif sample[::2].count(0) >= many:
        encodings = ("utf-16-be",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refusals.broken()


def _delimiter(text: str) -> str:
    """The separator most lines at the top agree on; Excel in Vietnamese writes a semicolon."""
    lines = [line for line in text[:20_000].splitlines()[:30] if line.strip()]

    def agreement(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines]
        most = max(counts, default=0)
        return (sum(count == most for count in counts) if most else 0, most)

    return max(_DELIMITERS, key=lambda each: (agreement(each)[0] * min(agreement(each)[1], 3), agreement(each)[1]))
