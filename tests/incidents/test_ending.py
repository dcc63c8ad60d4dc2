"""Conclusions, the deletion clock, re-opening, duplicates, hand-over."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage

from tests.incidents.samples import NOW, reported
from tests.incidents.test_reporting import picture
from truongan.channels.models import Message, Notice
from truongan.incidents.actions import (
    CannotChange,
    CannotConclude,
    CannotMerge,
    add_note,
    add_photos,
    conclude_incident,
    ending,
    escalate,
    hand_over,
    merge_duplicate,
    name_person,
    record_step,
    reopen_incident,
    start_work,
    undo_merge,
    wipe_due,
)
from truongan.incidents.models import Incident, Involved
from truongan.incidents.states import Outcome, State

pytestmark = pytest.mark.django_db
DELETED_ON = date(2027, 2, 20)  # 90 days


def concluded(cast, case, outcome=Outcome.UNSUBSTANTIATED):
    return conclude_incident(actor=cast.hieu_truong, incident=case, outcome=outcome, text="Không có việc đó.", now=NOW)


def test_a_conclusion_ends_the_alarm(cast):
    case = concluded(cast, reported(cast), Outcome.SUBSTANTIATED)
    assert (case.state, case.next_level_at, case.delete_on) == (State.CONCLUDED, None, None)
    assert not escalate(incident_id=case.pk, now=NOW + timedelta(days=1))
    assert not Message.objects.filter(cause__startswith=case.causes, recalled_at=None).exists()


@pytest.mark.parametrize(("outcome", "text"), [("duplicate", "x"), ("", "x"), ("substantiated", "  ")])
def test_a_conclusion_needs_an_outcome_and_words(cast, outcome, text):
    with pytest.raises(CannotConclude):
        conclude_incident(actor=cast.hieu_truong, incident=reported(cast), outcome=outcome, text=text, now=NOW)


def test_unsubstantiated_loses_words_names_and_photos_when_its_term_ends_and_keeps_its_counts(cast):
    case = reported(cast, photos=[picture(3)], pupil_count=2, injured_count=1)
    kept = case.photos.get()
    name_person(actor=cast.hieu_truong, incident=case, name="Nguyễn Văn A", role="victim", group="pupil", now=NOW)
    add_note(actor=cast.hieu_truong, incident=case, text="Em A lớp 8.", now=NOW)
    case = concluded(cast, case)
    assert case.delete_on == DELETED_ON
    assert wipe_due(day=DELETED_ON - timedelta(days=1), now=NOW) == 0
    assert wipe_due(day=DELETED_ON, now=NOW) == 1
    assert wipe_due(day=DELETED_ON, now=NOW) == 0
    case.refresh_from_db()
    assert (case.what, case.place, case.conclusion) == ("", "", "")
    assert not case.named.exists()
    assert not case.photos.exists()
    assert not case.entries.exclude(text="").exists()
    assert "nhau" in case.search_fold  # its kind is still found
    assert Involved.objects.get(incident=case).injured_count == 1
    assert default_storage.exists(str(kept.file))  # until the transaction commits, which a test does not


def test_files_go_when_the_deletion_commits(cast, django_capture_on_commit_callbacks):
    case = reported(cast, photos=[picture(4)])
    names = [str(case.photos.get().file), str(case.photos.get().thumbnail)]
    concluded(cast, case)
    with django_capture_on_commit_callbacks(execute=True):
        wipe_due(day=DELETED_ON, now=NOW)
    assert not any(default_storage.exists(name) for name in names)


def test_reopening_stops_the_deletion_clock(cast):
    case = concluded(cast, reported(cast))
    case = reopen_incident(actor=cast.hieu_truong, incident=case, reason="Có tin mới", now=NOW)
    assert (case.state, case.outcome, case.delete_on) == (State.IN_HAND, "", None)
    assert wipe_due(day=DELETED_ON, now=NOW) == 0


def test_an_open_case_is_not_reopened_and_a_reason_is_needed(cast):
    case = reported(cast)
    with pytest.raises(CannotChange):
        reopen_incident(actor=cast.hieu_truong, incident=case, reason="Lý do", now=NOW)
    with pytest.raises(CannotChange):
        reopen_incident(actor=cast.hieu_truong, incident=concluded(cast, case), reason=" ", now=NOW)


def test_a_duplicate_counts_nowhere_and_comes_back(cast):
    first, second = reported(cast), reported(cast)
    merged = merge_duplicate(actor=cast.hieu_truong, incident=second, into=first, now=NOW)
    assert (merged.outcome, merged.duplicate_of) == (Outcome.DUPLICATE, first)
    assert list(Incident.objects.standing()) == [first]
    back = undo_merge(actor=cast.hieu_truong, incident=merged, now=NOW)
    assert (back.state, back.outcome, back.duplicate_of) == (State.IN_HAND, "", None)


def test_what_cannot_be_merged(cast):
    first, second, third = reported(cast), reported(cast), reported(cast)
    merge_duplicate(actor=cast.hieu_truong, incident=second, into=first, now=NOW)
    for incident, into in ((first, first), (second, first), (third, second), (first, third)):
        with pytest.raises(CannotMerge):
            merge_duplicate(actor=cast.hieu_truong, incident=incident, into=into, now=NOW)
    with pytest.raises(CannotMerge):
        undo_merge(actor=cast.hieu_truong, incident=first, now=NOW)


def test_a_duplicate_is_taken_apart_instead_of_reopened(cast):
    first, second = reported(cast), reported(cast)
    merged = merge_duplicate(actor=cast.hieu_truong, incident=second, into=first, now=NOW)
    with pytest.raises(CannotChange, match="gộp"):
        reopen_incident(actor=cast.hieu_truong, incident=merged, reason="Lý do", now=NOW)


def test_a_case_handed_over_is_seen_by_both_and_told_to_the_new_holder(cast):
    case = reported(cast)
    case = hand_over(actor=cast.hieu_truong, incident=case, to=cast.health_station, reason="Cần y tế", now=NOW)
    for user in (cast.y_te_xa, cast.giao_vien):
        assert Incident.objects.visible_to(user).filter(pk=case.pk).exists()
    assert Notice.objects.filter(organization=cast.health_station).count() == 1
    with pytest.raises(CannotChange):
        hand_over(actor=cast.hieu_truong, incident=case, to=cast.health_station, reason="", now=NOW)


def test_who_only_sees_a_case_decides_nothing(cast):
    case = reported(cast)
    with pytest.raises(PermissionDenied):
        conclude_incident(actor=cast.so_gd, incident=case, outcome=Outcome.SUBSTANTIATED, text="x", now=NOW)
    with pytest.raises(PermissionDenied):
        start_work(actor=cast.so_gd, incident=case, now=NOW)


def test_starting_work_on_a_case_nobody_took_takes_it(cast):
    case = start_work(actor=cast.hieu_truong, incident=reported(cast), now=NOW)
    assert (case.state, case.responsible) == (State.IN_HAND, cast.hieu_truong.person)
    with pytest.raises(CannotChange):
        start_work(actor=cast.hieu_truong, incident=case, now=NOW)


def test_a_duplicate_loses_its_words_and_names_with_the_case_it_was_merged_into(cast):
    first, second = reported(cast), reported(cast, photos=[picture(5)])
    name_person(actor=cast.hieu_truong, incident=second, name="Nguyễn Văn A", role="victim", group="pupil", now=NOW)
    merge_duplicate(actor=cast.hieu_truong, incident=second, into=first, now=NOW)
    concluded(cast, first)
    assert wipe_due(day=DELETED_ON, now=NOW) == 1
    second.refresh_from_db()
    assert (second.what, second.place, bool(second.wiped_at)) == ("", "", True)
    assert not second.named.exists()
    assert not second.photos.exists()


def test_nothing_is_written_into_a_case_after_its_deletion(cast):
    case = concluded(cast, reported(cast))
    wipe_due(day=DELETED_ON, now=NOW)
    other = reported(cast)
    with pytest.raises(CannotChange, match="đã xóa"):
        add_note(actor=cast.hieu_truong, incident=case, text="Em A lớp 8.", now=NOW)
    with pytest.raises(CannotChange, match="đã xóa"):
        add_photos(actor=cast.hieu_truong, incident=case, files=[picture(6)], now=NOW)
    with pytest.raises(CannotChange, match="đã xóa"):
        record_step(actor=cast.hieu_truong, incident=case, kind="helped", at=NOW, told="Em A", now=NOW)
    with pytest.raises(CannotMerge, match="đã xóa"):
        merge_duplicate(actor=cast.hieu_truong, incident=other, into=case, now=NOW)


def test_what_is_written_after_reopening_is_deleted_in_its_turn(cast):
    case = concluded(cast, reported(cast))
    wipe_due(day=DELETED_ON, now=NOW)
    case = reopen_incident(actor=cast.hieu_truong, incident=case, reason="Có tin mới", now=NOW)
    add_note(actor=cast.hieu_truong, incident=case, text="Em A lớp 8.", now=NOW)
    concluded(cast, case)
    assert wipe_due(day=DELETED_ON, now=NOW) == 1
    case.refresh_from_db()
    assert not case.entries.exclude(text="").exists()
    assert case.conclusion == ""


def test_what_cannot_be_deleted_today_keeps_nothing_else(cast, monkeypatch):
    stuck, _other = (concluded(cast, reported(cast)) for _each in range(2))

    def stumble(incident, now, do=ending._wipe):
        if incident.pk == stuck.pk:
            raise OSError
        do(incident, now)

    monkeypatch.setattr(ending, "_wipe", stumble)
    wipe_due(day=DELETED_ON, now=NOW)
    assert list(Incident.objects.filter(wiped_at=None)) == [stuck]
