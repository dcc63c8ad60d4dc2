"""Periods and deadlines from Decree 09/2019/NĐ-CP as told in the domain notes, §6."""

import io
import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from truongan.kernel.working_days import is_working_day, working_days_between
from truongan.reports.periodic.cycle_rules import BrokenRules, rules_from, rules_on
from truongan.reports.periodic.periods import (
    REGULAR,
    deadlines_of,
    period_before,
    period_containing,
    periods_of,
    year_before,
)

DAY = timedelta(days=1)
TILING = tuple(kind for kind in REGULAR if kind != "school-year")
years = st.integers(2021, 2099)


def ends(kind, year):
    return [(each.since.isoformat(), each.until.isoformat()) for each in periods_of(kind, year)]


def test_a_month_runs_from_the_15th_of_the_month_before_to_the_14th():
    months = ends("month", 2026)
    assert months[0] == ("2025-12-15", "2026-01-14")
    assert months[8] == ("2026-08-15", "2026-09-14")
    assert months[11] == ("2026-11-15", "2026-12-14")
    assert len(months) == 12


def test_a_quarter_runs_from_the_15th_before_it_to_the_14th_of_its_last_month():
    assert ends("quarter", 2026) == [
        ("2025-12-15", "2026-03-14"),
        ("2026-03-15", "2026-06-14"),
        ("2026-06-15", "2026-09-14"),
        ("2026-09-15", "2026-12-14"),
    ]


def test_half_years_and_the_year():
    assert ends("half", 2026) == [("2025-12-15", "2026-06-14"), ("2026-06-15", "2026-12-14")]
    assert ends("year", 2026) == [("2025-12-15", "2026-12-14")]


def test_a_school_year_runs_from_its_opening_day_to_the_end_of_may():
    assert ends("school-year", 2021) == [("2021-09-05", "2022-05-31")]


def test_weeks_are_monday_to_sunday_and_2026_has_53():
    weeks = periods_of("week", 2026)
    assert (weeks[0].since, weeks[0].until) == (date(2025, 12, 29), date(2026, 1, 4))
    assert len(weeks) == 53
    assert len(periods_of("week", 2025)) == 52


def test_the_third_quarter_of_the_decrees_example():
    """15/9, 17/9, 20/9, 25/9; in 2026 the 20th is a Sunday and moves to Monday."""
    assert deadlines_of("quarter", date(2026, 9, 14)) == {
        "school": date(2026, 9, 15),
        "commune": date(2026, 9, 17),
        "province": date(2026, 9, 21),
        "government": date(2026, 9, 25),
    }


def test_where_no_day_of_the_example_is_a_day_off_its_days_stand():
    """In 2027 15, 17 and 20 September are working days; 25 September is a Saturday."""
    assert list(deadlines_of("quarter", date(2027, 9, 14)).values()) == [
        date(2027, 9, 15), date(2027, 9, 17), date(2027, 9, 20), date(2027, 9, 27),
    ]  # fmt: skip


def test_districts_report_until_they_end():
    assert list(deadlines_of("quarter", date(2021, 9, 14))) == [
        "school",
        "commune",
        "district",
        "province",
        "government",
    ]
    assert "district" in deadlines_of("quarter", date(2025, 6, 14))
    assert "district" not in deadlines_of("month", date(2025, 7, 14))
    assert "district" not in deadlines_of("week", date(2025, 6, 29))  # its deadline would fall after their end


def test_tet_moves_the_deadlines():
    """The cut-off of month 2/2026 lies just before Tết: nothing is due until people are back."""
    found = deadlines_of("month", date(2026, 2, 14))
    assert found["school"] == date(2026, 2, 23)
    assert found["commune"] == date(2026, 2, 24)


def test_a_day_off_of_the_province_moves_its_deadlines_and_a_worked_saturday_does_not():
    until = date(2026, 9, 14)
    assert deadlines_of("quarter", until, {date(2026, 9, 15): False})["school"] == date(2026, 9, 16)
    assert deadlines_of("quarter", until, {date(2026, 9, 20): True})["province"] == date(2026, 9, 20)


@given(st.sampled_from(TILING), years)
def test_periods_of_a_kind_follow_each_other_without_gap_or_overlap(kind, year):
    both = [*periods_of(kind, year), *periods_of(kind, year + 1)]
    assert all(after.since == before.until + DAY for before, after in pairwise(both))
    assert all(each.since <= each.until for each in both)


