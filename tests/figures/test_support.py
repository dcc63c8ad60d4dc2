"""Figures of support: what is counted on a day and over a period, and that the median belongs to each row."""

from datetime import date

import pytest

from tests.factories import unit
from tests.support.conftest import Desk, at
from truongan.figures.counting import answer, by_organization
from truongan.figures.indicators import MOVEMENT, SUPPORT
from truongan.figures.public import public_answer
from truongan.figures.questions import Question
from truongan.figures.sources import SOURCES
from truongan.support.actions import answer_question, ask_back, forget_askers, rate_answer

pytestmark = pytest.mark.django_db
BEGIN = date(2026, 11, 2)  # Monday


@pytest.fixture
def desk(cast) -> Desk:
    """Nếnh: answered after 1 and 3 days, one too late; elsewhere one after 5 days; one open, one asked back."""
    desk = Desk(cast)
    for day, score in ((3, 5), (5, 2)):
        question = answered(desk, date(2026, 11, day))
        rate_answer(question=question, score=score, now=at(date(2026, 11, 6)))
    answered(desk, date(2026, 11, 23))  # due on 16/11
    answered(desk, date(2026, 11, 9), place=desk.elsewhere)
    desk.ask(now=at(BEGIN))
    ask_back(actor=None, question=desk.ask(now=at(BEGIN)), text="?", now=at(date(2026, 11, 3)))
    return desk


def answered(desk: Desk, on: date, **asked):
    return answer_question(actor=None, question=desk.ask(now=at(BEGIN), **asked), text="Rồi.", now=at(on))


def figures(on: date, **asked) -> dict[str, int]:
    found = answer(Question(on=on, unit=unit("24", on), **asked), SUPPORT.codes)
    return {code.partition(".")[2]: figure.value for code, figure in found.total.figures.items()}


def test_the_whole_on_a_day(desk):
    assert figures(date(2026, 11, 30)) == {
        "received": 6, "answered": 4, "answered_in_time": 3, "overdue": 1, "median_days": 3, "rated": 2, "satisfied": 1,
    }  # fmt: skip


def test_an_earlier_day_is_told_as_it_was(desk):
    found = figures(date(2026, 11, 6))
    assert (found["received"], found["answered"], found["overdue"], found["median_days"]) == (6, 2, 0, 1)
    assert figures(date(2026, 11, 17))["overdue"] == 2


def test_a_period_counts_what_was_received_and_answered_in_it(desk):
    found = figures(date(2026, 11, 30), since=date(2026, 11, 9))
    assert (found["received"], found["answered"]) == (0, 2)


def test_each_row_has_its_own_median(desk):
    found = answer(Question(on=date(2026, 11, 30), unit=unit("24", date(2026, 11, 30)), by="unit"), SUPPORT.codes)
    rows = {row.label: row["support.median_days"].value for row in found.rows}
    assert rows["Phường Nếnh"] == 3
    assert found.total["support.median_days"].value == 3
    assert sum(row["support.received"].value for row in found.rows) == 6
    per = by_organization(Question(on=date(2026, 11, 30), unit=unit("24", date(2026, 11, 30))), SUPPORT.codes)
    assert per[desk.cast.commune_committee.pk]["support.answered"] == 3


def test_the_rows_behind_a_figure_are_as_many_as_it_says(desk):
    asked = Question(on=date(2026, 11, 30), unit=unit("24", date(2026, 11, 30)))
    found = answer(asked, SUPPORT.codes).total
    places = (desk.cast.commune_committee, desk.cast.province_police)
    for code in SUPPORT.codes:
        if code != "support.median_days":
            indicator = found[code].indicator
            counted = sum(SOURCES["support"].records["question"](asked, indicator, each).count() for each in places)
            assert counted == found[code].value, code


def test_small_numbers_of_opinions_are_not_public(desk):
    found = public_answer(date(2026, 11, 30), unit("24", date(2026, 11, 30)), codes=SUPPORT.codes).total
    assert found["support.received"].value == 6
    assert found["support.rated"].value is None
    assert found["support.satisfied"].value is None
    assert found["support.satisfied"].whole is None  # the public JSON says of how many, and that was hidden above


def test_forgetting_who_asked_changes_no_figure(desk):
    before = figures(date(2026, 11, 30))
    assert forget_askers(now=at(date(2028, 1, 1))) == 4
    assert figures(date(2026, 11, 30)) == before


def test_other_pages_do_not_ask_for_it(desk, django_assert_num_queries, monkeypatch):
    def never(*asked):
        raise AssertionError("support was asked for")

    monkeypatch.setitem(SOURCES, "support", type(SOURCES["support"])("support", ("", "unit"), never, never, never))
    answer(Question(on=date(2026, 11, 30)), MOVEMENT.codes)
