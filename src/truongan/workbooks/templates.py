"""Templates to download: what the reader expects, with drop-downs, hints and examples."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from truongan.workbooks import styles
from truongan.workbooks.guides import write_guide
from truongan.workbooks.rebuilding import marker_lines
from truongan.workbooks.sheets import MARKER_SHEET, Column, SheetSpec, WorkbookSpec
from truongan.workbooks.values import Value

ROOM = 500  # rows made ready for typing below what is filled in already
_FORMATS = {"phone": styles.TEXT_FORMAT, "code": styles.TEXT_FORMAT, "date": styles.DATE_FORMAT, "number": "0"}
_SIDE = Side(style="thin", color=styles.argb(styles.LINE))
_BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)

Choices = Mapping[tuple[str, str], Sequence[str]]
Filled = Mapping[str, Iterable[Mapping[str, Value]]]


def write_template(
    spec: WorkbookSpec,
    *,
    choices: Choices | None = None,
    rows: Filled | None = None,
    examples: Filled | None = None,
    instructions: Sequence[str] = (),
) -> bytes:
    """An .xlsx to fill in: a guide, one sheet per `SheetSpec`, drop-downs, and the hidden marker.

    `choices` adds drop-downs by (sheet key, column key) that only suggest; those of the specification also refuse
    other values. `rows` fills sheets in advance, by column key. `examples` and `instructions` go to the guide, where
    nobody can send them back as content.
    """
    workbook = Workbook()
    guide = workbook.active
    assert isinstance(guide, Worksheet)
    write_guide(guide, spec, examples or {}, instructions)
    lists = _Lists(workbook)
    for sheet in spec:
        _write_sheet(workbook, sheet, lists, choices or {}, list((rows or {}).get(sheet.key, ())))
    lists.close()
    _write_marker(workbook, spec)
    workbook.active = 1
    guide.sheet_view.tabSelected = False
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


class _Lists:
    """The hidden sheet behind the drop-downs, a column and a name each: lists typed in place end at 255 letters."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.sheet = workbook.create_sheet(styles.LIST_SHEET)
        self.count = 0

    def add(self, labels: Sequence[str]) -> str:
        """Formula that names the list."""
        self.count += 1
        for row, label in enumerate(labels, start=1):
            _put(self.sheet, row, self.count, label)
        letter, name = get_column_letter(self.count), f"danh_muc_{self.count}"
        area = f"'{styles.LIST_SHEET}'!${letter}$1:${letter}${len(labels)}"
        self.workbook.defined_names[name] = DefinedName(name, attr_text=area)
        return f"={name}"

    def close(self) -> None:
        self.workbook.move_sheet(self.sheet, len(self.workbook.sheetnames))
        self.sheet.sheet_state = "veryHidden"


def _write_sheet(
    workbook: Workbook, spec: SheetSpec, lists: _Lists, choices: Choices, rows: list[Mapping[str, Value]]
) -> None:
    sheet = workbook.create_sheet(styles.sheet_name(spec.title))
    sheet.sheet_properties.tabColor = styles.BRAND
    last = len(rows) + 1 + ROOM
    for index, column in enumerate(spec.columns, start=1):
        _write_header(sheet, index, column)
        _prepare_column(sheet, index, column, last)
        labels = [choice.label for choice in column.choices] or list(choices.get((spec.key, column.key), ()))
        if labels:
            _add_list(sheet, index, column, lists.add(labels), last)
        else:
            _add_check(sheet, index, column, last)
    for number, row in enumerate(rows, start=2):
        _fill(sheet, number, spec, row)
    titles = [f"{column.title} (*)" for column in spec.columns]
    sheet.row_dimensions[1].height = styles.row_height(titles, [column.width - 2 for column in spec.columns])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(spec.columns))}{last}"
    styles.fit_to_page(sheet)
    sheet.print_title_rows = "1:1"


def _write_header(sheet: Worksheet, index: int, column: Column) -> None:
    cell = sheet.cell(1, index, f"{column.title} (*)" if column.required else column.title)
    cell.font = Font(bold=True, color="FFFFFFFF")
    cell.fill = PatternFill("solid", fgColor=styles.argb(styles.BRAND))
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = _BOX
    if advice := _advice(column):
        cell.comment = Comment(advice, styles.AUTHOR, width=300, height=40 + 18 * (len(advice) // 40 + 2))


def _advice(column: Column) -> str:
    lines = [column.hint] if column.hint else []
    if column.required:
        lines.append(_("Bắt buộc điền."))
    if column.example:
        lines.append(_("Ví dụ: %(example)s") % {"example": column.example})
    return "\n".join(lines)


def _prepare_column(sheet: Worksheet, index: int, column: Column, last: int) -> None:
    """Formats reach every row that may be typed in, so that a phone keeps its zero from the first key on."""
    letter = get_column_letter(index)
    sheet.column_dimensions[letter].width = column.width
    number_format = _FORMATS.get(column.kind)
    if number_format == "0" and column.decimals:
        number_format = "General"
    first = sheet.cell(2, index)
    first.border = _BOX
    if number_format:
        first.number_format = number_format
    for row in range(3, last + 1):
        # openpyxl looks every style up again when it is set; tens of thousands of cells take seconds that way.
        sheet.cell(row, index)._style = copy(first._style)


def _add_list(sheet: Worksheet, index: int, column: Column, formula: str, last: int) -> None:
    strict = bool(column.choices)
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
    rule.errorTitle, rule.error = (
        _("Giá trị không có trong danh mục"),
        _("Chọn một giá trị trong danh sách thả xuống."),
    )
    _attach(sheet, rule, index, last)


def _add_check(sheet: Worksheet, index: int, column: Column, last: int) -> None:
    """Numbers and days are asked again when typed, not refused: the reader knows more spellings than Excel."""
    if column.kind == "number":
        least, most = column.minimum or 0, column.maximum if column.maximum is not None else 10**9
        kind = "decimal" if column.decimals else "whole"
        rule = DataValidation(type=kind, operator="between", formula1=str(least), formula2=str(most), allow_blank=True)
        rule.error = _("Chỗ này cần một con số từ %(least)d đến %(most)d.") % {"least": least, "most": most}
    elif column.kind == "date":
        rule = DataValidation(type="date", operator="greaterThan", formula1="7306", allow_blank=True)
        rule.error = _("Gõ ngày/tháng/năm, ví dụ 05/09/2021.")
    else:
        return
    rule.showErrorMessage, rule.errorStyle, rule.errorTitle = True, "warning", column.title[:32]
    _attach(sheet, rule, index, last)


def _attach(sheet: Worksheet, rule: DataValidation, index: int, last: int) -> None:
    letter = get_column_letter(index)
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{last}")


def _fill(sheet: Worksheet, number: int, spec: SheetSpec, row: Mapping[str, Value]) -> None:
    for index, column in enumerate(spec.columns, start=1):
        value = row.get(column.key)
        if column.kind == "choice":
            value = next((choice.label for choice in column.choices if choice.value == value), value)
        if value is not None:
            _put(sheet, number, index, value)


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    """Write a value; text that only looks like a formula stays text."""
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str) and styles.looks_like_formula(value):
        cell.data_type = "s"
        cell.quotePrefix = True


def _write_marker(workbook: Workbook, spec: WorkbookSpec) -> None:
    sheet = workbook.create_sheet(MARKER_SHEET)
    for line in marker_lines(spec.key, spec.version):
        sheet.append(line)
    sheet.sheet_state = "veryHidden"
