from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from truongan.web import formats
from truongan.web.widgets import DayInput


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (5398, "5.398"),
        (8.57, "8,6"),
        (Decimal("2.0"), "2"),
        (0, "0"),
        (None, "–"),
        ("", "–"),
        ("18/QĐ", "18/QĐ"),
    ],
)
def test_numbers_are_written_as_in_vietnamese_documents(value, words):
    assert formats.vn_number(value) == words


def test_an_instant_shows_the_day_it_is_in_vietnam():
    late = datetime(2021, 9, 14, 18, 30, tzinfo=UTC)
    assert formats.vn_date(late) == "15/09/2021"
    assert formats.vn_datetime(late) == "15/09/2021 01:30"


def test_a_long_date_names_the_weekday():
    assert formats.vn_long_date(date(2026, 11, 22)) == "Chủ nhật, 22/11/2026"


@pytest.mark.parametrize("empty", [formats.vn_date, formats.vn_long_date, formats.vn_datetime])
def test_no_date_is_a_dash(empty):
    assert empty(None) == "–"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("0912345214", "09•• ••• 214"),
        ("091 234 5214", "09•• ••• 214"),
        ("113", "••• •••"),
        ("", "–"),
        (None, "–"),
    ],
)
def test_a_masked_phone_can_be_recognised_but_not_called(number, shown):
    assert formats.phone_masked(number) == shown


def test_shares_name_both_numbers_and_never_divide_by_nothing():
    assert formats.ratio(3, 7) == "3 trên 7"
    assert formats.percent(322, 750) == "42,9%"
    assert formats.percent(3, 0) == formats.percent(None, 4) == "–"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2021, 9, 5), "05/09/2021"),
        ("2021-09-05", "05/09/2021"),
        ("31/09/2026", "31/09/2026"),
        ("mai", "mai"),
        (None, None),
    ],
)
def test_a_day_field_shows_days_as_they_are_typed(value, shown):
    assert DayInput().format_value(value) == shown
