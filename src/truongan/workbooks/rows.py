"""What was read: workbook, sheets, rows and cells, kept small because there may be a hundred thousand of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from truongan.workbooks.headers import UnknownColumn
from truongan.workbooks.intake import Format
from truongan.workbooks.problems import Problem, Severity, coordinate
from truongan.workbooks.sheets import SheetSpec, WorkbookSpec
from truongan.workbooks.values import Raw, Value, as_text


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as typed (`raw`), as meant (`value`, None when blank or unreadable), and where."""

    raw: Raw
    value: Value
    coordinate: str


class ReadRow:
    """One row of a table, by column key: `row["phone"]` is the value, `row.cells["phone"]` the whole cell.

    Columns the sheet does not have read as None, so callers need not ask.
    """

    __slots__ = ("_raws", "_values", "number", "problems", "sheet")

    def __init__(
        self, sheet: "ReadSheet", number: int, values: tuple[Value, ...], raws: dict[str, Raw] | None
    ) -> None:
        self.sheet = sheet
        self.number = number
        self.problems: list[Problem] = []
        self._values = values
        self._raws = raws  # only where the raw cell differs from its value

    def __getitem__(self, key: str) -> Value:
        place = self.sheet.places.get(key)
        return None if place is None else self._values[place]

    @property
    def cells(self) -> Mapping[str, Cell]:
        return {key: Cell(self.raw(key), self[key], self.coordinate(key)) for key in self.sheet.columns_found}

    @property
    def values(self) -> dict[str, Value]:
        return {key: self._values[place] for key, place in self.sheet.places.items()}

    @property
    def is_ready(self) -> bool:
        """Whether nothing is wrong with the row, nor with its sheet as a whole (a required column missing)."""
        return not any(problem.severity == "error" for problem in chain(self.problems, self.sheet.problems))

    def raw(self, key: str) -> Raw:
        return self._raws[key] if self._raws and key in self._raws else self[key]  # type: ignore[return-value] # Decimal is never stored without its raw

    def text(self, key: str) -> str:
        """The cell as its sender sees it."""
        return as_text(self.raw(key))

    def coordinate(self, key: str) -> str:
        """`C9`; the row's first cell when the sheet has no such column."""
        return coordinate(self.number, self.sheet.columns_found.get(key, 0))

    def replace(self, key: str, value: Value) -> None:
        """Take another value for one cell, as when its sender accepts a suggestion; its problems are settled."""
        place = self.sheet.places[key]
        self._values = (*self._values[:place], value, *self._values[place + 1 :])
        self.problems = [problem for problem in self.problems if problem.key != key]

    def add_problem(
        self,
        key: str,
        message: str,
        *,
        fix: str = "",
        severity: Severity = "error",
        code: str = "",
        found: str | None = None,
    ) -> Problem:
        """Note something about one cell of this row; an error keeps the row out of what is ready."""
        problem = Problem(
            sheet=self.sheet.name,
            coordinate=self.coordinate(key),
            found=self.text(key) if found is None else found,
            message=message,
            fix=fix,
            severity=severity,
            code=code,
            row=self.number,
            key=key,
        )
        self.problems.append(problem)
        return problem


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row left aside on purpose: `reason` is total, section, header or footer."""

    number: int
    reason: str
    text: str


@dataclass
class ReadSheet:
    """One sheet of the file recognised as `spec`; `columns_found` gives each key's column, from zero."""

    spec: SheetSpec
    name: str
    header_row: int = 0  # its last row, where it has two
    header_top: int = 0
    columns_found: dict[str, int] = field(default_factory=dict)
    rows: list[ReadRow] = field(default_factory=list)
    unknown_columns: list[UnknownColumn] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)  # key → position in every row's values

    @property
    def ready_rows(self) -> Iterator[ReadRow]:
        return (row for row in self.rows if row.is_ready)

    def all_problems(self) -> Iterator[Problem]:
        yield from self.problems
        for row in self.rows:
            yield from row.problems


@dataclass(frozen=True, slots=True)
class Marker:
    """What the hidden sheet of a template says about the workbook."""

    kind: str
    version: int


@dataclass
class ReadWorkbook:
    """Everything read from one file. `problems` are those of the workbook as a whole."""

    spec: WorkbookSpec
    filename: str
    format: Format = "xlsx"
    marker: Marker | None = None
    sheets: list[ReadSheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def rows(self, key: str) -> Iterator[ReadRow]:
        """Rows of every sheet recognised as this kind, in the order of the file."""
        for sheet in self.sheets:
            if sheet.spec.key == key:
                yield from sheet.rows

    def all_problems(self) -> Iterator[Problem]:
        yield from self.problems
        for sheet in self.sheets:
            yield from sheet.all_problems()

    @property
    def row_count(self) -> int:
        return sum(len(sheet.rows) for sheet in self.sheets)

    @property
    def has_errors(self) -> bool:
        return any(problem.severity == "error" for problem in self.all_problems())
