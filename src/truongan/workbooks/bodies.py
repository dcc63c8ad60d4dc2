"""From the grid of one sheet to its rows: what is data, what is a total, what a merged cell covers."""

import re
from collections.abc import Callable, Iterator
from itertools import chain, islice

from django.utils.translation import gettext as _

from truongan.workbooks.grids import Grid, Row
from truongan.workbooks.headers import SEARCHED_ROWS, Header, UnknownColumn, find_header, suggestion_for
from truongan.workbooks.problems import Problem, Severity, coordinate
from truongan.workbooks.rows import ReadRow, ReadSheet, SkippedRow
from truongan.workbooks.sheets import Column, SheetSpec
from truongan.workbooks.values import BadValue, Raw, Value, as_text, is_blank, reader_for
from truongan.workbooks.wording import is_signature, is_total

_SECTION = re.compile(r"(?:[IVXLC]{1,5}|[A-Z])\s*[.):/-]\s*\S|[IVX]{1,5}$")
_COUNTING = re.compile(r"\(?(\d{1,2}|[A-Za-z])\)?")


def read_table(grid: Grid, spec: SheetSpec) -> ReadSheet:
    """Rows of one sheet under its header, each cell normalised, each doubt noted with its place."""
    cells = iter(grid.cells)
    head = list(islice(cells, SEARCHED_ROWS))
    header = find_header(spec, head, grid.merges)
    sheet = ReadSheet(spec, grid.name)
    if header is None:
        sheet.problems.append(_no_header(sheet))
        return sheet
    _take_header(sheet, header)
    body = chain((each for each in head if each[0] > header.last_row), cells)
    _Table(sheet, header, grid).read(body)
    return sheet


