"""What stands beside the sums on the figures page: how a stock went, and what schools declared."""

from datetime import date, timedelta

import pytest

from tests.factories import make_event, make_person, make_scheme, make_school, make_team, unit
from truongan.figures.counting import answer
from truongan.figures.declared import declared_beside_counted
from truongan.figures.queries import history
from truongan.figures.questions import Question
from truongan.kernel.clock import now
from truongan.movement.models import Declaration

THEN = date(2021, 9, 14)
QUERIES_OF_DECLARED = 3  # the organizations, both totals, the names of those apart


@pytest.fixture
def nenh(territory):
    return unit("07795", THEN)


def declare(organization, value: int, *, on: date = THEN, measure: str = "teams.memberships") -> None:
    Declaration.objects.create(organization=organization, measure=measure, on=on, value=value, recorded_at=now())


def school_with_members(place, count: int):
    school = make_school(place=place)
    make_team(scheme=make_scheme(organization=school, on=date(2021, 8, 1)), members=[make_person(), count - 1])
    return school


def test_every_point_of_a_history_is_the_figure_of_its_day(nenh):
    schools = [make_school(place=nenh) for _ in range(3)]
    for place, school in enumerate(schools):
        make_scheme(organization=school, on=date(2021, 6, 1) + timedelta(days=17 * place))
    make_event(
        make_scheme(organization=schools[0], name="Điểm lẻ", on=date(2021, 7, 20)), "removed", date(2021, 8, 10)
    )

    points = history(Question(on=THEN, unit=nenh), "schemes.count")

    assert (points[0], points[-1]) == ((date(2021, 6, 1), 1), (THEN, 3))
    assert {count for _day, count in points} == {1, 2, 3, 4}
    for day, count in points:
        assert answer(Question(on=day, unit=nenh)).total["schemes.count"].value == count, day


def test_a_history_begins_with_the_first_scheme_and_is_empty_before_it(nenh):
    make_scheme(organization=make_school(place=nenh), on=date(2021, 9, 1))
    # Came and went within a day: no stock moved, so the line does not begin here.
    make_event(make_scheme(organization=make_school(place=nenh), on=date(2021, 8, 1)), "removed", date(2021, 8, 1))

    assert history(Question(on=date(2021, 8, 31), unit=nenh), "schemes.count") == []
    assert history(Question(on=THEN, unit=nenh), "schemes.count")[0] == (date(2021, 9, 1), 1)


def test_declared_totals_stand_beside_those_counted_for_the_same_schools(nenh):
    agreeing, less, more = (school_with_members(nenh, count) for count in (9, 5, 20))
    school_with_members(nenh, 40)  # declared nothing: not counted here
    empty = make_school(place=nenh)
    for school, value in ((agreeing, 9), (less, 6), (more, 15), (empty, 3)):
        declare(school, value)

    (found,) = declared_beside_counted(Question(on=THEN, unit=nenh))

    assert (found.indicator.code, found.declared_total, found.counted_total) == ("teams.memberships", 33, 34)
    assert (found.agreeing, found.differing, found.difference) == (1, 3, -1)
    assert [(each.organization, each.value, each.declared) for each in found.farthest] == [
        (more, 20, 15),
        (empty, 0, 3),
        (less, 5, 6),
    ]


def test_the_latest_total_declared_by_the_day_counts(nenh):
    school = school_with_members(nenh, 9)
    declare(school, 7, on=date(2021, 9, 1))
    declare(school, 9, on=date(2021, 9, 10))
    declare(school, 30, on=date(2021, 9, 20))
    declare(make_school(place=unit("07375", THEN)), 100)

    (found,) = declared_beside_counted(Question(on=THEN, unit=nenh))

    assert (found.declared_total, found.counted_total, found.agreeing, found.differing) == (9, 9, 1, 0)
    assert declared_beside_counted(Question(on=date(2021, 8, 31), unit=nenh)) == []


@pytest.mark.parametrize("count", (1, 5))
def test_declared_beside_counted_asks_as_often_for_many_schools_as_for_one(nenh, count, django_assert_num_queries):
    for _ in range(count):
        school = school_with_members(nenh, 9)
        declare(school, 8)
        declare(school, 0, measure="groups.memberships")

    with django_assert_num_queries(QUERIES_OF_DECLARED):
        found = declared_beside_counted(Question(on=THEN, unit=nenh))

    assert [each.differing for each in found] == [count, 0]
