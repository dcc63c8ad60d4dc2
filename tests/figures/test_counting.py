from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_event,
    make_group,
    make_person,
    make_scheme,
    make_school,
    make_team,
    make_type,
    unit,
)
from truongan.figures.counting import answer, by_organization
from truongan.figures.indicators import MOVEMENT
from truongan.figures.questions import Question
from truongan.organizations.models import Placement

THEN = date(2021, 9, 14)
NOW = date(2026, 11, 22)


@pytest.fixture
def schools(territory):
    """Two schools in thị trấn Nếnh of 2021, one elsewhere in the same district, one in Lạng Giang."""
    nenh, other = unit("07795", THEN), unit("07777", THEN)
    lang_giang = unit("07375", THEN)
    return [make_school(place=place) for place in (nenh, nenh, other, lang_giang)]


def values(question: Question) -> dict[str, int | None]:
    return {code: figure.value for code, figure in answer(question).total.figures.items()}


def test_stock_is_asked_for_any_day(schools):
    scheme = make_scheme(organization=schools[0], on=date(2021, 8, 20))
    make_team(scheme=scheme, members=[make_person(), 8], on=date(2021, 9, 1))

    assert values(Question(on=date(2021, 8, 19)))["schemes.count"] == 0
    then = values(Question(on=THEN))
    assert (then["schemes.count"], then["teams.count"], then["teams.memberships"]) == (1, 1, 9)
    assert (then["schools.count"], then["schools.covered"]) == (4, 1)


def test_a_person_in_two_schools_is_one_person_in_the_whole_and_one_in_each(schools):
    officer = make_person()
    for school in (schools[0], schools[3]):
        make_group(organization=school, members=[(officer, "area_police"), make_person()])

    found = answer(Question(on=THEN, unit=unit("24", THEN), by="unit"))

    assert (found.total["groups.memberships"].value, found.total["groups.persons"].value) == (4, 3)
    assert sorted(row["groups.persons"].value for row in found.rows if row["groups.persons"].value) == [2, 2]


def test_opening_plus_new_minus_removed_is_closing(schools):
    first = make_scheme(organization=schools[0], on=date(2021, 8, 1))
    make_scheme(organization=schools[1], on=date(2021, 9, 1))
    make_event(first, "removed", date(2021, 9, 10))
    make_event(make_scheme(organization=schools[2], on=date(2021, 8, 1)), "strengthened", date(2021, 9, 5))

    found = answer(Question(on=THEN, since=date(2021, 8, 15))).total

    count = found["schemes.count"]
    assert (count.opening, count.added, count.removed, count.value) == (2, 1, 1, 2)
    assert found["schemes.strengthened"].in_period == 1
    assert found["schemes.worked_on"].value == 2
    for figure in found.figures.values():
        if not figure.indicator.only_in_period and not figure.indicator.is_flow:
            assert figure.opening + figure.added - figure.removed == figure.value, figure.indicator.code


def test_a_scheme_built_strengthened_and_restaffed_in_the_period_is_worked_on_once(schools):
    scheme = make_scheme(organization=schools[0], on=date(2021, 9, 1))
    make_event(scheme, "strengthened", date(2021, 9, 5))
    make_event(scheme, "restaffed", date(2021, 9, 6))

    found = answer(Question(on=THEN, since=date(2021, 8, 15))).total

    assert found["schemes.worked_on"].value == 1


def test_by_unit_lists_every_unit_beneath_and_adds_up(schools):
    for school in schools:
        make_scheme(organization=school)

    found = answer(Question(on=THEN, unit=unit("24", THEN), by="unit"))

    assert len(found.rows) == 10
    assert {row.label: row["schemes.count"].value for row in found.rows if row["schemes.count"].value} == {
        "Huyện Việt Yên": 3,
        "Huyện Lạng Giang": 1,
    }
    assert found.total["schemes.count"].value == 4


def test_figures_of_2021_read_in_the_communes_of_today(schools):
    for school in schools:
        make_scheme(organization=school)

    found = answer(Question(on=THEN, unit=unit("24", THEN), geography=NOW, by="unit"))

    counts = {row.label: row["schemes.count"].value for row in found.rows if row["schemes.count"].value}
    assert counts["Phường Nếnh"] >= 2
    assert sum(counts.values()) == found.total["schemes.count"].value == 4