@given(st.sampled_from(TILING), st.dates(date(2021, 1, 1), date(2099, 12, 31)))
def test_every_day_is_in_exactly_one_period(kind, day):
    period = period_containing(kind, day)
    assert period is not None
    around = [*periods_of(kind, day.year - 1), *periods_of(kind, day.year), *periods_of(kind, day.year + 1)]
    assert [each for each in around if each.since <= day <= each.until] == [period]


@given(st.sampled_from(REGULAR), st.integers(2021, 2035))
def test_deadlines_are_working_days_a_working_day_apart(kind, year):
    for period in periods_of(kind, year):
        days = list(deadlines_of(kind, period.until).values())
        assert all(is_working_day(day) for day in days)
        steps = [period.until, *days]
        assert all(working_days_between(*pair) >= 1 for pair in pairwise(steps))


@given(st.sampled_from(TILING), st.integers(2022, 2090))
def test_the_period_before_and_the_same_a_year_ago(kind, year):
    for number, period in enumerate(periods_of(kind, year)):
        before = period_before(kind, period.since)
        assert before.until == period.since - DAY
        earlier = periods_of(kind, year - 1)
        expected = earlier[min(number, len(earlier) - 1)]
        assert year_before(kind, period.since, period.until) == (expected.since, expected.until)


def test_chosen_dates_look_back_by_the_calendar():
    assert year_before("quick", date(2024, 2, 10), date(2024, 2, 29)) == (date(2023, 2, 10), date(2023, 2, 28))


@pytest.mark.parametrize("zone", ["UTC", "Asia/Ho_Chi_Minh", "America/New_York"])
def test_the_edge_of_a_period_is_midnight_in_viet_nam_wherever_the_server_stands(zone, monkeypatch):
    """17:00 UTC on 14/09 is midnight in Viet Nam: a minute before belongs to the third quarter, then to the fourth."""
    import time

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        last = datetime(2026, 9, 14, 16, 59, 59, tzinfo=UTC)
        assert period_containing("quarter", localdate(last)).name == "Quý III/2026"
        assert period_containing("quarter", localdate(last + timedelta(seconds=1))).name == "Quý IV/2026"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_rules_that_leave_gaps_or_name_nothing_known_are_refused():
    good = {
        "name": "x", "text": "x", "valid_from": date(2021, 1, 1), "levels": [{"code": "school"}],
        "spacing": {"after_cut_off": 1, "between_levels": 1, "move_off_days": True},
    }  # fmt: skip
    month = {"months": 1, "from_day": 15, "to_day": 14, "due": {"school": 15}}
    assert rules_from(good | {"kinds": {"month": month}}).kinds["month"].months == 1
    for broken in ({"from_day": 16}, {"months": 5}, {"due": {"hamlet": 3}}):
        with pytest.raises(ValueError, match="month"):
            rules_from(good | {"kinds": {"month": month | broken}})


def test_before_the_register_there_are_no_rules():
    with pytest.raises(BrokenRules):
        rules_on(date(2019, 12, 31))


def test_an_installation_may_put_its_own_rules_in_place(settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / "cycles").mkdir()
    from truongan.reports.periodic.cycle_rules import SHIPPED

    shipped = (SHIPPED / "nd-09-2019.toml").read_text()
    (tmp_path / "cycles" / "nd-09-2019.toml").write_text(
        shipped.replace("move_off_days = true", "move_off_days = false")
    )
    assert deadlines_of("quarter", date(2026, 9, 14))["province"] == date(2026, 9, 20)


def printed(*arguments) -> str:
    out = io.StringIO()
    call_command("periods", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_gives_both_ends_and_every_deadline(db):
    found = json.loads(printed("--kind", "quarter", "--year", "2026", "--format", "json"))
    assert found[2] == {
        "from": "2026-06-15",
        "to": "2026-09-14",
        "deadlines": {
            "school": "2026-09-15", "commune": "2026-09-17", "province": "2026-09-21", "government": "2026-09-25",
        },
    }  # fmt: skip
    assert "Quý III/2026: từ ngày 15/06/2026" in printed("--kind", "quarter", "--year", "2026")


def test_the_command_refuses_what_it_cannot_answer(db):
    with pytest.raises(CommandError) as refused:
        printed("--kind", "month", "--year", "1999")
    assert refused.value.returncode == 2
