"""A scheme that changed hands: each day's numbers and rows at the school that held it, sums that stay whole."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.conftest import TODAY
from tests.factories import NOW, make_check, make_event, make_group, make_person, make_scheme, make_team, unit
from truongan.figures.counting import answer, by_organization
from truongan.figures.indicators import INDICATORS
from truongan.figures.queries import contributions, records_behind
from truongan.figures.questions import Answer, Question
from truongan.figures.sealing import changes_since, rows_hash, seal_figures
from truongan.movement.actions import transfer_scheme, void_event
from truongan.movement.models import SchemeEvent
from truongan.organizations.models import Organization

BEFORE, ON, START = date(2026, 6, 30), date(2026, 7, 1), date(2026, 1, 5)
CODES = (
    "schools.covered", "schemes.count", "schemes.built", "schemes.strengthened", "schemes.active",
    "teams.count", "teams.memberships", "teams.persons",
    "groups.count", "groups.memberships", "groups.persons", "groups.connected", "groups.active",
)  # fmt: skip
ROWS = {"schemes.count": 1, "teams.count": 1, "teams.memberships": 2, "groups.count": 1, "groups.memberships": 2}


@pytest.fixture
def moved(cast) -> SchemeEvent:
    """The whole of a scheme (active, strengthened, with team and group) handed to the neighbour on 1 July 2026."""
    scheme = make_scheme(organization=cast.school, on=START)
    make_event(scheme, "strengthened", date(2026, 6, 20))
    make_team(scheme=scheme, members=[make_person(organization=cast.school), 4], on=START)
    sides = [(make_person(), "area_police"), (make_person(), "health")]
    make_check(make_group(organization=cast.school, scheme=scheme, members=sides, on=START), date(2026, 6, 20))
    return transfer_scheme(actor=cast.can_bo_tinh, scheme=scheme, to=cast.neighbour_school, on=ON, now=NOW)


def values(school: Organization, on: date) -> dict[str, int | None]:
    found = answer(Question(on=on, organization_ids=(school.pk,))).total
    return {code: found[code].value for code in CODES}


def in_balance(found: Answer) -> bool:
    figures = [figure for row in (*found.rows, found.total) for figure in row.figures.values()]
    whole = [each for each in figures if each.opening is not None and not each.indicator.only_in_period]
    return all(each.opening + each.added - each.removed == each.value for each in whole) and len(whole) > 10


def flows(question: Question, code: str = "schemes.count") -> tuple:
    figure = answer(question).total[code]
    return (figure.opening, figure.added, figure.removed, figure.value)


def test_every_number_of_a_day_is_at_the_school_that_held_it_then(cast, moved):
    nothing = dict.fromkeys(CODES, 0)
    before, after = values(cast.school, BEFORE), values(cast.neighbour_school, ON)

    assert min(before.values()) > 0 and before == after
    assert values(cast.neighbour_school, BEFORE) == values(cast.school, ON) == nothing
    assert cast.neighbour_school.pk not in by_organization(Question(on=BEFORE))


def test_one_school_loses_and_the_other_gains_what_an_area_with_both_keeps(cast, moved):
    period = {"on": date(2026, 7, 31), "since": date(2026, 6, 1)}

    assert flows(Question(**period, organization_ids=(cast.school.pk,))) == (1, 0, 1, 0)
    assert flows(Question(**period, organization_ids=(cast.neighbour_school.pk,))) == (0, 1, 0, 1)
    both = answer(Question(**period, unit=unit("24", TODAY), by="unit"))
    for code in ("schemes.count", "teams.count", "teams.memberships", "groups.count", "schools.covered"):
        assert (both.total[code].added, both.total[code].removed) == (0, 0), code
    active = both.total["schemes.active"]  # came alive on 20 June, at the one school, and stayed so at the other
    assert (active.added, active.removed) == (1, 0)
    assert in_balance(both)
    by_type = answer(Question(**period, by="type"))
    assert in_balance(by_type) and {row["schemes.count"].added for row in by_type.rows} == {0}


def test_what_is_truly_new_on_the_day_of_a_transfer_is_new(cast, moved):
    make_scheme(organization=cast.neighbour_school, on=ON, name="Mới")
    make_event(make_scheme(organization=cast.school, on=START, name="Cũ"), "removed", ON)

    period = Question(on=date(2026, 7, 31), since=date(2026, 6, 1), unit=unit("24", TODAY))
    assert flows(period) == (2, 1, 1, 2)
    assert flows(Question(on=ON, since=ON, organization_ids=(cast.neighbour_school.pk,))) == (0, 2, 0, 2)


def test_between_two_units_each_says_so_and_their_whole_does_not(cast):
    scheme = make_scheme(organization=cast.school, on=START)
    transfer_scheme(actor=cast.quantri, scheme=scheme, to=cast.other_school, on=ON, now=NOW)

    found = answer(Question(on=date(2026, 7, 31), since=date(2026, 6, 1), unit=unit("24", TODAY), by="unit"))

    said = {(row["schemes.count"].added, row["schemes.count"].removed) for row in found.rows}
    assert said == {(0, 0), (1, 0), (0, 1)}
    assert (found.total["schemes.count"].added, found.total["schemes.count"].removed) == (0, 0)
    assert in_balance(found)


def test_by_type_covered_schools_and_people_are_those_of_the_day(cast, moved):
    for school, day, n in (
        (cast.school, BEFORE, 1),
        (cast.neighbour_school, BEFORE, 0),
        (cast.neighbour_school, ON, 1),
    ):
        row = answer(Question(on=day, by="type", organization_ids=(school.pk,))).rows[0:1]
        found = [
            (each["schools.covered"].value, each["teams.persons"].value, each["groups.persons"].value) for each in row
        ]
        assert found == ([(1, 5, 2)] if n else [(0, 0, 0)]), (school, day)


@pytest.mark.parametrize("code", ROWS)
def test_the_rows_behind_a_number_stand_at_the_school_that_held_them(cast, moved, code):
    indicator = INDICATORS[code]

    def rows(school, day) -> int:
        return records_behind(Question(on=day), indicator, school).count()

    assert (rows(cast.school, BEFORE), rows(cast.neighbour_school, BEFORE)) == (ROWS[code], 0)
    assert (rows(cast.school, ON), rows(cast.neighbour_school, ON)) == (0, ROWS[code])


def test_a_scheme_worked_on_is_its_holders_of_the_periods_last_day(cast, moved):
    indicator = INDICATORS["schemes.worked_on"]
    june, july = Question(on=BEFORE, since=date(2026, 6, 1)), Question(on=ON, since=date(2026, 6, 1))

    assert [(each.organization, each.value) for each in contributions(june, indicator)] == [(cast.school, 1)]
    assert [(each.organization, each.value) for each in contributions(july, indicator)] == [(cast.neighbour_school, 1)]
    assert (
        answer(Question(on=BEFORE, since=date(2026, 6, 1), organization_ids=(cast.school.pk,)))
        .total["schemes.worked_on"]
        .value
        == 1
    )


def test_the_former_school_reads_the_name_and_opens_no_record(cast, as_, moved):
    address = reverse("figures:behind", args=["schemes.count"])
    record = reverse("movement:scheme", args=[moved.scheme_id])
    there = {"truong": cast.school.pk, "ngay": BEFORE.isoformat()}

    former = as_("hieu_truong").get(address, there).content.decode()
    assert "đã chuyển sang đơn vị khác" in former and record not in former
    assert as_("hieu_truong").get(record).status_code == 404
    assert record in as_("can_bo_tinh").get(address, there).content.decode()


def test_what_was_sealed_before_stays_and_says_what_changed(cast):
    scheme = make_scheme(organization=cast.school, on=START)
    question = Question(on=TODAY, unit=unit("24", TODAY))
    seal, hashed = seal_figures(actor=cast.quantri, question=question, now=NOW), rows_hash(question)
    transfer_scheme(actor=cast.quantri, scheme=scheme, to=cast.neighbour_school, on=ON, now=NOW)

    assert seal.figures.get(code="schemes.count").by_organization == {str(cast.school.pk): 1}
    change = next(each for each in changes_since(seal) if each.figure.code == "schemes.count")
    assert {(school, was, now) for school, was, now in change.organizations} == {
        (cast.school, 1, 0),
        (cast.neighbour_school, 0, 1),
    }
    assert rows_hash(question) == hashed  # the same rows of the register, elsewhere


def test_a_voided_transfer_never_was(cast, moved):
    void_event(actor=cast.can_bo_tinh, event=moved, reason="Nhầm trường", now=NOW)

    assert values(cast.school, ON) == {**values(cast.school, BEFORE)}
    assert set(values(cast.neighbour_school, TODAY).values()) == {0}
    call_command("ledger", "verify")
