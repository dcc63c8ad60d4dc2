"""What contexts above record at schemes: one event per happening, taken back when the happening is."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.factories import NOW, make_event, make_scheme
from tests.movement.counting import stock
from truongan.audit.models import Entry
from truongan.movement.actions import (
    CannotRecord,
    CannotVoid,
    end_scheme,
    note_activities,
    note_activity,
    withdraw_activities,
    withdraw_activity,
)
from truongan.movement.models import SchemeEvent
from truongan.movement.states import Status

DAY = date(2021, 9, 14)


def test_two_happenings_of_one_day_are_two_events_and_one_active_scheme(cast):
    scheme = make_scheme(organization=cast.school)

    first = note_activity(actor=cast.giao_vien, scheme=scheme, on=DAY, note="Tuyên truyền", now=NOW)
    second = note_activity(actor=cast.giao_vien, scheme=scheme, on=DAY, note="Ký cam kết", now=NOW)

    assert first != second
    assert (stock("schemes_active"), stock("schemes_active", date(2021, 9, 13))) == (1, 0)
    scheme.refresh_from_db()
    assert (scheme.status, scheme.last_evidence_on) == (Status.OPERATING, DAY)


def test_of_two_happenings_one_withdrawn_leaves_the_scheme_active(cast):
    scheme = make_scheme(organization=cast.school)
    first, second = (note_activity(actor=cast.giao_vien, scheme=scheme, on=DAY, now=NOW) for _ in range(2))

    first = withdraw_activity(actor=cast.giao_vien, event=first, reason="Nhầm điểm", now=NOW)
    assert (first.voided_by, first.void_reason, stock("schemes_active")) == (cast.giao_vien, "Nhầm điểm", 1)

    withdraw_activity(actor=cast.giao_vien, event=second, reason="Nhầm điểm", now=NOW)
    assert stock("schemes_active") == 0


def test_withdrawing_again_changes_nothing(cast):
    event = note_activity(actor=cast.giao_vien, scheme=make_scheme(organization=cast.school), on=DAY, now=NOW)
    assert withdraw_activities(actor=cast.giao_vien, events=[event], reason="Nhầm", now=NOW) == 1
    said = Entry.objects.count()

    assert withdraw_activities(actor=cast.giao_vien, events=[event], reason="Nhầm nữa", now=NOW) == 0
    event.refresh_from_db()
    assert (event.void_reason, Entry.objects.count()) == ("Nhầm", said)


def test_one_happening_at_schemes_of_two_schools(cast):
    here, there = make_scheme(organization=cast.school), make_scheme(organization=cast.neighbour_school)

    events = note_activities(actor=cast.can_bo_tinh, schemes=[there, here, there], on=DAY, now=NOW)

    assert [event.scheme for event in events] == [there, here]
    assert stock("schemes_active") == 2


def test_one_scheme_out_of_reach_and_nothing_is_written(cast):
    here, there = make_scheme(organization=cast.school), make_scheme(organization=cast.neighbour_school)

    with pytest.raises(PermissionDenied):
        note_activities(actor=cast.hieu_truong, schemes=[here, there], on=DAY, now=NOW)
    assert not SchemeEvent.objects.filter(kind="active").exists()


def test_a_stranger_withdraws_nothing(cast):
    event = note_activity(actor=cast.giao_vien, scheme=make_scheme(organization=cast.school), on=DAY, now=NOW)

    with pytest.raises(PermissionDenied):
        withdraw_activity(actor=cast.hieu_truong_khac, event=event, reason="Nhầm", now=NOW)
    assert stock("schemes_active") == 1


def test_activity_after_the_end_or_in_the_future_is_refused(cast):
    scheme = make_scheme(organization=cast.school)
    with pytest.raises(CannotRecord, match="chưa tới"):
        note_activity(actor=cast.giao_vien, scheme=scheme, on=date(2026, 12, 1), now=NOW)

    end_scheme(actor=cast.hieu_truong, scheme=scheme, kind="removed", on=DAY, now=NOW)
    with pytest.raises(CannotRecord, match="đã kết thúc"):
        note_activity(actor=cast.giao_vien, scheme=scheme, on=DAY, now=NOW)


def test_only_activity_is_withdrawn_and_only_with_a_reason(cast):
    scheme = make_scheme(organization=cast.school)
    with pytest.raises(CannotVoid, match="lý do"):
        withdraw_activity(actor=cast.giao_vien, event=make_event(scheme, "active", DAY), reason=" ", now=NOW)
    with pytest.raises(CannotVoid, match="Có hoạt động"):
        withdraw_activity(actor=cast.giao_vien, event=make_event(scheme, "launched", DAY), reason="Nhầm", now=NOW)


def test_no_other_kind_happens_twice_on_a_day(cast):
    scheme = make_scheme(organization=cast.school)
    make_event(scheme, "launched", DAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_event(scheme, "launched", DAY)
