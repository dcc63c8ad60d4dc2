from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import NOW, make_event, make_group, make_person, make_scheme, make_team, make_type
from tests.movement.counting import stock
from truongan.audit.models import Entry
from truongan.movement.actions import (
    CannotChangeRoster,
    CannotEnd,
    CannotRecord,
    CannotRegister,
    CannotTransfer,
    CannotVoid,
    Seat,
    end_scheme,
    record_event,
    register_scheme,
    restaff_scheme,
    resume_scheme,
    suspend_scheme,
    transfer_scheme,
    void_event,
)
from truongan.movement.models import Scheme
from truongan.movement.states import EventKind, Status

DAY = date(2021, 9, 14)


def test_a_registered_scheme_is_counted_only_from_its_decision(cast):
    scheme = register_scheme(actor=cast.hieu_truong, type=make_type(), organization=cast.school, now=NOW)
    assert stock("schemes") == 0

    record_event(
        actor=cast.hieu_truong,
        scheme=scheme,
        kind="established",
        on=DAY,
        decision_number="18/QĐ-UBND",
        now=NOW,
    )

    scheme.refresh_from_db()
    assert (scheme.status, scheme.stock_from, scheme.decision_number) == (
        Status.ESTABLISHED,
        DAY,
        "18/QĐ-UBND",
    )
    assert stock("schemes") == 1
    verbs = Entry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["movement.scheme.registered", "movement.scheme.event_recorded"]


def test_the_same_model_at_the_same_school_is_one_scheme(cast):
    make_scheme(organization=cast.school)

    with pytest.raises(CannotRegister, match="đã có điểm mô hình này"):
        register_scheme(actor=cast.hieu_truong, type=make_type(), organization=cast.school, now=NOW)


def test_a_stranger_registers_nothing(cast):
    with pytest.raises(PermissionDenied):
        register_scheme(actor=cast.hieu_truong_khac, type=make_type(), organization=cast.school, now=NOW)
    assert not Scheme.objects.exists()


def test_a_reader_registers_nothing(cast):
    with pytest.raises(PermissionDenied):
        register_scheme(actor=cast.so_gd, type=make_type(), organization=cast.school, now=NOW)


@pytest.mark.parametrize(
    ("kind", "on", "words"),
    [
        ("active", date(2026, 11, 23), "chưa tới"),
        ("established", date(2021, 9, 1), "Đã ghi"),
        ("removed", date(2021, 9, 1), "Kết thúc"),
        ("transferred", date(2021, 9, 1), "Chuyển đơn vị"),
    ],
)
def test_what_cannot_have_happened_is_refused_with_words(cast, kind, on, words):
    scheme = make_scheme(organization=cast.school)

    with pytest.raises(CannotRecord, match=words):
        record_event(actor=cast.hieu_truong, scheme=scheme, kind=kind, on=on, now=NOW)
    assert scheme.events.count() == 1


def test_the_school_must_exist_on_the_day(cast):
    cast.school.founded_on = date(2015, 1, 1)
    cast.school.save()
    scheme = make_scheme(organization=cast.school)

    with pytest.raises(CannotRecord, match="thành lập ngày 01/01/2015"):
        record_event(actor=cast.hieu_truong, scheme=scheme, kind="proposed", on=date(2014, 9, 1), now=NOW)


def test_restaffing_dates_the_changes_and_counts_nobody_twice(cast):
    scheme = make_scheme(organization=cast.school)
    stays, leaves, joins = (make_person(organization=cast.school) for _ in range(3))
    team = make_team(scheme=scheme, members=[stays, leaves])

    restaff_scheme(
        actor=cast.hieu_truong,
        scheme=scheme,
        rosters={team: [Seat("member", stays), Seat("leader", joins)]},
        on=date(2022, 9, 12),
        decision_number="31/QĐ-THCS",
        now=NOW,
    )

    assert [stock("team_memberships", day) for day in (date(2022, 9, 11), date(2022, 9, 12))] == [2, 2]
    assert (stock("schemes", date(2022, 9, 12)), stock("schemes_restaffed", date(2022, 9, 12))) == (1, 1)
    assert team.memberships.get(person=leaves).valid_to == date(2022, 9, 12)
    assert team.memberships.get(person=stays).valid_from == date(2021, 8, 1)
    event = scheme.events.get(kind=EventKind.RESTAFFED)
    assert event.note == "Thêm 1, thôi 1, đổi vai trò 0."


def test_restaffing_with_a_person_twice_changes_nothing(cast):
    scheme = make_scheme(organization=cast.school)
    person = make_person(organization=cast.school)
    team = make_team(scheme=scheme, members=[person])

    with pytest.raises(CannotChangeRoster, match="hai dòng"):
        restaff_scheme(
            actor=cast.hieu_truong,
            scheme=scheme,
            rosters={team: [Seat("member", person), Seat("leader", person)]},
            on=date(2022, 9, 12),
            now=NOW,
        )
    assert not scheme.events.filter(kind="restaffed").exists()


