"""Days off as the Government fixed them for state agencies, year by year; the arithmetic on made-up weeks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongan.kernel.working_days import (
    NoWorkingDay,
    add_working_days,
    holiday_name,
    holidays_of,
    is_working_day,
    next_working_day,
    worked_instead,
    working_days_between,
)

DAYS = st.dates(date(2020, 1, 1), date(2028, 12, 31))
EXCEPTIONS = st.dictionaries(DAYS, st.booleans(), max_size=20)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2021, 2, 10), date(2021, 2, 16)),  # Tết, with the days given for the weekend within
        (date(2021, 9, 2), date(2021, 9, 5)),
        (date(2022, 1, 31), date(2022, 2, 6)),
        (date(2022, 4, 30), date(2022, 5, 3)),
        (date(2023, 1, 20), date(2023, 1, 26)),
        (date(2023, 4, 29), date(2023, 5, 3)),
        (date(2023, 9, 1), date(2023, 9, 4)),
        (date(2024, 2, 8), date(2024, 2, 14)),
        (date(2024, 4, 27), date(2024, 5, 1)),
        (date(2025, 1, 25), date(2025, 2, 2)),
        (date(2025, 4, 30), date(2025, 5, 4)),
        (date(2025, 8, 30), date(2025, 9, 2)),
        (date(2026, 2, 14), date(2026, 2, 22)),
        (date(2026, 8, 29), date(2026, 9, 2)),
    ],
)
def test_nobody_works_from_the_first_to_the_last_day_of_a_holiday(first, last):
    days = [first + timedelta(each) for each in range((last - first).days + 1)]

    assert [day for day in days if is_working_day(day)] == []
    assert is_working_day(first - timedelta(1)) or (first - timedelta(1)).weekday() >= 5
    assert next_working_day(first) > last


@pytest.mark.parametrize("day", [date(2024, 5, 4), date(2025, 4, 26), date(2026, 8, 22)])
def test_a_saturday_exchanged_for_a_bridging_day_is_worked(day):
    assert day.weekday() == 5
    assert is_working_day(day)
    assert day in worked_instead(day.year)


def test_a_holiday_has_its_name():
    assert holiday_name(date(2026, 9, 2)) == "Quốc khánh"
    assert holiday_name(date(2026, 9, 3)) == ""
    assert (date(2026, 1, 1), "Tết Dương lịch") == holidays_of(2026)[0]


class TestExceptions:
    longer_tet = {date(2026, 2, 23): False, date(2026, 2, 24): False}

    def test_a_place_may_rest_longer(self):
        assert is_working_day(date(2026, 2, 23))
        assert not is_working_day(date(2026, 2, 23), self.longer_tet)
        assert next_working_day(date(2026, 2, 16), self.longer_tet) == date(2026, 2, 25)

    def test_a_place_may_work_on_a_saturday(self):
        assert is_working_day(date(2026, 1, 10), {date(2026, 1, 10): True})

    def test_exceptions_without_an_end_are_refused(self):
        start = date(2026, 1, 1)
        never = {start + timedelta(each): False for each in range(4000)}
        with pytest.raises(NoWorkingDay):
            next_working_day(start, never)


class TestArithmetic:
    friday = date(2026, 11, 20)

    @pytest.mark.parametrize(
        ("count", "day"),
        [
            (0, date(2026, 11, 20)),
            (1, date(2026, 11, 23)),  # Monday
            (2, date(2026, 11, 25)),  # the 24th is a public holiday from 2026 on
            (-1, date(2026, 11, 19)),
            (-5, date(2026, 11, 13)),
        ],
    )
    def test_counting_leaves_out_the_first_day_weekends_and_holidays(self, count, day):
        assert add_working_days(self.friday, count) == day

    def test_no_days_from_a_holiday_on_is_the_day_work_begins_again(self):
        assert add_working_days(date(2026, 11, 21), 0) == date(2026, 11, 23)

    def test_between_is_signed(self):
        assert working_days_between(self.friday, date(2026, 11, 25)) == 2
        assert working_days_between(date(2026, 11, 25), self.friday) == -2
        assert working_days_between(self.friday, self.friday) == 0

    @given(DAYS, st.integers(-30, 30), EXCEPTIONS)
    def test_adding_lands_on_a_working_day(self, day, count, exceptions):
        assert is_working_day(add_working_days(day, count, exceptions), exceptions)

    @given(DAYS, st.integers(1, 30), EXCEPTIONS)
    def test_between_undoes_adding(self, day, count, exceptions):
        assert working_days_between(day, add_working_days(day, count, exceptions), exceptions) == count
        assert working_days_between(day, add_working_days(day, -count, exceptions), exceptions) == -count
