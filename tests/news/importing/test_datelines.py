from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongan.kernel.dates import WEEKDAYS
from truongan.news.importing.datelines import is_dateline, parse_dateline

VIET_NAM = timezone(timedelta(hours=7))
_FIRST, _LAST = datetime(2000, 1, 1), datetime(2099, 12, 31)  # noqa: DTZ001 - hypothesis draws naive ones
moments = st.datetimes(_FIRST, _LAST).map(lambda at: at.replace(second=0, microsecond=0))
OTHER_NAMES = ("Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "CN")


def american(at: datetime) -> str:
    return f"{at.hour % 12 or 12:02d}:{at.minute:02d} {'pm' if at.hour >= 12 else 'am'}"


def vietnamese(at: datetime) -> str:
    return f"{at.hour % 12 or 12}:{at.minute:02d} {'CH' if at.hour >= 12 else 'SA'}"


FORMS = (
    lambda at, day: f"({day}, {at:%d/%m/%Y}, {american(at)} GMT+7)",
    lambda at, day: f"{day}, {at.day}/{at.month}/{at.year} {at:%H:%M}",
    lambda at, day: f"{day}, ngày {at:%d/%m/%Y} - {at:%H}h{at:%M}",
    lambda at, day: f"{day.upper()}, ngày {at.day} tháng {at.month} năm {at.year}, {at.hour} giờ {at.minute:02d} phút",
    lambda at, day: f"Cập nhật lúc: {at:%H:%M:%S} {at:%d-%m-%Y} (GMT+7)",
    lambda at, day: f"Ngày đăng: {at:%d.%m.%Y} | {vietnamese(at)}",
    lambda at, day: f"{at:%Y-%m-%dT%H:%M:%S}+07:00",
    lambda at, day: f"{day.lower()} {at:%d/%m/%Y} {american(at).replace(' ', '').upper()}",
)


@given(moments, st.sampled_from(FORMS), st.sampled_from((WEEKDAYS, OTHER_NAMES)))
def test_every_form_of_a_date_line_gives_the_instant_it_names(at, form, names):
    text = form(at, names[at.weekday()])
    found = parse_dateline(text)
    assert found and found.at == at.replace(tzinfo=VIET_NAM), text
    assert found.has_time and found.weekday_agrees and is_dateline(text), text


@given(moments, st.sampled_from((WEEKDAYS, OTHER_NAMES)), st.integers(1, 6))
def test_a_weekday_that_is_another_one_is_noticed(at, names, off):
    found = parse_dateline(f"{names[(at.weekday() + off) % 7]}, {at:%d/%m/%Y}")
    assert found and found.day == at.date() and not found.weekday_agrees and not found.has_time


@given(moments, st.integers(-11, 13))
def test_another_zone_is_brought_to_viet_nam(at, hours):
    found = parse_dateline(f"{at:%d/%m/%Y %H:%M} GMT{hours:+d}")
    assert found and found.at == at.replace(tzinfo=timezone(timedelta(hours=hours)))
    assert found.at.utcoffset() == timedelta(hours=7)


def test_noon_and_midnight():
    assert parse_dateline("14/09/2021 12:05 am").at.hour == 0
    assert parse_dateline("14/09/2021 12:05 pm").at.hour == 12
    assert parse_dateline("14/09/2021 12:05 SA").at.hour == 0
    assert parse_dateline("14/09/2021 12:05 CH").at.hour == 12


@pytest.mark.parametrize(
    "text", ["31/02/2021", "00/10/2021", "32/01/2021, 10:00", "", "Thứ ba", "7 giờ 30 phút", "14/9"]
)
def test_what_the_calendar_does_not_have_is_no_date(text):
    assert parse_dateline(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 29/7/2021, Ban Chỉ đạo tỉnh ban hành công văn về phong trào trong trường học.",
        "Lễ khai giảng ngày 05/09/2021 của Trường THCS bên sông",
        "Công văn số 12/2021/CV",
    ],
)
def test_a_sentence_that_names_a_day_is_no_date_line(text):
    assert not is_dateline(text)


def test_an_hour_that_is_none_leaves_the_day():
    found = parse_dateline("14/09/2021 25:70")
    assert found and not found.has_time and (found.at.hour, found.at.minute) == (0, 0)


@given(st.text(max_size=200))
def test_no_text_breaks_it(text):
    parse_dateline(text)
    is_dateline(text)
