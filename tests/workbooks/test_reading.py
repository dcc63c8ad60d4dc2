"""Reading what schools really send."""

import unicodedata
from datetime import date, datetime

import pytest

from tests.workbooks.samples import GROUPS, HEADER, MEMBERS, SPEC, member, saved, xls, xlsx
from truongan.workbooks.reading import identify, read_workbook
from truongan.workbooks.rows import Marker
from truongan.workbooks.sheets import Column, SheetSpec, WorkbookSpec

TIDY = {
    "team": "Tổ 1",
    "name": "Nguyễn Văn An",
    "phone": "0912345678",
    "count": 1,
    "joined_on": date(2021, 9, 5),
    "role": "member",
    "code": "A1",
}


def values(content: bytes, filename: str = "a.xlsx", spec: WorkbookSpec = SPEC) -> list[dict]:
    return [row.values for row in read_workbook(content, filename, spec).rows(spec.sheets[0].key)]


def problems(content: bytes, filename: str = "a.xlsx") -> list[tuple[str, str, str]]:
    found = read_workbook(content, filename, SPEC).all_problems()
    return [(each.code, each.coordinate, each.fix) for each in found]


def test_a_tidy_sheet_becomes_values():
    assert values(xlsx([HEADER, member()])) == [TIDY]
    assert problems(xlsx([HEADER, member()])) == []


def test_titles_above_the_header_are_passed_over():
    def merge(sheet):
        sheet.merge_cells("A1:H1")
        sheet.merge_cells("A2:H2")

    rows = [["PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"], ["DANH SÁCH THÀNH VIÊN TỔ TỰ QUẢN"], [], HEADER, member()]
    assert values(xlsx(rows, change=merge)) == [TIDY]


def test_columns_come_in_any_order_under_any_of_their_names():
    header = ["SO DIEN THOAI", "ho  tên", "Tổ (tự quản)", "vai trò:", "Số lượng\n(người)", "MÃ", "Ngày vào tổ *"]
    row = ["0912 345 678", "Nguyễn Văn An", "Tổ 1", "TỔ VIÊN", 1, "a1", "5-9-21"]
    assert values(xlsx([header, row])) == [TIDY]


def test_a_header_may_stand_in_two_rows_with_merged_parents():
    def merge(sheet):
        for area in ("A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:F2", "G1:G2", "H1:H2"):
            sheet.merge_cells(area)

    upper = ["STT", "Tên tổ", "Thành viên", None, "Số người", "Ngày tham gia", "Vai trò", "Mã"]
    lower = [None, None, "Họ tên", "SĐT", None, None, None, None]
    read = read_workbook(xlsx([upper, lower, member()], change=merge), "a.xlsx", SPEC)
    assert [row.values for row in read.rows("members")] == [TIDY]
    assert (read.sheets[0].header_top, read.sheets[0].header_row) == (1, 2)


