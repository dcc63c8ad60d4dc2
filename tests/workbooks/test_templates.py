"""Templates: what goes out must be read back, and an untouched one holds nothing."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.workbooks.samples import HEADER, SPEC
from truongan.workbooks import styles
from truongan.workbooks.problems import CannotRead
from truongan.workbooks.reading import read_workbook
from truongan.workbooks.templates import write_template

FILLED = {
    "team": "=Tổ 1",
    "name": "Nguyễn Văn An",
    "phone": "0912345678",
    "count": 3,
    "joined_on": date(2021, 9, 5),
    "role": "head",
    "code": "00123",
}


def opened(**options):
    return load_workbook(BytesIO(write_template(SPEC, **options)))


def test_what_is_filled_in_advance_reads_back_the_same():
    read = read_workbook(write_template(SPEC, rows={"members": [FILLED]}), "a.xlsx", SPEC)
    assert [row.values for row in read.rows("members")] == [FILLED]
    assert list(read.all_problems()) == []


def test_an_untouched_template_holds_nothing_though_it_shows_examples():
    content = write_template(SPEC, examples={"members": [FILLED]}, instructions=["Gửi trước ngày 15."])
    with pytest.raises(CannotRead) as caught:
        read_workbook(content, "a.xlsx", SPEC)
    assert caught.value.code == "no_content"
    said = [cell.value for row in load_workbook(BytesIO(content))[styles.GUIDE_SHEET].iter_rows() for cell in row]
    assert "• Gửi trước ngày 15." in said
    assert "Nguyễn Văn An" in said


def test_the_marker_and_the_lists_stay_out_of_sight():
    workbook = opened()
    assert workbook.sheetnames == ["Hướng dẫn", "Thành viên", "Nhóm kết nối", "_danh_muc", "_truongan"]
    assert [sheet.sheet_state for sheet in workbook.worksheets] == ["visible"] * 3 + ["veryHidden"] * 2
    assert [cell.value for cell in workbook["_truongan"]["B"]] == ["school", "2"]


def test_choices_become_drop_downs_that_refuse_and_suggestions_that_do_not():
    workbook = opened(choices={("members", "team"): ["Tổ 1", "Tổ 2"]})
    rules = {
        str(rule.sqref).partition("2:")[0]: rule for rule in workbook["Thành viên"].data_validations.dataValidation
    }
    assert (rules["F"].type, rules["F"].showErrorMessage) == ("list", True)
    assert (rules["A"].type, rules["A"].showErrorMessage) == ("list", False)
    name = rules["F"].formula1.lstrip("=")
    area = workbook.defined_names[name].attr_text
    sheet, place = area.replace("'", "").replace("$", "").split("!")
    assert [cell[0].value for cell in workbook[sheet][place]] == ["Tổ trưởng", "Tổ viên"]


def test_phones_and_codes_are_text_and_days_are_days_before_anything_is_typed():
    sheet = opened()["Thành viên"]
    formats = {cell.value: sheet.cell(50, cell.column).number_format for cell in sheet[1]}
    assert (formats["Điện thoại"], formats["Mã"], formats["Ngày tham gia"]) == ("@", "@", "dd/mm/yyyy")


def test_the_header_stays_in_view_and_prints_on_every_page():
    sheet = opened()["Thành viên"]
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows in ("1:1", "$1:$1")
    assert [cell.value for cell in sheet[1]] == ["Tên tổ (*)", "Họ và tên (*)", *HEADER[3:]]
    assert "Bắt buộc" in sheet["A1"].comment.text
