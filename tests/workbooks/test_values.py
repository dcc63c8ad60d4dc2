"""One cell at a time, over more spellings than anyone would list."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongan.kernel.dates import vn_date
from truongan.kernel.phones import mask_phone, parse_phone
from truongan.workbooks.number_words import number_in_words
from truongan.workbooks.sheets import Choice, Column
from truongan.workbooks.values import BadValue, as_text, reader_for
from truongan.workbooks.wording import clean, header_key, is_total

MOBILES = st.builds("0{}{}".format, st.sampled_from("35789"), st.from_regex(r"[0-9]{8}", fullmatch=True))
SEPARATORS = st.sampled_from(["", " ", ".", "-", "\u00a0", "\u200b", "  "])
VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ ", min_size=1
)
PHONE = reader_for(Column("p", "P", kind="phone"))
DAY = reader_for(Column("d", "D", kind="date"))
NUMBER = reader_for(Column("n", "N", kind="number"))
TEXT = reader_for(Column("t", "T"))


@given(MOBILES, SEPARATORS, st.sampled_from(["0", "+84", "84", "+84 ", "(+84)", "0084", ""]))
def test_a_mobile_number_is_read_however_it_is_written(phone, separator, prefix):
    rest = phone[1:]
    written = prefix + separator.join((rest[:2], rest[2:5], rest[5:]))
    assert PHONE(written) == phone


@given(MOBILES)
def test_a_number_excel_took_the_zero_from_gets_it_back(phone):
    assert PHONE(float(phone)) == PHONE(int(phone)) == phone


@given(st.text())
def test_whatever_is_typed_a_phone_is_a_phone_or_a_clear_refusal(text):
    try:
        phone = PHONE(text)
    except BadValue as trouble:
        assert trouble.message
    else:
        assert phone is None or (phone.isdigit() and len(phone) in (10, 11))


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("0167 123 4567", "0371234567"),
        ("1671234567", "0371234567"),
        ("0204 3854 123", "02043854123"),
        ("024.3825.1234", "02438251234"),
        ("113", None),
        ("0112345678", None),
        ("09123456789", None),
        ("không có", None),
        ("", None),
    ],
)
def test_old_numbers_are_renumbered_and_landlines_kept(written, phone):
    assert parse_phone(written) == phone


def test_a_masked_phone_shows_enough_to_recognise():
    assert mask_phone("0912345678") == "0912 *** 678"
    assert mask_phone("") == ""


@given(st.dates(date(1920, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_however_it_is_written(day):
    spellings = [
        vn_date(day),
        f"{day.day}-{day.month}-{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        f"ngay {day.day:02d} thang {day.month:02d} nam {day.year}",
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        day,
        float((day - date(1899, 12, 30)).days),
        str((day - date(1899, 12, 30)).days) if (day - date(1899, 12, 30)).days > 9999 else day,
    ]
    assert {DAY(each) for each in spellings} == {day}


@given(st.text())
def test_whatever_is_typed_a_day_is_a_day_or_a_clear_refusal(text):
    try:
        day = DAY(text)
    except BadValue as trouble:
        assert trouble.message
    else:
        assert day is None or isinstance(day, date)


@pytest.mark.parametrize(
    ("text", "fix"),
    [("9/2021", ""), ("2021", ""), ("từ 05/09/2021", "05/09/2021"), ("31/02/2021", ""), ("05/09/1021", "")],
)
def test_half_a_day_is_refused(text, fix):
    with pytest.raises(BadValue) as caught:
        DAY(text)
    assert caught.value.fix == fix


@pytest.mark.parametrize("raw", [2021.0, float("inf"), float("nan"), -1.0, 1e300, True])
def test_a_number_that_is_no_serial_is_no_day(raw):
    with pytest.raises(BadValue):
        DAY(raw)


@given(st.integers(-(10**9), 10**9))
def test_whole_numbers_are_read_with_and_without_thousands(number):
    grouped = f"{number:,}"
    spellings = [number, float(number), str(number), grouped, grouped.replace(",", "."), grouped.replace(",", " ")]
    assert {NUMBER(each) for each in spellings} == {number}


@pytest.mark.parametrize(
    ("raw", "fix"),
    [
        ("mười hai", "12"),
        ("12 người", "12"),
        ("khoảng 10", ""),
        (1.5, "2"),
        ("10,5", "10"),
        (True, ""),
        ("NaN", ""),
        ("1e999", ""),
        (float("inf"), ""),
        (float("nan"), ""),
        (1e300, ""),
    ],
)
def test_what_is_no_whole_number_is_refused_with_a_guess(raw, fix):
    with pytest.raises(BadValue) as caught:
        NUMBER(raw)
    assert caught.value.fix == fix


@pytest.mark.parametrize(
    ("words", "number"),
    [("mười hai", 12), ("Hai mươi mốt", 21), ("một trăm linh năm", 105), ("hai nghìn ba trăm", 2300), ("mười lăm", 15),
     ("sáu trăm hai mươi tám", 628), ("nhiều", None), ("", None)],
)  # fmt: skip
def test_numbers_written_out_are_understood_enough_to_suggest(words, number):
    assert number_in_words(words) == number


@given(VIETNAMESE)
def test_composed_and_decomposed_text_are_the_same_value(text):
    assert TEXT(unicodedata.normalize("NFD", text)) == TEXT(unicodedata.normalize("NFC", text))


@given(VIETNAMESE)
def test_a_header_is_the_same_without_marks_case_or_spaces(text):
    bare = "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each)).replace(
        "đ", "d"
    )
    assert header_key(text) == header_key(bare) == header_key(f"  {text.upper()} * ")


@given(st.text())
def test_cleaning_is_done_once_and_for_all(text):
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_nothing_typed_breaks_header_or_total_reading(text):
    header_key(text)
    is_total(text)


def test_choices_are_matched_by_label_synonym_and_value():
    read = reader_for(
        Column("r", "R", kind="choice", choices=(Choice("head", "Tổ trưởng", ("trưởng",)), Choice("m", "Tổ viên")))
    )
    assert [read(each) for each in ("TO TRUONG", " Trưởng ", "head", "tổ viên.", None, "")] == ["head"] * 3 + [
        "m",
        None,
        None,
    ]
    with pytest.raises(BadValue, match="Tổ trưởng; Tổ viên"):
        read("giám đốc")


def test_codes_keep_their_zeros_and_lose_their_spaces():
    read = reader_for(Column("c", "C", kind="code"))
    assert [read("00 12a"), read(240015.0)] == ["0012A", "240015"]
    for raw in (date(2021, 9, 5), 1.5):
        with pytest.raises(BadValue):
            read(raw)


def test_text_too_long_is_refused_and_numbers_are_shown_as_typed():
    with pytest.raises(BadValue, match="10 ký tự"):
        reader_for(Column("t", "T", max_length=5))("0123456789")
    assert [as_text(raw) for raw in (12.0, 1.5, True, date(2021, 9, 5), None)] == [
        "12",
        "1,5",
        "TRUE",
        "05/09/2021",
        "",
    ]


def test_bounds_are_kept():
    number = reader_for(Column("n", "N", kind="number", minimum=0, maximum=60))
    day = reader_for(Column("d", "D", kind="date", earliest=date(2000, 1, 1), latest=date(2030, 1, 1)))
    for read, raw in ((number, 61), (number, -1), (day, "01/01/1999"), (day, "02/01/2030")):
        with pytest.raises(BadValue):
            read(raw)
