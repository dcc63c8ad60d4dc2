"""Lượt is not người, and parts are not the total: the counting basis, by example."""

from datetime import date, timedelta

import pytest

from tests.activities.samples import DAY, make_activity
from tests.factories import NOW, make_person
from truongan.activities.actions import void_activity
from truongan.activities.facts import Reached
from truongan.activities.models import Activity
from truongan.activities.queries.counting import (
    Sums,
    by_audience,
    by_form,
    by_kind,
    by_topic,
    named_people,
    sums_of,
    sums_over,
    with_sums,
)

EVERYTHING = Activity.objects.all


def counts(parts) -> dict[str, tuple[int, int]]:
    return {part.code: (part.sums.activities, part.sums.attendances) for part in parts}


@pytest.fixture
def two(cast) -> None:
    make_activity(cast.giao_vien, cast.school)  # 640 turns of 320 pupils, 25 turns of teachers; two topics, one form
    make_activity(
        cast.giao_vien, cast.school, title="Phát thanh", topics=("drugs", "school_violence"),
        forms=("loudspeaker", "social"), audience=(Reached("pupils", 300), Reached("parents", 100)),
    )  # fmt: skip


def test_attendances_add_up_and_people_stand_beside_how_many_told_them(cast, two):
    assert sums_of(EVERYTHING()) == Sums(activities=2, attendances=1065, persons=320, told=1)
    assert sums_over(with_sums(EVERYTHING())) == sums_of(EVERYTHING())


def test_an_activity_with_two_topics_counts_once_in_the_total_and_under_each(cast, two):
    topics = counts(by_topic(EVERYTHING()))

    assert topics == {"drugs": (1, 400), "school_violence": (2, 1065), "online_safety": (1, 665)}
    assert sum(activities for activities, _turns in topics.values()) == 4 > sums_of(EVERYTHING()).activities
    assert counts(by_form(EVERYTHING())) == {"talk": (1, 665), "loudspeaker": (1, 400), "social": (1, 400)}


def test_groups_of_the_audience_add_up_to_the_total(cast, two):
    groups = by_audience(EVERYTHING())

    assert counts(groups) == {"pupils": (2, 940), "teachers": (1, 25), "parents": (1, 100)}
    assert sum(part.sums.attendances for part in groups) == sums_of(EVERYTHING()).attendances
    assert [part.sums.told for part in groups] == [0, 1, 0]
    assert counts(by_kind(EVERYTHING())) == {"communication": (2, 1065)}


def test_who_came_twice_is_two_turns_and_one_named_person(cast):
    person = make_person(organization=cast.school)
    for title in ("Sáng", "Chiều"):
        make_activity(cast.giao_vien, cast.school, title=title, people=(person,), audience=(Reached("staff", 1, 1),))

    assert (sums_of(EVERYTHING()).attendances, named_people(EVERYTHING())) == (2, 1)


def test_a_list_of_nothing_sums_to_nothing(cast):
    assert sums_of(EVERYTHING()) == Sums()
    assert by_topic(EVERYTHING()) == by_audience(EVERYTHING()) == []


def test_a_period_ends_before_its_end_and_the_void_count_nowhere(cast):
    first = make_activity(cast.giao_vien, cast.school, on=date(2026, 11, 14), title="Cuối kỳ")
    make_activity(cast.giao_vien, cast.school, on=date(2026, 11, 15), title="Đầu kỳ sau")
    wrong = make_activity(cast.giao_vien, cast.school, on=date(2026, 11, 14), title="Ghi sai")
    void_activity(actor=cast.giao_vien, activity=wrong, reason="sai", now=NOW + timedelta(hours=1))

    assert list(EVERYTHING().in_period(date(2026, 10, 15), date(2026, 11, 15))) == [first]
    assert list(EVERYTHING().standing_on(date(2026, 11, 14))) == [first]
    assert EVERYTHING().standing_on(DAY).count() == 2
    assert EVERYTHING().about("drugs").count() == 0
    assert EVERYTHING().by_form("talk").valid().count() == 2
