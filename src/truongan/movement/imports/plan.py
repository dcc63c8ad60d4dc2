"""What an import would do: every row of the file with its outcome, and the records to write."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from truongan.kernel.dates import vn_date
from truongan.movement.imports.records import Record
from truongan.workbooks.rows import ReadWorkbook


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    ERROR = "error"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a row that is already known: what the register says and what the file says."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt only a person can settle; `key` names the row, the answer is an option's value."""

    key: str
    text: str
    options: tuple[Option, ...]


@dataclass(slots=True, eq=False)
class PlannedRow:
    """One row of the file and what becomes of it."""

    sheet: str
    kind: str
    number: int
    label: str = ""
    school: str = ""
    outcome: Outcome = Outcome.UNCHANGED
    differences: list[Difference] = field(default_factory=list)
    question: Question | None = None
    writes: bool = False  # a record points back to this row

    def note(self, title: str, before: Any, after: Any) -> None:
        self.differences.append(Difference(str(title), shown(before), shown(after)))
        if self.outcome == Outcome.UNCHANGED:
            self.outcome = Outcome.CHANGED


@dataclass
class Plan:
    """Everything an import would write, and why the rest stays out."""

    kind: str
    read: ReadWorkbook
    rows: list[PlannedRow] = field(default_factory=list)
    records: dict[type, list[Record]] = field(default_factory=dict)  # new ones, in writing order
    known: dict[type, list[Record]] = field(default_factory=dict)  # those the register has already

    def add(self, record: Any) -> Any:
        self.records.setdefault(type(record), []).append(record)
        return record

    def new(self, kind: type) -> list[Any]:
        return self.records.get(kind, [])

    def changed(self, kind: type) -> list[Any]:
        return [each for each in self.known.get(kind, ()) if each.changed]

    @property
    def counts(self) -> Counter:
        return Counter(row.outcome for row in self.rows)

    @property
    def questions(self) -> list[Question]:
        return [row.question for row in self.rows if row.question and row.outcome == Outcome.CONFLICT]

    @property
    def rejected_rows(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.outcome in (Outcome.ERROR, Outcome.CONFLICT)]

    @property
    def is_clean(self) -> bool:
        """Nothing keeps the file from going in whole."""
        return not self.rejected_rows and not self.has_file_errors

    @property
    def has_file_errors(self) -> bool:
        """Something is wrong with a sheet or the workbook itself, not with single rows."""
        own = [*self.read.problems, *(each for sheet in self.read.sheets for each in sheet.problems)]
        return any(each.severity == "error" for each in own)

    @property
    def is_idle(self) -> bool:
        return not any(row.outcome in (Outcome.NEW, Outcome.CHANGED) for row in self.rows)

    def fingerprint(self) -> str:
        """Equal for two plans that would do the same: what a person saw is what gets written."""
        digest = hashlib.sha256()
        for row in self.rows:
            said = (row.sheet, row.number, row.outcome.value, [(d.title, d.before, d.after) for d in row.differences])
            digest.update(repr(said).encode())
        return digest.hexdigest()


def shown(value: Any) -> str:
    if value is None or value == "":
        return ""
    return vn_date(value) if isinstance(value, date) else str(value)
