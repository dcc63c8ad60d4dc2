"""The counting rules of the field (domain: counting rules), each with a case of its own."""

from datetime import date

import pytest
from django.db.models import Sum

from tests.factories import (
    make_check,
    make_event,
    make_group,
    make_person,
    make_scheme,
    make_school,
    make_team,
    unit,
)
from truongan.movement import ledger
from truongan.movement.models import LedgerBalance, LedgerRow, TeamMembership

DAY = date(2021, 9, 14)


@pytest.fixture
def school(territory):
    return make_school(place=unit("07795", DAY))


def stock(name: str, day: date = DAY) -> int:
    return LedgerRow.objects.filter(day__lte=day).aggregate(total=Sum(name))["total"] or 0


def test_a_scheme_strengthened_and_restaffed_is_one_scheme(school):
    scheme = make_scheme(organization=school)
    make_event(scheme, "strengthened", date(2021, 8, 10))
    make_event(scheme, "strengthened", date(2021, 8, 20))
    make_event(scheme, "restaffed", date(2021, 9, 1))

    assert [stock(s) for s in ("schemes", "schemes_strengthened", "schemes_restaffed")] == [1, 1, 1]
    assert stock("schemes_strengthened", date(2021, 8, 9)) == 0


def test_a_teacher_in_two_teams_is_one_person_and_two_memberships(school):
    teacher = make_person(organization=school)
    scheme = make_scheme(organization=school)
    make_team(scheme=scheme, members=[teacher, make_person()])
    make_team(scheme=scheme, members=[teacher])

    assert (stock("teams"), stock("team_memberships"), stock("team_persons")) == (2, 3, 2)


def test_leaving_and_returning_counts_only_on_the_days_inside(school):
    team = make_team(scheme=make_scheme(organization=school))
    person = make_person()
    for start, end in ((date(2021, 8, 1), date(2021, 8, 10)), (date(2021, 9, 1), None)):
        TeamMembership.objects.create(team=team, person=person, valid_from=start, valid_to=end)
    ledger.refresh([school.pk])

    days = [
        date(2021, 7, 31),
        date(2021, 8, 1),
        date(2021, 8, 9),
        date(2021, 8, 10),
        date(2021, 8, 31),
        date(2021, 9, 1),
    ]
    assert [stock("team_persons", day) for day in days] == [0, 1, 1, 0, 0, 1]


def test_unnamed_pupils_are_counted_as_declared(school):
    make_team(scheme=make_scheme(organization=school), members=[make_person(), 12])

    assert (stock("team_memberships"), stock("team_persons")) == (13, 13)


def test_a_removed_scheme_leaves_every_stock(school):
    scheme = make_scheme(organization=school)
    make_event(scheme, "strengthened", date(2021, 8, 10))
    make_event(scheme, "removed", date(2021, 9, 10))

    for name in ("schemes", "schemes_built", "schemes_strengthened", "schemes_active", "covered"):
        assert (stock(name, date(2021, 9, 9)), stock(name)) == (1, 0), name


def test_active_ends_sixty_days_after_the_last_evidence_and_pauses_with_a_suspension(school):
    scheme = make_scheme(organization=school)
    make_event(scheme, "launched", date(2021, 8, 1))
    assert (stock("schemes_active", date(2021, 9, 29)), stock("schemes_active", date(2021, 9, 30))) == (1, 0)

    make_event(scheme, "suspended", date(2021, 8, 20))
    make_event(scheme, "resumed", date(2021, 9, 5))
    assert [stock("schemes_active", date(2021, 8, d)) for d in (19, 20, 31)] == [1, 0, 0]
    assert stock("schemes_active", date(2021, 9, 5)) == 1
    assert stock("schemes", date(2021, 8, 25)) == 1


def test_a_group_is_connected_only_while_police_and_health_are_both_in_it(school):
    police, nurse = make_person(), make_person()
    group = make_group(organization=school, members=[(police, "area_police"), (nurse, "health"), 10])
    make_group(organization=school, members=[(police, "area_police")])
    group.memberships.filter(person=nurse).update(valid_to=date(2021, 9, 1))
    ledger.refresh([school.pk])

    assert (stock("groups_connected", date(2021, 8, 31)), stock("groups_connected")) == (1, 0)
    assert (
        stock("groups"),
        stock("group_memberships", date(2021, 8, 31)),
        stock("group_persons", date(2021, 8, 31)),
    ) == (2, 13, 12)


def test_a_group_is_active_on_the_days_after_a_check_that_found_it_so(school):
    group = make_group(organization=school)
    make_check(group, date(2021, 8, 15))
    make_check(group, date(2021, 8, 20), is_active=False)

    assert [stock("groups_active", day) for day in (date(2021, 8, 14), date(2021, 8, 15), date(2021, 10, 14))] == [
        0,
        1,
        0,
    ]


def test_a_school_with_two_schemes_is_covered_once(school):
    for number in range(2):
        make_scheme(organization=school, name=f"Điểm {number}")

    assert stock("covered") == 1


def test_the_balance_of_a_new_year_is_what_the_years_before_left(school):
    scheme = make_scheme(organization=school, on=date(2021, 8, 1))
    make_scheme(organization=school, on=date(2023, 2, 1), name="Hai")
    make_event(scheme, "removed", date(2024, 3, 1))

    balances = LedgerBalance.objects.order_by("year").values_list("year", "until_year", "schemes")
    assert list(balances) == [(2022, 2024, 1), (2024, 2025, 2), (2025, None, 1)]
