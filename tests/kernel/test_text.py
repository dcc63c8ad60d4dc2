import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongan.kernel.dates import parse_vn_date, vn_date, vn_long_date
from truongan.kernel.numbers import vn_number, vn_percent
from truongan.kernel.text import fold, nfc, sort_key, sort_key_plain

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ AĐƠƯÊ",
    max_size=40,
)


@given(VIETNAMESE)
def test_composed_and_decomposed_text_is_one_text(text):
    decomposed = unicodedata.normalize("NFD", text)
    assert nfc(decomposed) == nfc(text)
    assert fold(decomposed) == fold(text)
    assert sort_key(decomposed or "a") == sort_key(text or "a")


@given(VIETNAMESE)
def test_folding_leaves_plain_letters_and_is_final(text):
    folded = fold(text)
    assert folded.isascii()
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("one", "other"), (("hòa", "hoà"), ("Thúy", "Thuý"), ("ĐƯỜNG", "đường"), ("a\u00a0 b", "a b"))
)
def test_old_and_new_tone_placement_fold_alike(one, other):
    assert fold(one) == fold(other)


def test_names_sort_in_vietnamese_order():
    names = ["Ăn", "Ân", "An", "Ánh", "Đức", "Dung", "Hòa", "Hoa", "Ơn", "Oanh", "Ước", "Uyên"]
    assert sorted(names, key=sort_key_plain) == [
        "An", "Ánh", "Ăn", "Ân", "Dung", "Đức", "Hoa", "Hòa", "Oanh", "Ơn", "Uyên", "Ước",
    ]  # fmt: skip


def test_people_sort_by_given_name_first():
    people = ["Trần Bình An", "Lê An", "Nguyễn Văn Bình", "Đỗ Thị Ánh"]
    assert sorted(people, key=sort_key) == ["Lê An", "Trần Bình An", "Đỗ Thị Ánh", "Nguyễn Văn Bình"]


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_written_is_the_day_read(day):
    assert parse_vn_date(vn_date(day)) == day
    assert parse_vn_date(day.isoformat()) == day
    assert parse_vn_date(f"ngày {day.day} tháng {day.month} năm {day.year}") == day
    assert parse_vn_date(f"{day.day}-{day.month}-{day:%y}") == day


@pytest.mark.parametrize("text", ("", "hôm nay", "2021", "14/9", "14.09.2021.1"))
def test_what_is_no_day_is_none(text):
    assert parse_vn_date(text) is None


@pytest.mark.parametrize("text", ("31/09/2021", "30/02/2024", "00/01/2021", "2021-13-01"))
def test_a_day_the_calendar_lacks_is_an_error(text):
    with pytest.raises(ValueError):
        parse_vn_date(text)


def test_weekdays_are_named_as_the_field_names_them():
    monday = date(2021, 9, 13)
    assert vn_long_date(monday + timedelta(days=1)) == "Thứ ba, 14/09/2021"
    assert vn_long_date(monday + timedelta(days=6)) == "Chủ nhật, 19/09/2021"


def test_numbers_are_written_as_the_field_writes_them():
    assert (vn_number(5398), vn_number(8.57, 1), vn_number(-1234567), vn_number(None)) == (
        "5.398",
        "8,6",
        "-1.234.567",
        "",
    )
    assert (vn_percent(322, 750), vn_percent(1, 0)) == ("42,9%", "–")
