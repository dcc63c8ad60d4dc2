"""The guide that opens a template: what to fill in, column by column, with examples."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from truongan.workbooks import styles
from truongan.workbooks.sheets import Column, SheetSpec, WorkbookSpec
from truongan.workbooks.values import Raw, Value, as_text

_WRAP = Alignment(vertical="top", wrap_text=True)
_HEAD = PatternFill("solid", fgColor=styles.argb(styles.BRAND))
_SOFT = PatternFill("solid", fgColor=styles.argb(styles.BRAND_SOFT))
_SIDE = Side(style="thin", color=styles.argb(styles.LINE))
_BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_WIDTHS = (28, 12, 24, 62, 30)
_WIDTH = sum(_WIDTHS)


def write_guide(
    sheet: Worksheet,
    spec: WorkbookSpec,
    examples: Mapping[str, Iterable[Mapping[str, Value]]],
    instructions: Sequence[str],
) -> None:
    """Fill the guide sheet: how to, then each sheet's columns, then its examples."""
    sheet.title = styles.GUIDE_SHEET
    sheet.sheet_properties.tabColor = styles.MUTED
    for index, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDE"[index]].width = width
    styles.fit_to_page(sheet)
    _line(sheet, spec.title, Font(bold=True, size=16, color=styles.argb(styles.BRAND)))
    for text in (*instructions, *_general()):
        _line(sheet, f"• {text}")
    for each in spec:
        _write_columns(sheet, each)
        _write_examples(sheet, each, list(examples.get(each.key, ())))


def _general() -> tuple[str, ...]:
    return (
        _("Cột có dấu (*) là bắt buộc. Không cần điền cột số thứ tự, không cần dòng cộng: hệ thống tự tính."),
        _("Có thể đổi thứ tự cột, thêm dòng tiêu đề phía trên; không đổi tên cột."),
        _("Ngày gõ theo dạng ngày/tháng/năm. Số điện thoại gõ đủ 10 chữ số."),
        _("Nếu có chỗ sai, hệ thống trả lại chính tệp này với ô tô màu và ghi chú cách sửa; sửa rồi gửi lại."),
    )


def _write_columns(sheet: Worksheet, spec: SheetSpec) -> None:
    _line(sheet, "")
    _line(sheet, _("Trang tính “%(title)s”") % {"title": spec.title}, Font(bold=True, size=13))
    for text in spec.instructions:
        _line(sheet, text)
    _table_row(sheet, (_("Cột"), _("Bắt buộc"), _("Kiểu"), _("Cách điền"), _("Ví dụ")), head=True)
    for column in spec.columns:
        needed = _("có") if column.required else ""
        _table_row(sheet, (column.title, needed, _kind(column), _how(column), column.example))


def _kind(column: Column) -> str:
    return {
        "text": _("Chữ"),
        "number": _("Số"),
        "date": _("Ngày/tháng/năm"),
        "phone": _("Số điện thoại"),
        "choice": _("Chọn trong danh mục"),
        "code": _("Mã (định dạng văn bản)"),
    }[column.kind]


def _how(column: Column) -> str:
    labels = "; ".join(choice.label for choice in column.choices[:12])
    return "\n".join(text for text in (column.hint, labels) if text)


def _write_examples(sheet: Worksheet, spec: SheetSpec, examples: list[Mapping[str, Value]]) -> None:
    for place, example in enumerate(examples, start=1):
        _line(sheet, _("Ví dụ %(place)d") % {"place": place}, Font(italic=True, color=styles.argb(styles.MUTED)))
        for column in spec.columns:
            if (value := example.get(column.key)) is not None:
                label = next((each.label for each in column.choices if each.value == value), as_text(cast(Raw, value)))
                _table_row(sheet, (column.title, "", "", label))


def _line(sheet: Worksheet, text: str, font: Font | None = None) -> None:
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value is not None else 1
    cell = sheet.cell(row, 1, text)
    cell.alignment = _WRAP
    if font:
        cell.font = font
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_WIDTHS))
    size = (font.size or 11) if font else 11
    sheet.row_dimensions[row].height = styles.row_height([text], [_WIDTH]) * size / 11


def _table_row(sheet: Worksheet, texts: Sequence[str], *, head: bool = False) -> None:
    row = sheet.max_row + 1
    for index, text in enumerate(texts, start=1):
        cell = sheet.cell(row, index)
        cell.value = text
        if styles.looks_like_formula(text):
            cell.data_type = "s"
        cell.alignment, cell.border = _WRAP, _BOX
        if head:
            cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), _HEAD
        elif index == 1:
            cell.font, cell.fill = Font(bold=True), _SOFT
    sheet.row_dimensions[row].height = styles.row_height(texts, _WIDTHS)
