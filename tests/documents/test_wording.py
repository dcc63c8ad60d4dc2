from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongan.documents.layout import Document, Kind, Paragraph, Signer, Table
from truongan.documents.measures import balanced_lines, bold_width
from truongan.documents.wording import clean, date_line, list_letter, number_text, roman, signer_lines


@pytest.mark.parametrize(
    ("number", "symbol", "expected"),
    [
        (5, "BC-BCĐ", "Số: 05/BC-BCĐ"),
        (10, "QĐ-THCS", "Số: 10/QĐ-THCS"),
        (1646, "BCĐ", "Số: 1646/BCĐ"),
        (None, "BC-BCĐ", "Số:       /BC-BCĐ"),
    ],
)
def test_numbers_under_ten_get_a_zero_and_a_missing_one_leaves_room(number, symbol, expected):
    assert number_text(number, symbol) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2021, 2, 9), "Bắc Giang, ngày 09 tháng 02 năm 2021"),
        (date(2021, 1, 10), "Bắc Giang, ngày 10 tháng 01 năm 2021"),
        (date(2021, 9, 5), "Bắc Giang, ngày 05 tháng 9 năm 2021"),
        (date(2021, 12, 31), "Bắc Giang, ngày 31 tháng 12 năm 2021"),
    ],
)
def test_only_days_under_ten_and_the_first_two_months_get_a_zero(day, expected):
    assert date_line("Bắc Giang", day) == expected


def test_points_follow_the_vietnamese_alphabet():
    assert [list_letter(place) for place in range(1, 9)] == ["a", "b", "c", "d", "đ", "e", "g", "h"]
    assert [list_letter(23), list_letter(24), list_letter(25)] == ["y", "aa", "ab"]


def test_points_and_numerals_are_counted_from_one():
    for counted in (list_letter, roman):
        with pytest.raises(ValueError):
            counted(0)


def test_roman_numerals():
    assert [roman(number) for number in (1, 4, 9, 14, 40, 49, 50, 88)] == [
        "I", "IV", "IX", "XIV", "XL", "XLIX", "L", "LXXXVIII",
    ]  # fmt: skip


def _document(**fields) -> Document:
    return Document(**{"kind": Kind.REPORT, "issuer": ("A",)} | fields)


def test_the_body_ends_with_the_closing_mark_whatever_the_writer_left():
    for written in ("Xin báo cáo", "Xin báo cáo.", "Xin báo cáo./.", "Xin báo cáo; "):
        assert _document(blocks=(Paragraph(written),)).body[0].text[-1].text == "Xin báo cáo./."


def test_a_body_that_ends_in_a_table_has_no_sentence_to_close():
    blocks = (Paragraph("Kết quả:"), Table((), ()))
    assert _document(blocks=blocks).body == blocks


def test_grounds_and_recipients_are_punctuated_by_the_layout():
    document = _document(grounds=("Căn cứ A;", "Căn cứ B;"), recipients=("Như trên", "Lưu: VT."))
    assert document.ground_lines == ("Căn cứ A;", "Căn cứ B.")
    assert document.recipient_lines == ("- Như trên;", "- Lưu: VT.")


def test_one_addressee_shares_the_line_and_several_get_their_own():
    assert _document(addressees=("Sở Y tế",)).addressee_lines == ("Kính gửi: Sở Y tế",)
    assert _document(addressees=("Sở Y tế", "Sở GD&ĐT")).addressee_lines == (
        "Kính gửi:", "- Sở Y tế;", "- Sở GD&ĐT.",
    )  # fmt: skip


def test_authority_stands_before_the_first_title():
    assert Signer(("Hiệu trưởng", "Phó Hiệu trưởng"), authority="KT.").title_lines == (
        "KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG",
    )  # fmt: skip


def test_a_table_refuses_a_row_of_the_wrong_length():
    with pytest.raises(ValueError, match="needs 0 cells"):
        Table((), (("một",),))


@given(st.text(max_size=60), st.floats(min_value=20, max_value=100))
def test_broken_heading_lines_lose_no_word(text, room):
    assert " ".join(balanced_lines(text, 12, room)).split() == text.split()


def test_a_heading_line_that_fits_is_not_broken():
    assert balanced_lines("TRƯỜNG THCS ÁNH DƯƠNG", 12, 73) == ["TRƯỜNG THCS ÁNH DƯƠNG"]


@given(st.lists(st.sampled_from(["ỦY", "BAN", "NHÂN", "DÂN", "TỈNH", "BẮC", "GIANG"]), max_size=20))
def test_every_broken_line_fits_its_room(words):
    assert all(bold_width(line, 12) <= 73 for line in balanced_lines(" ".join(words), 12, 73))


def test_text_is_composed_and_without_what_xml_cannot_hold():
    assert clean("Bă\u0301c\x00 Giang\x07\ufffe") == "Bắc Giang"


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Hiệu trưởng", "", ("", "Hiệu trưởng")),
        ("Phó Hiệu trưởng", "", ("KT.", "Hiệu trưởng\nPhó Hiệu trưởng")),
        ("Trưởng ban", "Ban Chỉ đạo", ("TM.", "Ban Chỉ đạo\nTrưởng ban")),
        ("Phó Trưởng ban Thường trực", "Ban Chỉ đạo",
         ("TM.", "Ban Chỉ đạo\nKT. Trưởng ban\nPhó Trưởng ban Thường trực")),
        ("", "", ("", "")),
    ],
)  # fmt: skip
def test_a_deputy_signs_for_the_head_and_a_committee_s_head_for_the_body(title, body, expected):
    assert signer_lines(title, body) == expected