def test_ending_a_scheme_ends_its_teams_groups_and_places(cast):
    scheme = make_scheme(organization=cast.school)
    make_team(scheme=scheme, members=[make_person(organization=cast.school), 5])
    make_group(organization=cast.school, scheme=scheme, members=[make_person(organization=cast.school)])

    end_scheme(actor=cast.hieu_truong, scheme=scheme, kind="removed", on=date(2022, 6, 1), now=NOW)

    names = ("schemes", "teams", "team_memberships", "groups", "group_memberships", "covered")
    assert [stock(name, date(2022, 5, 31)) for name in names] == [1, 1, 6, 1, 1, 1]
    assert [stock(name, date(2022, 6, 1)) for name in names] == [0, 0, 0, 0, 0, 0]


def test_voiding_the_end_brings_everything_back(cast):
    scheme = make_scheme(organization=cast.school)
    make_team(scheme=scheme, members=[make_person(organization=cast.school)])
    event = end_scheme(actor=cast.hieu_truong, scheme=scheme, kind="dissolved", on=date(2022, 6, 1), now=NOW)

    void_event(actor=cast.hieu_truong, event=event, reason="Ghi nhầm trường", now=NOW)

    scheme.refresh_from_db()
    assert (scheme.stock_to, scheme.status) == (None, Status.ESTABLISHED)
    assert [stock(name, NOW.date()) for name in ("schemes", "teams", "team_memberships")] == [1, 1, 1]
    assert scheme.events.count() == 2  # struck through, not gone


def test_voiding_asks_for_a_reason_once(cast):
    event = make_event(make_scheme(organization=cast.school), "active", DAY)
    with pytest.raises(CannotVoid, match="lý do"):
        void_event(actor=cast.hieu_truong, event=event, reason=" ", now=NOW)

    void_event(actor=cast.hieu_truong, event=event, reason="nhầm", now=NOW)
    with pytest.raises(CannotVoid, match="đã được hủy"):
        void_event(actor=cast.hieu_truong, event=event, reason="nhầm", now=NOW)


def test_an_end_lies_after_the_start(cast):
    scheme = make_scheme(organization=cast.school, on=DAY)

    with pytest.raises(CannotEnd, match="bắt đầu ngày 14/09/2021"):
        end_scheme(actor=cast.hieu_truong, scheme=scheme, kind="removed", on=DAY, now=NOW)


def test_nothing_happens_to_an_ended_scheme(cast):
    scheme = make_scheme(organization=cast.school)
    end_scheme(actor=cast.hieu_truong, scheme=scheme, kind="removed", on=DAY, now=NOW)

    with pytest.raises(CannotRecord, match="đã kết thúc từ ngày 14/09/2021"):
        record_event(actor=cast.hieu_truong, scheme=scheme, kind="active", on=DAY, now=NOW)


def test_a_suspended_scheme_stays_registered_and_is_not_active(cast):
    scheme = make_scheme(organization=cast.school)
    record_event(actor=cast.hieu_truong, scheme=scheme, kind="launched", on=date(2021, 9, 5), now=NOW)
    with pytest.raises(CannotRecord, match="không ở trạng thái tạm dừng"):
        resume_scheme(actor=cast.hieu_truong, scheme=scheme, on=DAY, now=NOW)

    suspend_scheme(actor=cast.hieu_truong, scheme=scheme, on=DAY, now=NOW)
    assert (stock("schemes"), stock("schemes_active")) == (1, 0)

    resume_scheme(actor=cast.hieu_truong, scheme=scheme, on=date(2021, 9, 20), now=NOW)
    assert stock("schemes_active", date(2021, 9, 20)) == 1


def test_a_transferred_scheme_is_neither_new_nor_removed(cast):
    scheme = make_scheme(organization=cast.school)
    make_team(scheme=scheme, members=[3])

    transfer_scheme(actor=cast.can_bo_tinh, scheme=scheme, to=cast.neighbour_school, on=date(2026, 7, 1), now=NOW)

    scheme.refresh_from_db()
    assert scheme.organization == cast.neighbour_school
    assert [stock(name, NOW.date()) for name in ("schemes", "teams", "team_memberships")] == [1, 1, 3]
    assert cast.school.name in scheme.events.get(kind="transferred").note


def test_a_head_of_school_cannot_push_a_scheme_onto_another_school(cast):
    scheme = make_scheme(organization=cast.school)

    with pytest.raises(PermissionDenied):
        transfer_scheme(actor=cast.hieu_truong, scheme=scheme, to=cast.neighbour_school, on=DAY, now=NOW)


def test_a_transfer_into_a_school_that_has_the_model_is_refused(cast):
    scheme = make_scheme(organization=cast.school)
    make_scheme(organization=cast.neighbour_school)

    with pytest.raises(CannotTransfer, match="đã có điểm mô hình này"):
        transfer_scheme(actor=cast.can_bo_tinh, scheme=scheme, to=cast.neighbour_school, on=DAY, now=NOW)
