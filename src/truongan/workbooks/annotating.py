"""Marking problems inside the sender's own .xlsx, everything else left as it was."""

import warnings
from collections import defaultdict
from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from truongan.workbooks import problem_lists, styles
from truongan.workbooks.intake import Intake, opened
from truongan.workbooks.problem_lists import Listed
from truongan.workbooks.problems import Problem

_COLOURS = {"error": styles.ERROR, "warning": styles.WARNING}
_OURS = frozenset(styles.argb(colour) for colour in _COLOURS.values())


def annotate_in_place(intake: Intake, problems: Sequence[Problem]) -> bytes:
    """The same workbook with cells coloured and commented, and the list of problems in front."""
    # openpyxl warns of every extension it drops; none matters to a table that is to be mended.
    with warnings.catch_warnings(), opened(intake.source) as file:
        warnings.simplefilter("ignore")
        workbook = load_workbook(file)
    _clear_earlier_marks(workbook)
    for (sheet, place), found in _by_cell(problems).items():
        if sheet in workbook.sheetnames:
            _mark(workbook[sheet], place, found)
    _add_list(workbook, problems)
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _by_cell(problems: Sequence[Problem]) -> dict[tuple[str, str], list[Problem]]:
    found = defaultdict(list)
    for problem in problems:
        if problem.coordinate:
            found[problem.sheet, problem.coordinate].append(problem)
    return found


def _clear_earlier_marks(workbook: Workbook) -> None:
    """A workbook that comes back a second time carries the marks of the first: they have had their day."""
    if styles.PROBLEM_SHEET in workbook.sheetnames:
        del workbook[styles.PROBLEM_SHEET]
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and cell.comment and cell.comment.author == styles.AUTHOR:
                    cell.comment = None
                    if cell.fill.fgColor.rgb in _OURS:
                        cell.fill = PatternFill()


def _mark(sheet: Worksheet, place: str, problems: list[Problem]) -> None:
    cell = sheet[place]
    if isinstance(cell, MergedCell):
        cell = _corner(sheet, place)
    severity = "error" if any(problem.severity == "error" for problem in problems) else "warning"
    cell.fill = PatternFill("solid", fgColor=styles.argb(_COLOURS[severity]))
    text = problem_lists.comment_text(problems)
    if cell.comment and cell.comment.author != styles.AUTHOR:
        text = f"{text}\n\n{cell.comment.text}"
    cell.comment = Comment(text, styles.AUTHOR, width=320, height=40 + 18 * (len(text) // 42 + text.count("\n") + 1))


def _corner(sheet: Worksheet, place: str) -> Cell:
    """Cell that shows for a place inside a merge."""
    around = next(each for each in sheet.merged_cells.ranges if place in each)
    return sheet.cell(around.min_row, around.min_col)


def _add_list(workbook: Workbook, problems: Sequence[Problem]) -> None:
    sheet = workbook.create_sheet(styles.PROBLEM_SHEET, 0)
    for each in workbook.worksheets:
        each.sheet_view.tabSelected = False
    workbook.active = 0
    sheet.sheet_properties.tabColor = styles.REQUIRED
    styles.fit_to_page(sheet)
    for place, width in enumerate(problem_lists.WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for line in problem_lists.introduction(problems, partial=False):
        sheet.append([line])
        sheet.cell(sheet.max_row, 1).font = Font(bold=sheet.max_row == 1, size=14 if sheet.max_row == 1 else 11)
    sheet.append([])
    _add_headings(sheet)
    for place, problem in enumerate(problems[: problem_lists.LISTED], start=1):
        _add_line(sheet, Listed(problem, problem.sheet, problem.coordinate), place)


def _add_headings(sheet: Worksheet) -> None:
    row = sheet.max_row + 2  # append() does not count the blank row above
    for column, title in enumerate(problem_lists.headings(), start=1):
        cell = sheet.cell(row, column, title)
        cell.font = Font(bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor=styles.argb(styles.BRAND))
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.freeze_panes = sheet.cell(row + 1, 1)


def _add_line(sheet: Worksheet, listed: Listed, place: int) -> None:
    row = sheet.max_row + 1
    for column, value in enumerate(listed.cells(place), start=1):
        cell = sheet.cell(row, column, value)
        if isinstance(value, str) and styles.looks_like_formula(value):
            cell.data_type = "s"  # text that only looks like a formula stays text
            cell.quotePrefix = True
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.row_dimensions[row].height = styles.row_height(listed.cells(place), problem_lists.WIDTHS)
    if listed.link:
        sheet.cell(row, 3).hyperlink = Hyperlink(ref=sheet.cell(row, 3).coordinate, location=listed.link[1:])
        sheet.cell(row, 3).font = Font(color=styles.argb(styles.BRAND), underline="single")
    colour = _COLOURS[listed.problem.severity]
    sheet.cell(row, 1).fill = PatternFill("solid", fgColor=styles.argb(colour))