def test_the_row_that_numbers_the_columns_is_not_content():
    assert values(xlsx([HEADER, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"], member()])) == [TIDY]
    assert values(xlsx([HEADER, ["A", "B", 1, 2, 3, 4, 5, 6], member()])) == [TIDY]


def test_merged_cells_give_their_value_to_every_row_except_numbers():
    def merge(sheet):
        sheet.merge_cells("B2:B3")
        sheet.merge_cells("E2:E3")

    rows = [HEADER, member(count=5), member(team=None, name="Trần Thị Bình", count=None)]
    read = values(xlsx(rows, change=merge))
    assert [(row["team"], row["count"]) for row in read] == [("Tổ 1", 5), ("Tổ 1", None)]


def test_rows_with_nothing_but_a_running_number_are_blank():
    numbered = [[number] for number in range(2, 40)]
    assert values(xlsx([HEADER, member(), *numbered, [], [" "], ["\u200b"]])) == [TIDY]


@pytest.mark.parametrize("label", ["Cộng", "Tổng cộng", "TỔNG SỐ:", "Tong cong", "Tổng cộng: 12 người"])
def test_total_rows_are_left_out_and_reported(label):
    read = read_workbook(xlsx([HEADER, member(), [None, label, None, None, 12]]), "a.xlsx", SPEC)
    assert read.row_count == 1
    assert [(row.number, row.reason) for row in read.sheets[0].skipped] == [(3, "total")]
    assert [each.severity for each in read.all_problems()] == ["note"]


@pytest.mark.parametrize("name", ["Tổng công ty Xây dựng", "Công đoàn trường", "Tổng phụ trách Đội"])
def test_names_that_only_look_like_totals_are_content(name):
    assert values(xlsx([HEADER, member(team=name)]))[0]["team"] == name


def test_signatures_under_the_table_are_left_out():
    foot = [
        [],
        [None, None, None, None, None, "Nếnh, ngày 14 tháng 9 năm 2021"],
        [None, "Người lập biểu"],
        [],
        [None, "Lê Thu Hà"],
    ]
    read = read_workbook(xlsx([HEADER, member(), *foot]), "a.xlsx", SPEC)
    assert read.row_count == 1
    assert {row.reason for row in read.sheets[0].skipped} == {"footer"}


def test_content_that_follows_a_signature_is_still_read():
    rows = [HEADER, member(), [], [None, "Hiệu trưởng"], [], member(name="Trần Thị Bình")]
    assert [row["name"] for row in values(xlsx(rows))] == ["Nguyễn Văn An", "Trần Thị Bình"]


def test_a_head_of_school_in_the_table_is_no_signature():
    spec = WorkbookSpec(
        "x", 1, "X", (SheetSpec("p", "Người", (Column("name", "Họ tên", required=True), Column("post", "Chức vụ"))),)
    )
    assert (
        values(xlsx([["Họ tên", "Chức vụ"], ["Lê Thu Hà", "Hiệu trưởng"]], title="Người"), spec=spec)[0]["post"]
        == "Hiệu trưởng"
    )


def test_section_headings_and_repeated_headers_are_left_out():
    def merge(sheet):
        sheet.merge_cells("A2:H2")

    rows = [
        HEADER,
        ["I. KHỐI TRUNG HỌC CƠ SỞ"],
        member(),
        HEADER,
        member(number=2),
        ["II", "KHỐI TIỂU HỌC"],
        member(number=3),
    ]
    read = read_workbook(xlsx(rows, change=merge), "a.xlsx", SPEC)
    assert read.row_count == 3
    assert [row.reason for row in read.sheets[0].skipped] == ["header", "section"]


def test_text_enters_composed_and_without_stray_spaces():
    dirty = unicodedata.normalize("NFD", "\u00a0Nguyễn  Văn\u200b An\ufeff ")
    read = read_workbook(xlsx([HEADER, member(name=dirty)]), "a.xlsx", SPEC)
    row = next(read.rows("members"))
    assert row["name"] == "Nguyễn Văn An"
    assert row.raw("name") == dirty


def test_the_whole_cell_can_be_asked_for():
    row = next(read_workbook(xlsx([HEADER, member(phone=912345678)]), "a.xlsx", SPEC).rows("members"))
    cell = row.cells["phone"]
    assert (cell.raw, cell.value, cell.coordinate) == (912345678, "0912345678", "D2")
    assert (row.text("phone"), row.number, row["unheard_of"]) == ("912345678", 2, None)


def test_days_come_as_text_as_days_and_as_serials():
    days = [
        "5/9/2021",
        "05-09-21",
        "ngày 5 tháng 9 năm 2021",
        "2021-09-05",
        44444,
        date(2021, 9, 5),
        datetime.fromisoformat("2021-09-05T07:30"),
    ]
    assert {row["joined_on"] for row in values(xlsx([HEADER, *(member(joined_on=day) for day in days)]))} == {
        date(2021, 9, 5)
    }


def test_what_cannot_be_read_says_where_and_what_to_type():
    rows = [HEADER, member(count="mười hai"), member(count="15 người"), member(phone="0912345678 / 0987654321")]
    rows += [member(joined_on="31/09/2021"), member(role="tổ trưởg"), member(name=None), member(count=-1)]
    assert problems(xlsx(rows)) == [
        ("bad_number", "E2", "12"),
        ("bad_number", "E3", "15"),
        ("bad_phone", "D4", "0912345678"),
        ("bad_date", "F5", ""),
        ("bad_choice", "G6", "Tổ trưởng"),
        ("required", "C7", ""),
        ("bad_number", "E8", ""),
    ]


def test_a_row_with_a_problem_is_not_ready_and_the_others_are():
    read = read_workbook(xlsx([HEADER, member(), member(count="x")]), "a.xlsx", SPEC)
    assert [row.number for row in read.sheets[0].ready_rows] == [2]
    assert read.has_errors


def test_no_row_is_ready_where_a_required_column_is_missing():
    read = read_workbook(xlsx([["Tên tổ", "SĐT"], ["Tổ 1", "0912345678"]]), "a.xlsx", SPEC)
    assert read.row_count == 1
    assert not list(read.sheets[0].ready_rows)


def test_a_formula_never_computed_is_a_problem_not_a_blank():
    assert problems(xlsx([HEADER, member(count="=1+1")])) == [("uncomputed_formula", "E2", "")]
    assert problems(xlsx([HEADER, [1, None, None, None, "=SUM(E1:E1)"]]))[0] == ("uncomputed_formula", "E2", "")


def test_an_excel_error_is_a_problem_not_a_blank():
    def fail(sheet):
        sheet["C2"].value, sheet["C2"].data_type = "#REF!", "e"

    assert ("excel_error", "C2", "") in problems(xlsx([HEADER, member()], change=fail))


def test_text_that_begins_like_a_formula_is_text():
    def as_text(sheet):
        sheet["B2"].value, sheet["B2"].data_type = "=Tổ 1", "s"

    read = values(
        xlsx([HEADER, member(), member(team="+84 Tổ"), member(team="-Tổ 3"), member(team="@Tổ")], change=as_text)
    )
    assert [row["team"] for row in read] == ["=Tổ 1", "+84 Tổ", "-Tổ 3", "@Tổ"]


def test_unknown_and_missing_columns_are_reported_with_a_guess():
    header = ["Tên tổ", "Họ và tênn", "Ghi chú", "Tên tổ", "SĐT"]
    assert problems(xlsx([header, ["Tổ 1", "An", "x", "y", 912345678]])) == [
        ("unknown_column", "B1", "Họ và tên"),
        ("unknown_column", "C1", ""),
        ("repeated_column", "D1", ""),
        ("missing_column", "", ""),
    ]


def test_a_sheet_is_known_by_name_synonym_or_header():
    assert values(xlsx([HEADER, member()], title="DS THANH VIEN")) == [TIDY]
    assert values(xlsx([HEADER, member()], title="Sheet1")) == [TIDY]


def test_an_unknown_sheet_is_reported_and_the_rest_is_read():
    from io import BytesIO

    from openpyxl import load_workbook

    workbook = load_workbook(BytesIO(xlsx([HEADER, member()])))
    workbook.create_sheet("Thu chi").append(["Khoản", "Tiền"])
    hidden = workbook.create_sheet("Cũ")
    hidden.append(HEADER)
    hidden.sheet_state = "hidden"
    workbook.create_sheet("Hướng dẫn").append(["Cách điền"])
    read = read_workbook(saved(workbook), "a.xlsx", SPEC)
    assert read.row_count == 1
    assert [(each.code, each.sheet) for each in read.problems] == [
        ("unknown_sheet", "Thu chi"),
        ("hidden_sheet", "Cũ"),
    ]


def test_a_named_sheet_without_a_header_says_which_columns_it_needs():
    read = read_workbook(xlsx([["một", "hai"], ["ba", "bốn"]]), "a.xlsx", SPEC)
    assert [each.code for each in read.all_problems()] == ["no_header"]
    assert "Họ và tên" in next(read.all_problems()).message


@pytest.mark.parametrize(
    ("kind", "version", "code"),
    [("school", 3, "wrong_version"), ("school", 1, "wrong_version"), ("district", 2, "wrong_kind")],
)
def test_another_template_is_told_from_ours(kind, version, code):
    read = read_workbook(marked(kind, version), "a.xlsx", SPEC)
    assert [each.code for each in read.problems] == [code]
    assert read.row_count == 0


def test_the_right_template_is_read():
    read = read_workbook(marked("school", 2), "a.xlsx", SPEC)
    assert (read.marker, read.row_count) == (Marker("school", 2), 1)


def test_a_workbook_is_identified_by_marker_and_else_by_its_headers():
    other = WorkbookSpec("district", 1, "Huyện", (GROUPS,))
    assert identify(marked("district", 1), "a.xlsx", [SPEC, other]) is other
    assert identify(xlsx([HEADER, member()], title="Sheet1"), "a.xlsx", [other, SPEC]) is SPEC
    assert identify(xlsx([["a", "b"]]), "a.xlsx", [other, SPEC]) is None


def test_an_old_excel_file_is_read_like_a_new_one():
    assert values(xls([HEADER, member(phone=912345678.0, joined_on=44444.0)]), "a.xls") == [TIDY]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_its_own_encoding_and_delimiter(encoding, delimiter):
    lines = [HEADER, [str(cell) for cell in member()]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    assert values(text.encode(encoding), "a.csv") == [TIDY]


def test_csv_of_old_vietnamese_windows_is_read_composed():
    text = "Tên tổ;Họ và tên\nTổ 1;Nguyễn Thị Hằng"
    spelled = "".join(_as_1258(letter) for letter in text)
    assert values(spelled.encode("cp1258"), "a.csv")[0]["name"] == "Nguyễn Thị Hằng"


def test_csv_keeps_commas_and_lines_inside_quotes():
    text = 'Tên tổ,Họ và tên,Mã\n"Tổ 1, khối 6","Nguyễn\nVăn An",a\n'
    assert values(text.encode(), "a.csv")[0] == {"team": "Tổ 1, khối 6", "name": "Nguyễn Văn An", "code": "A"}


def marked(kind: str, version: int) -> bytes:
    from io import BytesIO

    from openpyxl import load_workbook

    workbook = load_workbook(BytesIO(xlsx([HEADER, member()])))
    sheet = workbook.create_sheet("_truongan")
    sheet.append(["kind", kind])
    sheet.append(["version", str(version)])
    sheet.sheet_state = "veryHidden"
    return saved(workbook)


def _as_1258(letter: str) -> str:
    """Windows-1258 writes a vowel with its hat and adds the tone as a mark of its own."""
    try:
        letter.encode("cp1258")
        return letter
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", marks.replace(tone, "")) + tone


def test_the_specification_refuses_a_header_that_names_two_columns():
    with pytest.raises(ValueError, match="names two columns"):
        SheetSpec("x", "X", (Column("a", "Họ tên"), Column("b", "Tên", ("HO TEN",))))


def test_columns_of_the_sample_are_all_tested():
    assert {column.kind for column in MEMBERS.columns} == {"text", "phone", "number", "date", "choice", "code"}
