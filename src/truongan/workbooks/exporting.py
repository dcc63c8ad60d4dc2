"""Tables to take away: .xlsx and CSV of any length, in the same little memory."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import BinaryIO, Literal
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from truongan.kernel.dates import vn_date
from truongan.workbooks import styles

# Excel has no time zones: instants are written as they are read on a clock in Viet Nam.
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_CSV_PIECE = 1 << 16
_TALLEST_ROW = 409  # points; Excel repairs a file with a taller one
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "remove_timezone": True,
}

Exported = str | int | float | Decimal | date | datetime | bool | None


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column of an export. Width in characters; `number` and `date` decide format and alignment."""

    title: str
    width: int = 18
    kind: Literal["text", "number", "decimal", "percent", "date", "datetime"] = "text"


def export_rows(
    title: str, columns: Sequence[ExportColumn], rows: Iterable[Sequence[Exported]], meta: Sequence[str] = ()
) -> bytes:
    """An .xlsx with a title, the `meta` lines under it (scope, date, basis), and the rows under a frozen header."""
    stream = BytesIO()
    write_rows(stream, title, columns, rows, meta)
    return stream.getvalue()


def write_rows(
    stream: BinaryIO,
    title: str,
    columns: Sequence[ExportColumn],
    rows: Iterable[Sequence[Exported]],
    meta: Sequence[str] = (),
) -> int:
    """`export_rows` into an open binary file, rows taken one at a time; how many there were."""
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties({"title": title, "author": styles.AUTHOR})
        return _write_sheet(workbook, ExportSheet(styles.sheet_name(title), title, columns, rows, meta))


@dataclass(frozen=True, slots=True)
class ExportSheet:
    """One sheet of several: the name on its tab, the title above its table."""

    name: str
    title: str
    columns: Sequence[ExportColumn]
    rows: Iterable[Sequence[Exported]]
    meta: Sequence[str] = ()


def export_sheets(title: str, sheets: Sequence[ExportSheet], *, made_at: datetime) -> bytes:
    """An .xlsx of several sheets, each as `export_rows` lays it out; equal input gives equal bytes.

    `made_at` stands in the file's properties, which otherwise differ from second to second.
    """
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties({"title": title, "author": styles.AUTHOR, "created": _on_the_clock(made_at)})
        for sheet in sheets:
            _write_sheet(workbook, sheet)
    return stream.getvalue()


def _write_sheet(workbook: xlsxwriter.Workbook, wanted: ExportSheet) -> int:
    sheet = workbook.add_worksheet(styles.sheet_name(wanted.name))
    top = _write_top(workbook, sheet, wanted.title, wanted.columns, wanted.meta)
    formats = [_format(workbook, column) for column in wanted.columns]
    count = 0
    for count, row in enumerate(wanted.rows, start=1):
        _make_room(sheet, top + count, row, wanted.columns)
        for index, value in enumerate(row):
            _write(sheet, top + count, index, value, formats[index])
    sheet.autofilter(top, 0, top + max(count, 1), len(wanted.columns) - 1)
    return count


def export_csv(columns: Sequence[ExportColumn], rows: Iterable[Sequence[Exported]]) -> Iterator[str]:
    """CSV in pieces; its opening mark makes Excel read UTF-8, and text that would run as a formula gets a `'`."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([harmless(column.title) for column in columns])
    for row in rows:
        writer.writerow([harmless(value) for value in row])
        if buffer.tell() > _CSV_PIECE:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _write_top(
    workbook: xlsxwriter.Workbook, sheet: Worksheet, title: str, columns: Sequence[ExportColumn], meta: Sequence[str]
) -> int:
    """Title, meta lines and header, page set-up for A4; the header's row."""
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    sheet.write_string(
        0, 0, title, workbook.add_format({"bold": True, "font_size": 14, "font_color": f"#{styles.BRAND}"})
    )
    muted = workbook.add_format({"font_color": f"#{styles.MUTED}"})
    for row, line in enumerate(meta, start=1):
        sheet.write_string(row, 0, line, muted)
    top = len(meta) + 2
    sheet.set_row(top, 32)
    head = workbook.add_format(
        {"bold": True, "font_color": "white", "bg_color": f"#{styles.BRAND}", "text_wrap": True, "border": 1,
         "border_color": f"#{styles.LINE}", "align": "center", "valign": "vcenter"}
    )  # fmt: skip
    for index, column in enumerate(columns):
        sheet.write_string(top, index, column.title, head)
    sheet.freeze_panes(top + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.repeat_rows(top)
    sheet.set_footer("&L&8" + title.replace("&", "&&")[:100] + "&R&8&P/&N")
    return top


def _format(workbook: xlsxwriter.Workbook, column: ExportColumn) -> Format:
    number_formats = {
        "number": styles.NUMBER_FORMAT,
        "decimal": "#,##0.0#",
        "percent": "0.0%",
        "date": styles.DATE_FORMAT,
        "datetime": "dd/mm/yyyy hh:mm",
    }
    options = {"valign": "top", "border": 1, "border_color": f"#{styles.LINE}", "text_wrap": column.kind == "text"}
    if column.kind in number_formats:
        options["num_format"] = number_formats[column.kind]
    return workbook.add_format(options)


def _make_room(sheet: Worksheet, row: int, values: Sequence[Exported], columns: Sequence[ExportColumn]) -> None:
    # Not every program fits a row to its wrapped words when it opens the file: lines would lie over the next row.
    texts = [(value, column.width) for value, column in zip(values, columns, strict=False)
             if column.kind == "text" and isinstance(value, str)]  # fmt: skip
    if any(len(text) * 1.12 > width or "\n" in text for text, width in texts):
        height = styles.row_height([text for text, _ in texts], [width for _, width in texts])
        sheet.set_row(row, min(height, _TALLEST_ROW))


def _write(sheet: Worksheet, row: int, column: int, value: Exported, cell_format: Format) -> None:
    match value:
        case None | "":
            sheet.write_blank(row, column, None, cell_format)
        case bool():
            sheet.write_boolean(row, column, value, cell_format)
        case int() | float() | Decimal():
            sheet.write_number(row, column, value, cell_format)
        case datetime():
            sheet.write_datetime(row, column, _on_the_clock(value), cell_format)
        case date():
            sheet.write_datetime(row, column, value, cell_format)
        case _:
            # As a string, whatever it begins with: `=HYPERLINK(…)` typed into a name must not run here.
            sheet.write_string(row, column, str(value), cell_format)


def _on_the_clock(instant: datetime) -> datetime:
    return instant.astimezone(_ZONE).replace(tzinfo=None) if instant.tzinfo else instant


def harmless(value: Exported) -> str | int | float | Decimal:
    """A cell of a CSV: text that a spreadsheet would run as a formula is kept from it by a `'`."""
    match value:
        case None:
            return ""
        case datetime():
            return _on_the_clock(value).strftime("%d/%m/%Y %H:%M")
        case date():
            return vn_date(value)
        case int() | float() | Decimal():
            return value
        case _:
            text = str(value)
            return f"'{text}" if styles.looks_like_formula(text) else text