class _Table:
    """Reading one body from top to bottom. Holds what one row must know of those above it."""

    def __init__(self, sheet: ReadSheet, header: Header, grid: Grid) -> None:
        self.sheet = sheet
        self.header = header
        self.facts = grid.facts
        self.columns = [sheet.spec.column(key) for key in sheet.columns_found]
        self.indexes = list(sheet.columns_found.values())
        self.readers: list[Callable[[Raw], Value]] = [reader_for(column) for column in self.columns]
        self.titles = [header.texts.get(index, frozenset()) for index in self.indexes]
        self.merges = _by_top_row(grid.merges, header.last_row)
        self.hanging: dict[int, tuple[int, Raw]] = {}  # column → last row of its merge, value
        self.after_gap = False  # a blank or total row was just above: signatures may follow
        self.in_footer = False

    def read(self, body: Iterator[tuple[int, Row]]) -> None:
        first = True
        for number, row in body:
            self._open_merges(number, row)
            cells = [row[index] if index < len(row) else "" for index in self.indexes]
            if all(is_blank(cell) for cell in cells) and not self._has_note(row, number):
                self.after_gap = True
                continue
            if first and _is_counting_row(row):
                continue
            first = False
            if reason := self._reason_to_skip(number, row, cells):
                self._skip(number, reason, row)
            elif any(not is_blank(cell) for cell in cells) or self._unusable(number):
                self._add(number, cells)

    def _has_note(self, row: Row, number: int) -> bool:
        """Whether a row blank in every known column still says something worth reporting."""
        if self._unusable(number):
            return True
        return any(isinstance(cell, str) and (is_total(cell.lstrip()) or is_signature(cell)) for cell in row if cell)

    def _unusable(self, number: int) -> bool:
        facts = self.facts
        if not facts.uncomputed and not facts.errors:
            return False
        return any((number, index) in facts.uncomputed or (number, index) in facts.errors for index in self.indexes)

    def _reason_to_skip(self, number: int, row: Row, cells: Row) -> str:
        leading = islice((cell for cell in row if not is_blank(cell)), 2)
        if any(isinstance(cell, str) and is_total(cell.lstrip()) for cell in leading):
            return "total"
        filled = [place for place, cell in enumerate(cells) if not is_blank(cell)]
        if self._is_footer(row, filled):
            return "footer"
        if len(filled) == 1 and self._is_section(number, row, cells[filled[0]], self.indexes[filled[0]]):
            return "section"
        return "header" if self._is_repeated_header(cells, filled) else ""

    def _is_footer(self, row: Row, filled: list[int]) -> bool:
        required = [place for place, column in enumerate(self.columns) if column.required]
        complete = len(filled) > 2 and all(place in filled for place in required)
        if complete:
            self.in_footer = False
        elif self.after_gap and any(isinstance(cell, str) and is_signature(cell) for cell in row if cell):
            self.in_footer = True
        return self.in_footer

    def _is_section(self, number: int, row: Row, cell: Raw, index: int) -> bool:
        if len(self.columns) < 3 or not isinstance(cell, str):
            return False
        wide = any(left == index and right - left >= 1 for left, right in self.merges.get(number, {}).get("wide", ()))
        first = next((as_text(each) for each in row if not is_blank(each)), "")
        return wide or bool(_SECTION.match(first))

    def _is_repeated_header(self, cells: Row, filled: list[int]) -> bool:
        """Whether a printed page's header came along: most cells repeat the words over their own column."""
        if not any(cells[place] in self.titles[place] for place in filled[:3]):
            return False
        matches = sum(cells[place] in self.titles[place] for place in filled)
        return matches >= min(3, len(self.columns)) and matches * 2 > len(filled)

    def _skip(self, number: int, reason: str, row: Row) -> None:
        text = " ".join(as_text(cell) for cell in row if not is_blank(cell))[:200]
        self.sheet.skipped.append(SkippedRow(number, reason, text))
        self.after_gap = self.after_gap or reason in ("total", "footer")
        if reason == "total":
            self.sheet.problems.append(_skipped_total(self.sheet, number, text))

    def _open_merges(self, number: int, row: Row) -> None:
        for index, last in self.merges.get(number, {}).get("tall", ()):
            if index < len(row) and not is_blank(row[index]):
                self.hanging[index] = (last, row[index])

    def _add(self, number: int, cells: Row) -> None:
        self.after_gap = self.in_footer = False
        if self.hanging:
            self._fill(number, cells)
        values: list[Value] = []
        raws: dict[str, Raw] = {}
        troubles: list[tuple[Column, BadValue]] = []
        for column, reader, raw in zip(self.columns, self.readers, cells, strict=True):
            try:
                value = reader(raw)
            except BadValue as error:
                value = None
                troubles.append((column, error))
            if (raw != value and not (value is None and is_blank(raw))) or isinstance(raw, bool):
                raws[column.key] = raw
            values.append(value)
        row = ReadRow(self.sheet, number, tuple(values), raws or None)
        for column, trouble in troubles:
            row.add_problem(column.key, trouble.message, fix=trouble.fix, code=f"bad_{column.kind}")
        self._note_unusable(row)
        _note_missing(row, self.columns)
        self.sheet.rows.append(row)

    def _fill(self, number: int, cells: Row) -> None:
        for place, (index, column) in enumerate(zip(self.indexes, self.columns, strict=True)):
            last, value = self.hanging.get(index, (0, None))
            if number <= last and column.fills_merged and is_blank(cells[place]):
                cells[place] = value

    def _note_unusable(self, row: ReadRow) -> None:
        facts = self.facts
        if not facts.uncomputed and not facts.errors:
            return
        for key, index in self.sheet.columns_found.items():
            if (row.number, index) in facts.uncomputed:
                row.add_problem(key, _uncomputed(), code="uncomputed_formula", found=_("công thức"))
            elif (row.number, index) in facts.errors:
                row.add_problem(key, _excel_error(), code="excel_error", found=_("lỗi Excel"))


def _take_header(sheet: ReadSheet, header: Header) -> None:
    sheet.header_row, sheet.header_top = header.last_row, header.first_row
    sheet.columns_found = dict(header.columns)
    sheet.places = {key: place for place, key in enumerate(header.columns)}
    for index, title in header.unknown:
        suggestion = suggestion_for(sheet.spec, title, header.columns)
        place = coordinate(header.last_row, index)
        sheet.unknown_columns.append(UnknownColumn(place, title, suggestion, index))
        sheet.problems.append(_unknown_column(sheet, place, title, suggestion))
    for index, title in header.repeated:
        sheet.problems.append(_repeated_column(sheet, coordinate(header.last_row, index), title))
    for column in sheet.spec.columns:
        if column.required and column.key not in header.columns:
            sheet.problems.append(_missing_column(sheet, column))


