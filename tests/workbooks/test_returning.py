"""Workbooks that go back to their sender, and come again."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from tests.workbooks.samples import HEADER, SPEC, member, xls, xlsx
from truongan.workbooks import returning, styles
from truongan.workbooks.problems import Problem
from truongan.workbooks.reading import read_workbook
from truongan.workbooks.returning import annotate, rejected_rows

ROWS = [["DANH SÁCH"], HEADER, member(), member(name="Trần Thị Bình", count="mười hai"), member(name=None, phone="12")]


def returned(content: bytes, filename: str = "a.xlsx", **options):
    read = read_workbook(content, filename, SPEC)
    back = annotate(content, read, **options)
    return back, load_workbook(BytesIO(back))


def codes(content: bytes) -> list[tuple[str, str]]:
    read = read_workbook(content, "b.xlsx", SPEC)
    return [(each.code, each.coordinate) for each in read.all_problems() if each.severity != "note"]


def test_problem_cells_are_coloured_and_say_what_to_do():
    _, workbook = returned(xlsx(ROWS))
    cell = workbook["Thành viên"]["E4"]
    assert cell.fill.fgColor.rgb == styles.argb(styles.ERROR)
    assert "không phải là số" in cell.comment.text
    assert "Có thể sửa thành: 12" in cell.comment.text
    assert workbook["Thành viên"]["E3"].comment is None


def test_the_first_sheet_lists_every_problem_with_a_link_to_its_cell():
    _, workbook = returned(xlsx(ROWS))
    sheet = workbook.worksheets[0]
    assert sheet.title == styles.PROBLEM_SHEET
    lines = [[cell.value for cell in row] for row in sheet.iter_rows() if row[2].hyperlink]
    assert [line[1:5] for line in lines] == [
        ["Thành viên", "E4", 4, "mười hai"],
        ["Thành viên", "D5", 5, "12"],
        ["Thành viên", "C5", 5, None],
    ]
    links = [row[2].hyperlink.location for row in sheet.iter_rows() if row[2].hyperlink]
    assert links[0] == "'Thành viên'!E4"


def test_the_layout_of_the_sender_is_kept():
    def dress(sheet):
        sheet.column_dimensions["C"].width = 41
        sheet.merge_cells("A1:H1")
        sheet["C3"].comment = Comment("của trường", "Hà")

    _, workbook = returned(xlsx(ROWS, change=dress))
    sheet = workbook["Thành viên"]
    assert sheet.column_dimensions["C"].width == 41
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:H1"]
    assert sheet["C3"].comment.text == "của trường"


def test_a_returned_workbook_that_was_mended_goes_in():
    back, workbook = returned(xlsx(ROWS))
    assert codes(back) == [("bad_number", "E4"), ("bad_phone", "D5"), ("required", "C5")]
    sheet = workbook["Thành viên"]
    sheet["E4"], sheet["D5"], sheet["C5"] = 12, "0912345679", "Lê Văn Cường"
    stream = BytesIO()
    workbook.save(stream)
    read = read_workbook(stream.getvalue(), "a.xlsx", SPEC)
    assert (read.row_count, read.has_errors) == (3, False)
    again = load_workbook(BytesIO(annotate(stream.getvalue(), read)))
    assert again.sheetnames.count(styles.PROBLEM_SHEET) == 1
    assert again["Thành viên"]["E4"].comment is None
    assert again["Thành viên"]["E4"].fill.fgColor.rgb != styles.argb(styles.ERROR)


def test_only_the_rows_that_could_not_be_taken_go_back():
    content = xlsx(ROWS)
    read = read_workbook(content, "a.xlsx", SPEC)
    back = annotate(content, read, only_rows=rejected_rows(read))
    again = read_workbook(back, "a.xlsx", SPEC)
    assert [row["team"] for row in again.rows("members")] == ["Tổ 1", "Tổ 1"]
    assert codes(back) == [("bad_number", "E3"), ("bad_phone", "D4"), ("required", "C4")]
    assert again.marker is not None
    listed = load_workbook(BytesIO(back)).worksheets[0]
    assert [row[3].value for row in listed.iter_rows() if row[2].hyperlink] == [4, 5, 5]


def test_left_over_rows_keep_what_merged_cells_lent_them():
    def merge(sheet):
        sheet.merge_cells("B2:B3")

    content = xlsx([HEADER, member(team="Tổ 9"), member(team=None, count="x")], change=merge)
    read = read_workbook(content, "a.xlsx", SPEC)
    again = read_workbook(annotate(content, read, only_rows=rejected_rows(read)), "a.xlsx", SPEC)
    assert [row["team"] for row in again.rows("members")] == ["Tổ 9"]


@pytest.mark.parametrize("filename", ["a.xls", "a.csv"])
def test_old_formats_go_back_as_xlsx_with_all_their_rows(filename):
    rows = ROWS[1:4]
    text = "\n".join(";".join(str(cell) for cell in row) for row in rows)
    content = text.encode() if filename == "a.csv" else xls(rows)
    read = read_workbook(content, filename, SPEC)
    back = annotate(content, read)
    assert read_workbook(back, "b.xlsx", SPEC).row_count == 2
    assert [code for code, _ in codes(back)] == ["bad_number"]


def test_a_large_file_gives_back_only_its_problem_rows(monkeypatch):
    monkeypatch.setattr(returning, "WHOLE_ROWS_LIMIT", 2)
    back, _ = returned(xlsx(ROWS))
    assert read_workbook(back, "a.xlsx", SPEC).row_count == 2


def test_a_workbook_openpyxl_cannot_open_is_written_anew(monkeypatch, caplog):
    def stumble(*arguments):
        raise KeyError("style")

    monkeypatch.setattr(returning, "annotate_in_place", stumble)
    back, _ = returned(xlsx(ROWS))
    assert read_workbook(back, "a.xlsx", SPEC).row_count == 3
    assert "written anew" in caplog.text


def test_formulas_without_a_result_do_not_come_back_as_blanks():
    content = xlsx([HEADER, member(count="=1+1")])
    read = read_workbook(content, "a.xlsx", SPEC)
    back = annotate(content, read, only_rows=rejected_rows(read))
    assert codes(back) == [("excel_error", "E2")]


def test_what_senders_typed_is_never_a_formula_in_our_list():
    content = xlsx([HEADER, member(phone="'=cmd|' /C calc'!A0")])
    read = read_workbook(content, "a.xlsx", SPEC)
    told = [Problem("Thành viên", "D2", "=cmd|' /C calc'!A0", "Sửa.", fix="=1", row=2)]
    for options in ({}, {"only_rows": {"Thành viên": {2}}}):
        sheet = load_workbook(BytesIO(annotate(content, read, told, **options))).worksheets[0]
        texts = [
            cell
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str) and cell.value.startswith("=")
        ]
        assert [cell.data_type for cell in texts] == ["s", "s"]


def test_an_importers_own_problems_and_whole_sheet_problems_are_listed():
    content = xlsx([HEADER, member()])
    read = read_workbook(content, "a.xlsx", SPEC)
    row = next(read.rows("members"))
    row.add_problem("phone", "Số này là của người khác.", fix="0987654321")
    row.add_problem("team", "Tổ này đã có.", severity="warning")
    whole = Problem("", "", "", "Trường không thuộc phạm vi của bạn.")
    workbook = load_workbook(BytesIO(annotate(content, read, [whole, *read.all_problems()])))
    assert workbook["Thành viên"]["B2"].fill.fgColor.rgb == styles.argb(styles.WARNING)
    said = [cell.value for column in workbook.worksheets[0].iter_cols() for cell in column if cell.value]
    assert "Trường không thuộc phạm vi của bạn." in said
    assert "Số này là của người khác." in said
    assert not row.is_ready


def test_a_problem_inside_a_merge_marks_the_cell_that_shows():
    def merge(sheet):
        sheet.merge_cells("B2:B3")

    content = xlsx([HEADER, member(), member(team=None)], change=merge)
    read = read_workbook(content, "a.xlsx", SPEC)
    told = [Problem("Thành viên", "B3", "Tổ 1", "Không có tổ này.", row=3)]
    sheet = load_workbook(BytesIO(annotate(content, read, told)))["Thành viên"]
    assert sheet["B2"].comment.text == "Không có tổ này."
