"""Exports: numbers stay numbers, days stay days, and nothing in them runs."""

import csv
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from truongan.workbooks.exporting import ExportColumn, export_csv, export_rows

COLUMNS = [
    ExportColumn("Tên"),
    ExportColumn("Số", kind="number"),
    ExportColumn("Ngày", kind="date"),
    ExportColumn("Lúc", kind="datetime"),
]
ROW = ("Tổ 1", 5398, date(2021, 9, 14), datetime(2021, 9, 14, 1, 30, tzinfo=UTC))


def _wall(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """What a cell says: Excel has no zones."""
    return datetime.combine(date(2021, 9, day), time(hour, minute))


def sheet_of(rows, meta=("Đến ngày 14/09/2021",)):
    return load_workbook(BytesIO(export_rows("Danh sách tổ", COLUMNS, rows, meta))).active


def test_rows_stand_under_title_scope_and_a_frozen_header():
    sheet = sheet_of(iter([ROW]))
    assert [sheet["A1"].value, sheet["A2"].value] == ["Danh sách tổ", "Đến ngày 14/09/2021"]
    assert [cell.value for cell in sheet[4]] == ["Tên", "Số", "Ngày", "Lúc"]
    assert [cell.value for cell in sheet[5]] == ["Tổ 1", 5398, _wall(14), _wall(14, 8, 30)]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A5", "A4:D5")


def test_it_prints_on_a4_across_with_the_header_on_every_page():
    sheet = sheet_of([ROW])
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert sheet.print_title_rows in ("4:4", "$4:$4")


def test_an_empty_export_is_still_a_table():
    assert sheet_of([]).auto_filter.ref == "A4:D5"


def test_text_that_looks_like_a_formula_stays_text():
    sheet = sheet_of([(text, None, None, None) for text in ("=1+1", "+84", "-x", "@a", "\tb")])
    assert {cell.data_type for cell in sheet["A"][4:]} == {"s"}


def test_csv_opens_in_excel_as_utf8_and_runs_nothing():
    text = "".join(
        export_csv(COLUMNS, [("=1+1", -5, date(2021, 9, 14), None), ("Tổ, 1", Decimal("1.5"), None, ROW[3])])
    )
    assert text.startswith("\ufeff")
    rows = list(csv.reader(StringIO(text[1:])))
    assert rows[1:] == [["'=1+1", "-5", "14/09/2021", ""], ["Tổ, 1", "1.5", "", "14/09/2021 08:30"]]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_text_begins_a_formula_in_csv(text):
    [cell] = next(csv.reader(StringIO("".join(export_csv([], [[text]]))[1:].partition("\r\n")[2], newline="")))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_row_is_as_tall_as_its_wrapped_words_and_never_taller_than_excel_takes():
    columns = [ExportColumn("Trường", 20), ExportColumn("Cách đếm", 20)]
    rows = [("Ánh Dương", "ngắn"), ("Ánh Dương", "một chữ " * 12), ("Ánh Dương", "một chữ " * 2000)]
    sheet = load_workbook(BytesIO(export_rows("Danh sách", columns, rows))).worksheets[0]
    first = next(row for row in range(1, 9) if sheet.cell(row, 1).value == "Ánh Dương")
    short, wrapped, longest = (sheet.row_dimensions[first + place].height for place in range(3))
    assert short is None or short < 20
    assert wrapped >= 15 * 5
    assert 400 < longest <= 409
