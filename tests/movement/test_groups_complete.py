"""Complete groups are counted by the rule of their kind, on any day, like every other stock."""

import random
from datetime import date, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import NOW, make_group, make_person, make_scheme, make_school, make_team, unit
from tests.movement.counting import DAY, stock
from truongan.figures.counting import answer, by_organization
from truongan.figures.indicators import INDICATORS
from truongan.figures.queries import records_behind
from truongan.figures.questions import Question
from truongan.movement import ledger
from truongan.movement.actions.kinds import change_group_kind, recount_kind
from truongan.movement.models import ConnectionGroup, GroupKind, GroupMembership, TeamMembership
from truongan.movement.queries.attention import needs_by_kind

FIRST = date(2021, 8, 1)
SIDES = ("area_police", "health", "school", "member")


@pytest.fixture
def school(territory):
    return make_school(place=unit("07795", DAY))


@pytest.fixture
def kind(school):
    return GroupKind.objects.create(code="thu", name="Nhóm thử", needs=["area_police", "health"])


def test_a_group_is_complete_only_while_everybody_its_kind_calls_for_is_in_it(school, kind):
    nurse = make_person()
    group = make_group(organization=school, kind=kind, members=[(make_person(), "area_police"), (nurse, "health"), 9])
    make_group(organization=school, kind=kind, members=[(make_person(), "area_police")])
    group.memberships.filter(person=nurse).update(valid_to=DAY)
    ledger.refresh([school.pk])

    assert (stock("groups_complete", DAY - timedelta(days=1)), stock("groups_complete", DAY)) == (1, 0)


def test_a_group_without_a_kind_follows_the_default_and_a_team_leader_counts_while_leading(school):
    leader = make_person()
    team = make_team(scheme=make_scheme(organization=school))
    TeamMembership.objects.create(
        team=team, person=leader, role="leader", valid_from=date(2021, 8, 5), valid_to=date(2021, 9, 1)
    )
    others = [(make_person(), side) for side in ("area_police", "health", "school")]
    make_group(organization=school, on=FIRST, members=[leader, *others])

    days = [date(2021, 8, 4), date(2021, 8, 5), date(2021, 8, 31), date(2021, 9, 1)]
    assert [stock("groups_complete", day) for day in days] == [0, 1, 1, 0]


def test_a_changed_rule_is_counted_again_for_every_day(school, kind, cast):
    make_group(organization=school, kind=kind, on=FIRST, members=[(make_person(), "area_police")])
    assert stock("groups_complete") == 0

    kind = change_group_kind(actor=cast.quantri, kind=kind, name=kind.name, needs=["area_police"], now=NOW)
    assert ProcrastinateJob.objects.filter(task_name="movement.recount_kind", args={"kind_id": kind.pk}).exists()
    assert recount_kind(kind=kind) == 1

    assert (stock("groups_complete"), stock("groups_complete", FIRST)) == (1, 1)


def test_the_figure_opens_the_groups_it_counts(school, kind):
    whole = make_group(
        organization=school, kind=kind, members=[(make_person(), "area_police"), (make_person(), "health")]
    )
    make_group(organization=school, kind=kind, members=[(make_person(), "health")])
    question = Question(on=DAY)

    total = answer(question, ["groups.complete", "groups.count"]).total
    opened = records_behind(question, INDICATORS["groups.complete"], school)

    assert (total["groups.complete"].value, total["groups.complete"].whole) == (1, 2)
    assert [each.pk for each in opened] == [whole.pk]
    assert by_organization(question, ["groups.complete"]) == {school.pk: {"groups.complete": 1}}


@pytest.mark.parametrize("seed", range(4))
def test_the_ledger_and_the_list_agree_on_random_lives(school, kind, seed):
    """The list asks every group whether somebody is missing; the ledger intersects days. Neither knows the other."""
    rng = random.Random(seed)
    team = make_team(scheme=make_scheme(organization=school))
    people = [make_person() for _n in range(4)]
    for person in people[:2]:
        TeamMembership.objects.create(team=team, person=person, role="leader", **_span(rng))
    for _n in range(6):
        group = make_group(organization=school, on=FIRST, kind=rng.choice([None, kind]))
        for person in people:
            GroupMembership.objects.create(group=group, person=person, capacity=rng.choice(SIDES), **_span(rng))
    ledger.refresh([school.pk])

    for day in (FIRST + timedelta(days=n) for n in range(0, 60, 3)):
        here = ConnectionGroup.objects.in_stock_on(day)
        lacking = here.incomplete_on(day, needs_by_kind()).count()
        assert stock("groups_complete", day) == here.count() - lacking


def _span(rng: random.Random) -> dict:
    start = FIRST + timedelta(days=rng.randrange(20))
    return {"valid_from": start, "valid_to": rng.choice([None, start + timedelta(days=rng.randrange(1, 40))])}
