"""What all sheets share while a file is planned: who sends it, what is known, what was already said."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from truongan.kernel.dates import vn_date
from truongan.movement.imports.plan import Option, Outcome, Plan, PlannedRow, Question
from truongan.movement.imports.records import PersonRecord, Record, SchoolRecord
from truongan.movement.imports.register import Register
from truongan.movement.imports.schools import Schools, Unresolved
from truongan.organizations.scope import Scope
from truongan.workbooks.rows import ReadRow

SKIP = "skip"


@dataclass
class Drafting:
    """The state of one planning. Sheets are drafted in the order of the format: schools first, members last."""

    scope: Scope
    kind: str
    today: date
    schools: Schools
    types: Mapping[str, tuple[int, str]]  # code → (id, short name)
    plan: Plan
    answers: Mapping[str, str]
    tick: Callable[[int], None] | None = None
    register: Register = None  # type: ignore[assignment] # read once the schools of the file are known
    rejected: dict[tuple, str] = field(
        default_factory=dict
    )  # what dependent rows must not hang on, and where it stood
    settled: dict[tuple, PersonRecord] = field(default_factory=dict)
    _asked: dict[tuple, Question] = field(default_factory=dict)
    _found: dict[tuple, SchoolRecord | Unresolved] = field(default_factory=dict)
    _writable: dict[SchoolRecord, bool] = field(default_factory=dict)

    def rows(self, key: str) -> Iterator[tuple[ReadRow, PlannedRow]]:
        """Every row of one kind of sheet with its place in the plan; what the caller notes decides its outcome."""
        for sheet in self.plan.read.sheets:
            if sheet.spec.key != key:
                continue
            dates = [
                column.key for column in sheet.spec.columns if column.kind == "date" and column.key in sheet.places
            ]
            for row in sheet.rows:
                planned = PlannedRow(sheet.name, key, row.number)
                self.plan.rows.append(planned)
                if self.tick and len(self.plan.rows) % 2000 == 0:
                    self.tick(len(self.plan.rows))
                self._refuse_future(row, dates)
                yield row, planned
                if not row.is_ready and planned.outcome not in (Outcome.CONFLICT, Outcome.SKIPPED):
                    planned.outcome = Outcome.ERROR
                    planned.differences.clear()

    def _refuse_future(self, row: ReadRow, dates: list[str]) -> None:
        for column in dates:
            day = row[column]
            if isinstance(day, date) and day > self.today:
                message = _("Ngày %(day)s chưa tới. Sổ chỉ ghi việc đã xảy ra; kiểm tra lại năm.")
                row.add_problem(column, message % {"day": vn_date(day)}, code="future")

    def school_of(self, row: ReadRow, planned: PlannedRow) -> SchoolRecord | None:
        """The school this row is about; notes on the row why there is none."""
        key = (row["school_code"], row["school"], row["commune"])
        if key not in self._found:
            self._found[key] = self.schools.find(*key)  # type: ignore[arg-type]
        found = self._found[key]
        if isinstance(found, Unresolved):
            if reason := self.rejected.get(("school", *key[:2])):
                row.add_problem("school", reason, code="depends")
            else:
                row.add_problem(found.key, found.message, fix=found.fix, code=found.code)
            return None
        planned.school = found.name
        if not self.may_write(found):
            row.add_problem(
                "school", _("Bạn được xem nhưng không được sửa số liệu của trường này."), code="not_allowed"
            )
            return None
        return found

    def may_write(self, school: SchoolRecord) -> bool:
        if school not in self._writable:
            self._writable[school] = self.scope.may_write(school)
        return self._writable[school]

    def refuse_absent(self, row: ReadRow, key: str, school: SchoolRecord, day: date | None) -> None:
        """A school is asked only about days on which it existed."""
        if day is None:
            return
        if school.closed_on and day >= school.closed_on:
            message = _("Trường đã giải thể từ ngày %(day)s. Ghi ngày trước đó hoặc chọn trường khác.")
            row.add_problem(key, message % {"day": vn_date(school.closed_on)}, code="school_closed")
        elif school.founded_on and day < school.founded_on:
            message = _("Trường thành lập ngày %(day)s. Ghi ngày từ đó trở đi.")
            row.add_problem(key, message % {"day": vn_date(school.founded_on)}, code="school_not_founded")

    def ask(
        self, row: ReadRow, planned: PlannedRow, key: str, text: str, options: tuple[Option, ...], about: tuple
    ) -> str | None:
        """The sender's answer to a doubt about this row; without one the row waits in conflict.

        Rows that raise the same doubt (`about`) wait for one answer, that of the first.
        """
        first = self._asked.get(about)
        question = self._asked.setdefault(about, Question(place_of(row), text, options))
        planned.question = question if first is None else None
        answer = self.answers.get(question.key)
        if answer == SKIP:
            planned.outcome = Outcome.SKIPPED
            return SKIP
        if answer in {option.value for option in question.options}:
            return answer
        planned.outcome = Outcome.CONFLICT
        row.add_problem(key, text, code="question")
        return None

    def reject(self, *names: Any, row: ReadRow) -> None:
        """Remember that what this row names did not get in, so rows that hang on it do not either."""
        self.rejected.setdefault(
            names,
            _("Dòng %(row)d của trang “%(sheet)s” chưa vào được nên dòng này cũng phải chờ.")
            % {"row": row.number, "sheet": row.sheet.name},
        )

    def create(self, record: Record, planned: PlannedRow) -> Any:
        record.origin = planned
        planned.writes = True
        planned.outcome = Outcome.NEW
        return self.plan.add(record)

    def change(
        self, record: Record, planned: PlannedRow, name: str, value: Any, title: str, shown: Callable = str
    ) -> None:
        """Take over one field; a blank cell says nothing and changes nothing."""
        before = getattr(record, name)
        if value is None or value == "" or before == value:
            return
        record.set(name, value)
        record.origin = record.origin or planned
        planned.writes = True
        planned.note(
            title,
            before if before is None or isinstance(before, date) else shown(before) if before != "" else "",
            value if isinstance(value, date) else shown(value),
        )


def place_of(row: ReadRow) -> str:
    return f"{row.sheet.name}!{row.number}"
