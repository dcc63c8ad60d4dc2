"""A scheme handed from school to school: each day belongs to who held it, whatever is entered or voided later."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import TODAY
from tests.factories import (
    NOW,
    make_event,
    make_group,
    make_person,
    make_scheme,
    make_school,
    make_team,
    make_type,
    unit,
)
from truongan.movement import ledger
from truongan.movement.actions import (
    CannotRegister,
    CannotTransfer,
    CannotVoid,
    add_team,
    change_group,
    change_roster,
    end_scheme,
    record_event,
    transfer_scheme,
    void_event,
)
from truongan.movement.actions.roster import Seat
from truongan.movement.ledger_check import differences
from truongan.movement.models import FormerHolding, LedgerRow, Scheme, Team
from truongan.workbooks.models import SourceRow, Upload

START, FIRST, SECOND = date(2026, 1, 5), date(2026, 4, 1), date(2026, 7, 1)
EVE = timedelta(days=1)


def stock(organization, name: str, day: date) -> int:
    rows = LedgerRow.objects.filter(organization=organization, day__lte=day)
    return rows.aggregate(total=Sum(name))["total"] or 0


def hand_over(cast, scheme: Scheme, to, on: date):
    return transfer_scheme(actor=cast.can_bo_tinh, scheme=scheme, to=to, on=on, now=NOW)


@pytest.fixture
def third(cast):
    return make_school(place=unit("07795", TODAY), name="Trường THCS Thứ Ba")


@pytest.fixture
def scheme(cast) -> Scheme:
    return make_scheme(organization=cast.school, on=START)


def test_twice_handed_on_each_school_has_its_days(cast, third, scheme):
    make_team(scheme=scheme, members=[3], on=START)
    hand_over(cast, scheme, cast.neighbour_school, FIRST)
    hand_over(cast, scheme, third, SECOND)

    days = (START, FIRST - EVE, FIRST, SECOND - EVE, SECOND, TODAY)
    for name, n in (("schemes", 1), ("teams", 1), ("team_memberships", 3), ("team_persons", 3), ("covered", 1)):
        assert [stock(cast.school, name, day) for day in days] == [n, n, 0, 0, 0, 0]
        assert [stock(cast.neighbour_school, name, day) for day in days] == [0, 0, n, n, 0, 0]
        assert [stock(third, name, day) for day in days] == [0, 0, 0, 0, n, n]
    assert not list(differences())


def test_handed_back_the_first_school_has_both_ends(cast, scheme):
    hand_over(cast, scheme, cast.neighbour_school, FIRST)
    hand_over(cast, scheme, cast.school, SECOND)

    days = (FIRST - EVE, FIRST, SECOND - EVE, SECOND)
    assert [stock(cast.school, "schemes", day) for day in days] == [1, 0, 0, 1]
    assert [stock(cast.neighbour_school, "schemes", day) for day in days] == [0, 1, 1, 0]
    scheme.refresh_from_db()
    assert (scheme.organization, scheme.held_from) == (cast.school, SECOND)


def test_what_never_moved_has_no_holding_and_no_row_by_transfer(scheme):
    assert not FormerHolding.objects.exists()
    assert not LedgerRow.objects.filter(by_transfer=True).exists()


def test_an_event_entered_later_about_the_time_before_counts_at_the_school_of_that_time(cast, scheme):
    hand_over(cast, scheme, cast.neighbour_school, SECOND)

    on = SECOND - timedelta(days=20)
    record_event(actor=cast.can_bo_tinh, scheme=scheme, kind="active", on=on, now=NOW)

    assert [stock(cast.school, "schemes_active", day) for day in (on - EVE, on, SECOND)] == [0, 1, 0]
    ends = on + timedelta(days=60)
    assert [stock(cast.neighbour_school, "schemes_active", day) for day in (on, SECOND, ends - EVE, ends)] == [
        0,
        1,
        1,
        0,
    ]
    assert not list(differences())


def test_a_list_changed_after_the_transfer_leaves_the_former_days_alone(cast, scheme):
    team = make_team(scheme=scheme, members=[make_person(organization=cast.school)], on=START)
    hand_over(cast, scheme, cast.neighbour_school, FIRST)

    change_roster(
        actor=cast.can_bo_tinh, team=Team.objects.get(pk=team.pk), on=SECOND, now=NOW,
        roster=[Seat("member", count=8, label="Học sinh")],
    )  # fmt: skip

    assert [stock(cast.school, "team_persons", day) for day in (FIRST - EVE, FIRST)] == [1, 0]
    assert [stock(cast.neighbour_school, "team_persons", day) for day in (FIRST, SECOND)] == [1, 8]


def test_an_end_voided_after_a_transfer_reopens_at_the_receiver(cast, scheme):
    make_group(organization=cast.school, scheme=scheme, members=[5], on=START)
    hand_over(cast, scheme, cast.neighbour_school, FIRST)
    end = end_scheme(actor=cast.can_bo_tinh, scheme=scheme, kind="removed", on=SECOND, now=NOW)
    assert (stock(cast.neighbour_school, "groups", SECOND), stock(cast.school, "groups", FIRST - EVE)) == (0, 1)

    void_event(actor=cast.can_bo_tinh, event=end, reason="Nhầm", now=NOW)

    assert [stock(cast.neighbour_school, name, TODAY) for name in ("schemes", "groups", "group_persons")] == [1, 1, 5]
    assert stock(cast.school, "schemes", TODAY) == 0


def test_an_ended_scheme_can_be_handed_on_as_of_a_day_before_its_end(cast, scheme):
    make_team(scheme=scheme, members=[2], on=START)
    end_scheme(actor=cast.hieu_truong, scheme=scheme, kind="removed", on=SECOND, now=NOW)

    hand_over(cast, scheme, cast.neighbour_school, FIRST)

    days = (FIRST - EVE, FIRST, SECOND - EVE, SECOND)
    assert [stock(cast.school, "team_persons", day) for day in days] == [2, 0, 0, 0]
    assert [stock(cast.neighbour_school, "team_persons", day) for day in days] == [0, 2, 2, 0]


def test_the_latest_transfer_is_voided_first(cast, third, scheme):
    group = make_group(organization=cast.school, scheme=scheme, members=[5], on=START)
    first = hand_over(cast, scheme, cast.neighbour_school, FIRST)
    second = hand_over(cast, scheme, third, SECOND)
    with pytest.raises(CannotVoid, match="chuyển tiếp từ ngày 01/07/2026"):
        void_event(actor=cast.can_bo_tinh, event=first, reason="Nhầm", now=NOW)

    void_event(actor=cast.can_bo_tinh, event=second, reason="Nhầm", now=NOW)
    group.refresh_from_db()
    assert (group.organization, group.held_from) == (cast.neighbour_school, FIRST)
    assert [stock(each, "groups", TODAY) for each in (cast.school, cast.neighbour_school, third)] == [0, 1, 0]

    void_event(actor=cast.can_bo_tinh, event=first, reason="Nhầm", now=NOW)
    scheme.refresh_from_db()
    assert (scheme.organization, scheme.held_from) == (cast.school, None)
    assert not FormerHolding.objects.exists()
    assert [stock(cast.school, name, TODAY) for name in ("schemes", "groups", "group_persons")] == [1, 1, 5]
    assert not list(differences())


def test_voiding_takes_back_what_was_formed_at_the_receiver(cast, scheme):
    event = hand_over(cast, scheme, cast.neighbour_school, FIRST)
    scheme.refresh_from_db()
    make_team(scheme=scheme, members=[4], on=SECOND)
    make_group(organization=cast.neighbour_school, scheme=scheme, on=SECOND)

    void_event(actor=cast.can_bo_tinh, event=event, reason="Nhầm", now=NOW)

    assert [stock(cast.school, name, TODAY) for name in ("teams", "team_persons", "groups")] == [1, 4, 1]
    assert [stock(cast.neighbour_school, name, TODAY) for name in ("teams", "team_persons", "groups")] == [0, 0, 0]


def test_who_writes_for_one_school_only_voids_no_transfer(cast, scheme):
    event = hand_over(cast, scheme, cast.other_school, FIRST)

    with pytest.raises(CannotVoid, match="cả hai đơn vị"):
        void_event(actor=cast.hieu_truong_khac, event=event, reason="Nhầm", now=NOW)
    assert stock(cast.other_school, "schemes", TODAY) == 1


def test_a_transfer_is_not_voided_into_a_school_that_has_the_model_again(cast, scheme):
    event = hand_over(cast, scheme, cast.neighbour_school, FIRST)
    make_scheme(organization=cast.school, on=SECOND)

    with pytest.raises(CannotVoid, match="đã có điểm mô hình này"):
        void_event(actor=cast.can_bo_tinh, event=event, reason="Nhầm", now=NOW)


def test_a_transfer_of_an_imported_list_moved_nothing_and_is_voided_as_any_event(cast, scheme):
    upload = Upload.objects.create(filename="so.xlsx", size=1, sha256="0" * 64, created_at=NOW)
    source = SourceRow.objects.create(upload=upload, sheet="Sự kiện", row=2)
    event = make_event(scheme, "transferred", FIRST, source=source)

    void_event(actor=cast.hieu_truong, event=event, reason="Nhầm", now=NOW)

    assert stock(cast.school, "schemes", TODAY) == 1


def test_a_transfer_entered_before_holdings_were_dated_is_not_voided(cast, scheme):
    event = make_event(scheme, "transferred", FIRST)

    with pytest.raises(CannotVoid, match="không hủy được"):
        void_event(actor=cast.can_bo_tinh, event=event, reason="Nhầm", now=NOW)


def test_schools_merge_on_the_day_one_closes_and_the_other_opens(cast, scheme):
    giver, receiver = cast.school, make_school(place=unit("07795", TODAY), name="Trường mới", founded_on=SECOND)
    giver.closed_on = SECOND
    giver.save()
    with pytest.raises(CannotTransfer, match="giải thể từ ngày 01/07/2026"):
        hand_over(cast, scheme, receiver, SECOND + EVE)
    with pytest.raises(CannotTransfer, match="thành lập ngày 01/07/2026"):
        hand_over(cast, scheme, receiver, SECOND - EVE)

    hand_over(cast, scheme, receiver, SECOND)

    record_event(actor=cast.can_bo_tinh, scheme=scheme, kind="launched", on=FIRST, now=NOW)  # before the school was
    scheme.refresh_from_db()
    add_team(actor=cast.can_bo_tinh, scheme=scheme, name="Tổ cũ", formed_on=FIRST, now=NOW)
    assert [stock(giver, "teams", day) for day in (FIRST, SECOND)] == [1, 0]


@pytest.mark.parametrize("on", [FIRST, FIRST - EVE])
def test_a_scheme_is_handed_on_only_after_it_was_received(cast, third, scheme, on):
    hand_over(cast, scheme, cast.neighbour_school, FIRST)

    with pytest.raises(CannotTransfer, match="từ ngày 01/04/2026"):
        hand_over(cast, scheme, third, on)


def test_a_group_that_leaves_a_handed_on_scheme_keeps_its_former_days(cast, scheme):
    group = make_group(organization=cast.school, scheme=scheme, members=[5], on=START)
    hand_over(cast, scheme, cast.neighbour_school, FIRST)
    group.refresh_from_db()

    change_group(
        actor=cast.can_bo_tinh, group=group, name=group.name, platform=group.platform, link="", owner=None, now=NOW
    )

    assert [stock(cast.school, "groups", day) for day in (START, FIRST)] == [1, 0]
    assert [stock(cast.neighbour_school, "groups", day) for day in (START, FIRST)] == [0, 1]
    assert not list(differences())


def test_a_group_joins_no_scheme_of_another_school(cast, scheme):
    group = make_group(organization=cast.neighbour_school)

    with pytest.raises(CannotRegister, match="thuộc đơn vị khác"):
        change_group(
            actor=cast.can_bo_tinh, group=group, name=group.name, platform=group.platform, link="", owner=None,
            scheme=scheme, now=NOW,
        )  # fmt: skip


_DAYS = st.integers(1, 300).map(lambda days: START + timedelta(days=days))
_LIVES = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(0, 2), _DAYS), max_size=3, unique_by=lambda each: each[1]),  # handed to, on
        st.lists(_DAYS, max_size=2, unique=True),  # active on
        st.one_of(st.none(), _DAYS),  # removed on
        st.integers(1, 5),  # members of its team
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives=_LIVES)
def test_any_history_of_transfers_counts_as_a_plain_reading_of_it_does(cast, third, lives):
    """The ledger beside a fold that asks each scheme, day by day, who had it and whether it was there."""
    schools = [cast.school, cast.neighbour_school, third]
    Scheme.objects.all().update(stock_to=START, stock_from=START - EVE)  # those of earlier examples are over
    Team.objects.all().update(formed_on=START - 2 * EVE, ended_on=START - EVE)
    ledger.refresh([school.pk for school in schools])
    histories = []
    for number, (handed, active, removed, members) in enumerate(lives):
        scheme = make_scheme(organization=schools[0], on=START, name=f"Điểm {number}", type=make_type())
        make_team(scheme=scheme, members=[members], on=START)
        holders = [(START, 0)]
        for to, on in sorted(handed, key=lambda each: each[1]):
            if to != holders[-1][1]:
                hand_over(cast, scheme, schools[to], on)
                scheme.refresh_from_db()
                holders.append((on, to))
        for on in active:
            make_event(scheme, "active", on)
        if removed:
            make_event(scheme, "removed", removed)
        histories.append((holders, active, removed, members))

    names = ("schemes", "schemes_active", "team_persons", "covered")
    ledgers = {
        (place, name): LedgerRow.objects.filter(organization=school).values_list("day", name)
        for place, school in enumerate(schools)
        for name in names
    }
    for day in [START + timedelta(days=step) for step in range(365)]:
        expected: Counter[tuple[int, str]] = Counter()
        for holders, active, removed, members in histories:
            holder = [to for on, to in holders if on <= day][-1]
            expected[holder, "team_persons"] += members
            if removed is None or day < removed:
                expected[holder, "schemes"] += 1
                expected[holder, "schemes_active"] += any(on <= day < on + timedelta(days=60) for on in active)
                expected[holder, "covered"] = 1
        found = {
            (place, name): sum(change for on, change in moves if on <= day) for (place, name), moves in ledgers.items()
        }
        assert {key: n for key, n in found.items() if n} == {key: n for key, n in expected.items() if n}, day
    assert not list(differences())
