"""Writing a sender's tables anew, whole or only some rows: for .xls, CSV, large files and left-over rows."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from truongan.workbooks import problem_lists, styles
from truongan.workbooks.grids import Grid, Row, open_grids
from truongan.workbooks.intake import Intake
from truongan.workbooks.problem_lists import Listed
from truongan.workbooks.problems import Problem, coordinate
from truongan.workbooks.rows import ReadSheet, ReadWorkbook
from truongan.workbooks.sheets import MARKER_SHEET
from truongan.workbooks.values import Raw, is_blank

_NO_FILL = "none"
_WITHOUT_VALUE = ("uncomputed_formula", "excel_error")


def rebuild(
    intake: Intake, read: ReadWorkbook, problems: Sequence[Problem], only_rows: Mapping[str, Collection[int]] | None
) -> bytes:
    """A workbook with the tables of `read`, only their given rows where asked, and the list of problems in front."""
    stream = BytesIO()
    # Rows go out as they are written: what is held does not grow with the file.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        writer = _Writer(workbook, problems, partial=only_rows is not None)
        listing = workbook.add_worksheet(styles.PROBLEM_SHEET)
        known = {sheet.name: sheet for sheet in read.sheets}
        with open_grids(intake) as grids:
            for grid in grids:
                if grid.name in known:
                    writer.write_sheet(
                        grid, known[grid.name], None if only_rows is None else only_rows.get(grid.name, ())
                    )
        writer.write_list(listing)
        _write_marker(workbook.add_worksheet(MARKER_SHEET), read)
    return stream.getvalue()


class _Writer:
    """One returned workbook being written: its formats, and where each problem's cell ended up."""

    def __init__(self, workbook: xlsxwriter.Workbook, problems: Sequence[Problem], *, partial: bool) -> None:
        self.workbook = workbook
        self.problems = problems
        self.partial = partial
        self.formats: dict[tuple[str, str], Format] = {}
        self.places: dict[tuple[str, str], tuple[str, str]] = {}  # sent (sheet, cell) → returned (sheet, cell)
        self.at: dict[str, dict[int, dict[str, list[Problem]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )
        for problem in problems:
            if problem.coordinate:
                self.at[problem.sheet][_row_of(problem.coordinate)][problem.coordinate].append(problem)

    def format(self, number_format: str = "", colour: str = _NO_FILL) -> Format:
        key = (number_format, colour)
        if key not in self.formats:
            options: dict[str, object] = {"valign": "top"}
            if number_format:
                options["num_format"] = number_format
            if colour != _NO_FILL:
                options |= {"bg_color": f"#{colour}", "border": 1, "border_color": f"#{styles.LINE}"}
            self.formats[key] = self.workbook.add_format(options)
        return self.formats[key]

    def write_sheet(self, grid: Grid, read: ReadSheet, only: Collection[int] | None) -> None:
        name = styles.sheet_name(grid.name)
        sheet = self.workbook.add_worksheet(name)
        keep = None if only is None else set(only)
        kept = {row.number: row for row in read.rows if keep is None or row.number in keep}
        target = 0
        for number, row in grid.cells:
            if read.header_top <= number < read.header_row:
                continue  # a header of two rows becomes one: its merges are not written
            if number == read.header_row:
                self._write_header(sheet, name, read, row, target)
            elif number < read.header_row or keep is None or number in kept:
                cells = self._completed(read, kept.get(number), row)
                self._write_row(sheet, name, read, number, cells, target)
            else:
                continue
            target += 1

    def _completed(self, read: ReadSheet, row, cells: Row) -> Row:
        """The row with what merged cells lent it: merges do not survive rows being left out."""
        if row is None:
            return cells
        for key, index in read.columns_found.items():
            if index < len(cells) and is_blank(cells[index]):
                cells[index] = row.raw(key)
        return cells

    def _write_header(self, sheet: Worksheet, name: str, read: ReadSheet, row: Row, target: int) -> None:
        bold = self.workbook.add_format(
            {"bold": True, "font_color": "white", "bg_color": f"#{styles.BRAND}", "text_wrap": True}
        )
        titles = dict(enumerate(row)) | {each.index: each.title for each in read.unknown_columns}
        for key, index in read.columns_found.items():
            column = read.spec.column(key)
            titles[index] = column.title
            sheet.set_column(index, index, column.width)
        for index, title in sorted(titles.items()):
            if not is_blank(title):
                sheet.write(target, index, title, bold)
        for place, found in self.at[read.name].get(read.header_row, {}).items():
            self._comment(sheet, (read.name, place), target, place, found)
        sheet.freeze_panes(target + 1, 0)

    def _write_row(self, sheet: Worksheet, name: str, read: ReadSheet, number: int, cells: Row, target: int) -> None:
        marked = self.at[read.name].get(number, {})
        kinds = {index: read.spec.column(key).kind for key, index in read.columns_found.items()}
        colours = {_column_of(place): _colour(found) for place, found in marked.items()}
        # A formula without a result must not come back as an innocent blank.
        lost = {_column_of(place) for place, found in marked.items() if found[0].code in _WITHOUT_VALUE}
        for index in range(max(len(cells), max(colours, default=0) + 1)):
            raw = cells[index] if index < len(cells) else ""
            if index in lost:
                sheet.write_formula(target, index, "=NA()", self.format("", styles.ERROR), "#N/A")
            else:
                _write(sheet, target, index, raw, self, kinds.get(index, ""), colours.get(index, _NO_FILL))
        for place, found in marked.items():
            self._comment(sheet, (read.name, place), target, place, found)

    def _comment(
        self, sheet: Worksheet, origin: tuple[str, str], target: int, place: str, found: list[Problem]
    ) -> None:
        index = _column_of(place)
        self.places[origin] = (sheet.get_name(), coordinate(target + 1, index))
        if len(self.places) > problem_lists.LISTED:
            return  # comments are held until the end; colours alone mark what the list does not reach
        text = problem_lists.comment_text(found)
        sheet.write_comment(
            target, index, text, {"author": styles.AUTHOR, "x_scale": 2.2, "y_scale": 1 + len(text) / 160}
        )

    def write_list(self, sheet: Worksheet) -> None:
        sheet.set_tab_color(f"#{styles.REQUIRED}")
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        for place, width in enumerate(problem_lists.WIDTHS):
            sheet.set_column(place, place, width)
        lines = problem_lists.introduction(self.problems, self.partial)
        for row, line in enumerate(lines):
            sheet.write_string(
                row, 0, line, self.workbook.add_format({"bold": row == 0, "font_size": 14 if row == 0 else 11})
            )
        top = len(lines) + 1
        bold = self.workbook.add_format(
            {"bold": True, "font_color": "white", "bg_color": f"#{styles.BRAND}", "text_wrap": True}
        )
        for column, title in enumerate(problem_lists.headings()):
            sheet.write_string(top, column, title, bold)
        sheet.freeze_panes(top + 1, 0)
        wrap = self.workbook.add_format({"text_wrap": True, "valign": "top"})
        link = self.workbook.add_format({"font_color": f"#{styles.BRAND}", "underline": 1, "valign": "top"})
        for place, problem in enumerate(self.problems[: problem_lists.LISTED], start=1):
            self._write_line(sheet, top + place, place, problem, wrap, link)
        sheet.activate()

    def _write_line(
        self, sheet: Worksheet, row: int, place: int, problem: Problem, wrap: Format, link: Format
    ) -> None:
        listed = Listed(problem, *self.places.get((problem.sheet, problem.coordinate), (problem.sheet, "")))
        sheet.set_row(row, styles.row_height(listed.cells(place), problem_lists.WIDTHS))
        for column, value in enumerate(listed.cells(place)):
            if column == 2 and listed.link:
                sheet.write_url(row, column, f"internal:{listed.link[1:]}", link, str(value))
            elif isinstance(value, int):
                sheet.write_number(row, column, value, wrap)
            else:
                sheet.write_string(row, column, value, wrap)


def _write(sheet: Worksheet, row: int, column: int, raw: Raw, writer: _Writer, kind: str, colour: str) -> None:
    match raw:
        case bool():
            sheet.write_boolean(row, column, raw, writer.format("", colour))
        case int() | float():
            sheet.write_number(row, column, raw, writer.format("", colour))
        case datetime() | date():
            sheet.write_datetime(row, column, raw, writer.format(styles.DATE_FORMAT, colour))
        case time() | timedelta():
            sheet.write_datetime(row, column, raw, writer.format("hh:mm", colour))
        case str() if raw:
            text_format = styles.TEXT_FORMAT if kind in ("phone", "code") or styles.looks_like_formula(raw) else ""
            sheet.write_string(row, column, raw, writer.format(text_format, colour))
        case _ if colour != _NO_FILL:
            sheet.write_blank(row, column, None, writer.format("", colour))


def _write_marker(sheet: Worksheet, read: ReadWorkbook) -> None:
    for row, (name, value) in enumerate(marker_lines(read.spec.key, read.spec.version)):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
    sheet.very_hidden()


def marker_lines(kind: str, version: int) -> Iterator[tuple[str, str]]:
    """What the hidden marker sheet says, line by line."""
    yield "kind", kind
    yield "version", str(version)


def _colour(problems: list[Problem]) -> str:
    return styles.ERROR if any(problem.severity == "error" for problem in problems) else styles.WARNING


def _row_of(place: str) -> int:
    return int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _column_of(place: str) -> int:
    index = 0
    for letter in place.rstrip("0123456789"):
        index = index * 26 + ord(letter) - 64
    return index - 1