def test_a_school_that_moved_is_taken_where_it_stands_on_the_day_of_the_geography(schools):
    school = schools[0]
    elsewhere = unit("07795", NOW)
    Placement.objects.filter(organization=school).update(valid_to=date(2025, 7, 1))
    Placement.objects.create(organization=school, unit=elsewhere, path=elsewhere.path, valid_from=date(2025, 7, 1))
    make_scheme(organization=school)

    found = answer(Question(on=THEN, unit=unit("24", THEN), geography=NOW, by="unit"))

    assert {row.unit.code for row in found.rows if row["schemes.count"].value} == {"07795"}


def test_by_type_counts_a_school_with_both_types_once_in_each_and_once_in_all(schools):
    for kind in ("truong-hoc-an-toan", "lien-ket"):
        scheme = make_scheme(organization=schools[0], type=make_type(kind, kind))
        make_team(scheme=scheme, members=[make_person(name=kind)])

    found = answer(Question(on=THEN, by="type"))

    assert [row["schools.covered"].value for row in found.rows[:2]] == [1, 1]
    assert found.total["schools.covered"].value == 1
    assert [row["teams.persons"].value for row in found.rows[:2]] == [1, 1]


def test_people_of_the_whole_are_the_same_however_it_is_divided(schools):
    officer = make_person()
    for school, day in ((schools[0], date(2021, 8, 1)), (schools[3], date(2021, 9, 1))):
        make_team(scheme=make_scheme(organization=school, on=day), members=[officer, make_person(), 4], on=day)
        make_group(organization=school, members=[(officer, "area_police"), make_person()], on=day)

    totals = [
        answer(Question(on=THEN, unit=unit("24", THEN), since=date(2021, 8, 15), by=by), MOVEMENT.codes).total.figures
        for by in ("", "unit", "type", "level")
    ]

    assert (totals[0]["teams.persons"].value, totals[0]["groups.persons"].value) == (11, 3)
    assert (totals[0]["teams.persons"].opening, totals[0]["groups.persons"].opening) == (6, 2)
    assert totals[0] == totals[1] == totals[2] == totals[3]


def test_by_level_shows_coverage_of_each(schools):
    make_scheme(organization=schools[0])

    found = {row.key: row for row in answer(Question(on=THEN, by="level")).rows}

    assert (found["THCS"]["schools.covered"].value, found["THCS"]["schools.covered"].whole) == (1, 4)


def test_a_viewer_counts_only_what_is_visible(cast):
    for school in (cast.school, cast.neighbour_school, cast.other_school):
        make_scheme(organization=school, on=date(2026, 1, 1))

    seen = {
        name: answer(Question(on=NOW, viewer=getattr(cast, name))).total["schemes.count"].value
        for name in ("quantri", "can_bo_tinh", "so_gd", "cong_an_xa", "hieu_truong")
    }

    assert seen == {"quantri": 3, "can_bo_tinh": 3, "so_gd": 3, "cong_an_xa": 2, "hieu_truong": 1}


def test_without_a_unit_a_viewer_reads_only_rows_of_places_seen(cast):
    """A school has no unit, and an area that was two provinces on that day has none either."""
    school = answer(Question(on=NOW, by="unit", viewer=cast.hieu_truong))
    assert [row.label for row in school.rows] == ["Tỉnh Bắc Ninh"]
    assert answer(Question(on=THEN, by="unit", viewer=cast.hieu_truong)).rows == []
    assert len(answer(Question(on=THEN, by="unit", viewer=cast.quantri)).rows) == 2


@pytest.mark.parametrize("count", (1, 6))
@pytest.mark.parametrize(("codes", "expected"), ((MOVEMENT.codes, 6), (("plans.made",), 5), ((), 13)))
def test_the_number_of_queries_does_not_grow(schools, count, codes, expected):
    for number in range(count):
        make_scheme(organization=schools[number % 4], name=f"Điểm {number}")
    province = unit("24", THEN)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer(Question(on=THEN, unit=province, by="unit"), codes)

    assert len(queries) == expected


def test_evidence_names_each_organization(schools):
    make_scheme(organization=schools[0])

    assert by_organization(Question(on=THEN))[schools[0].pk]["schemes.count"] == 1