def _by_top_row(
    merges: list[tuple[int, int, int, int]], header_row: int
) -> dict[int, dict[str, list[tuple[int, int]]]]:
    """Merges of the body by the row they start in: tall ones hang down a column, wide ones mark headings."""
    found: dict[int, dict[str, list[tuple[int, int]]]] = {}
    for top, left, bottom, right in merges:
        if bottom > header_row:
            place = found.setdefault(max(top, header_row + 1), {"tall": [], "wide": []})
            if bottom > top:
                place["tall"].append((left, bottom))
            if right > left:
                place["wide"].append((left, right))
    return found


def _is_counting_row(row: Row) -> bool:
    """Whether the row under a header only numbers the columns: (1) (2) (3), or A B 1 2."""
    marks = [_COUNTING.fullmatch(as_text(cell)) for cell in row if not is_blank(cell)]
    if len(marks) < 3 or not all(marks):
        return False
    numbers = [int(mark.group(1)) for mark in marks if mark and mark.group(1).isdecimal()]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False


def _note_missing(row: ReadRow, columns: list[Column]) -> None:
    noted = {problem.key for problem in row.problems}
    for column in columns:
        if column.required and row[column.key] is None and column.key not in noted:
            row.add_problem(
                column.key, _("Thiếu “%(title)s”. Điền vào ô này.") % {"title": column.title}, code="required"
            )


def _sheet_problem(
    sheet: ReadSheet, place: str, found: str, message: str, severity: Severity, code: str, fix: str = "", key: str = ""
) -> Problem:
    return Problem(sheet.name, place, found, message, fix=fix, severity=severity, code=code, key=key)


def _no_header(sheet: ReadSheet) -> Problem:
    titles = ", ".join(column.title for column in sheet.spec.columns if column.required) or sheet.spec.columns[0].title
    message = _("Không thấy dòng tiêu đề của bảng. Cần một dòng có các cột: %(titles)s. Nên dùng biểu mẫu tải về.")
    return _sheet_problem(sheet, "", "", message % {"titles": titles}, "error", "no_header")


def _missing_column(sheet: ReadSheet, column: Column) -> Problem:
    message = _("Bảng thiếu cột “%(title)s”. Thêm cột này vào dòng tiêu đề (dòng %(row)d).")
    return _sheet_problem(
        sheet,
        "",
        "",
        message % {"title": column.title, "row": sheet.header_row},
        "error",
        "missing_column",
        key=column.key,
    )


def _unknown_column(sheet: ReadSheet, place: str, title: str, suggestion: str) -> Problem:
    message = _("Cột “%(title)s” không có trong biểu mẫu nên không được đọc.") % {"title": title}
    if suggestion:
        message += " " + _("Có phải là “%(suggestion)s”? Nếu đúng, sửa lại tên cột.") % {"suggestion": suggestion}
    return _sheet_problem(
        sheet, place, title, message, "warning" if suggestion else "note", "unknown_column", fix=suggestion
    )


def _repeated_column(sheet: ReadSheet, place: str, title: str) -> Problem:
    message = _("Cột “%(title)s” có hai lần; chỉ cột bên trái được đọc. Xóa hoặc đổi tên cột này.")
    return _sheet_problem(sheet, place, title, message % {"title": title}, "warning", "repeated_column")


def _skipped_total(sheet: ReadSheet, number: int, text: str) -> Problem:
    message = _("Dòng cộng không được nhập; hệ thống tự tính từ các dòng chi tiết.")
    return _sheet_problem(sheet, coordinate(number, 0), text[:80], message, "note", "total_row")


def _uncomputed() -> str:
    return _("Ô có công thức chưa được tính. Mở bằng Excel rồi lưu lại, hoặc gõ thẳng kết quả vào ô.")


def _excel_error() -> str:
    return _("Công thức trong ô đang báo lỗi. Gõ thẳng giá trị đúng vào ô.")
