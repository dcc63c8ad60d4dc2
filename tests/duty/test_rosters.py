"""Duty lists, absences, beats that pass on."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.duty.things import NOW, TODAY, make_beat, make_roster, make_shift
from tests.factories import make_person
from truongan.audit.models import Entry
from truongan.channels.models import Notice
from truongan.duty.actions import (
    CannotKeepDuty,
    add_shifts,
    cancel_absence,
    cancel_shift,
    close_roster,
    copy_week,
    hand_over_beat,
    hand_over_shift,
    open_roster,
    record_absence,
    replace_shift,
)
from truongan.duty.models import Roster, Shift
from truongan.duty.queries.contacts import contact_places, contacts_of, schools_without_officer, without_contact
from truongan.duty.queries.weeks import on_duty, week_of
from truongan.kernel import clock
from truongan.organizations.models import Organization

MONDAY = date(2026, 11, 23)


@pytest.fixture
def roster(cast) -> Roster:
    return open_roster(actor=cast.cong_an_xa, organization=cast.commune_police, name="Trực ban", now=NOW)


def add(cast, roster, people, **options):
    given = {"first": MONDAY, "days": 1, "starts": time(18), "ends": time(7)} | options
    return add_shifts(actor=cast.cong_an_xa, roster=roster, people=people, now=NOW, **given)


def test_a_night_shift_ends_on_the_next_morning(cast, roster):
    shift = add(cast, roster, [cast.cong_an_xa.person])[0]

    assert shift.ends_at - shift.starts_at == timedelta(hours=13)
    assert Entry.objects.filter(verb="duty.shift.added").exists()


def test_nobody_stands_twice_at_the_same_time(cast, roster):
    add(cast, roster, [cast.cong_an_xa.person])

    with pytest.raises(CannotKeepDuty, match="đã có ca 18:00–07:00"):
        add(cast, roster, [cast.cong_an_xa.person], starts=time(20), ends=time(22))
    add(cast, roster, [make_person(organization=cast.commune_police)])  # two people at once are a team


@pytest.mark.parametrize(
    ("options", "words"),
    [({"first": MONDAY - timedelta(days=7)}, "đã qua"), ({"days": 40}, "31 ngày"), ({"people": []}, "người trực")],
)
def test_shifts_that_make_no_sense_are_refused(cast, roster, options, words):
    people = options.pop("people", [cast.cong_an_xa.person])
    with pytest.raises(CannotKeepDuty, match=words):
        add(cast, roster, people, **options)


def test_a_closed_organization_keeps_no_list(cast):
    Organization.objects.filter(pk=cast.commune_police.pk).update(closed_on=TODAY)
    with pytest.raises(CannotKeepDuty, match="giải thể"):
        open_roster(actor=cast.quantri, organization=cast.commune_police, name="Trực ban", now=NOW)


def test_a_replaced_person_stays_known_and_the_new_one_is_told(cast, roster):
    shift = add(cast, roster, [cast.cong_an_xa.person])[0]
    other = make_person(organization=cast.commune_police, name="Người Thay")

    replace_shift(actor=cast.cong_an_xa, shift=shift, by=other, why="Đi công tác", now=NOW)

    shift.refresh_from_db()
    assert (shift.person, shift.instead_of) == (other, cast.cong_an_xa.person)
    assert Notice.objects.filter(person=other, subject__startswith="Bạn trực thay").count() == 1


def test_a_cancelled_shift_counts_no_more(cast, roster):
    shift = add(cast, roster, [cast.cong_an_xa.person])[0]
    cancel_shift(actor=cast.cong_an_xa, shift=shift, now=NOW)

    assert on_duty([roster], shift.starts_at) == {}
    with pytest.raises(CannotKeepDuty, match="đã bỏ"):
        cancel_shift(actor=cast.cong_an_xa, shift=shift, now=NOW)


def test_a_closed_list_has_nobody_on_duty(cast, roster):
    shift = add(cast, roster, [cast.cong_an_xa.person])[0]
    close_roster(actor=cast.cong_an_xa, roster=roster, now=NOW)

    assert on_duty([roster], shift.starts_at) == {}
    with pytest.raises(CannotKeepDuty, match="đã đóng"):
        add(cast, roster, [make_person(organization=cast.commune_police)])


def test_the_hand_over_is_written_by_who_had_the_shift(cast, roster):
    shift = make_shift(roster, cast.giao_vien.person, start=NOW - timedelta(hours=2))

    hand_over_shift(actor=cast.giao_vien, shift=shift, note="Một việc đang dở", now=NOW)

    shift.refresh_from_db()
    assert shift.hand_over_note == "Một việc đang dở"
    with pytest.raises(PermissionDenied):
        hand_over_shift(actor=cast.hieu_truong, shift=shift, note="x", now=NOW)
    with pytest.raises(CannotKeepDuty, match="chưa bắt đầu"):
        hand_over_shift(actor=cast.giao_vien, shift=shift, note="x", now=NOW - timedelta(days=1))


def test_a_week_is_copied_forward_once(cast, roster):
    add(cast, roster, [cast.cong_an_xa.person], days=7)

    assert copy_week(actor=cast.cong_an_xa, roster=roster, monday=MONDAY, weeks=2, now=NOW) == 14
    assert copy_week(actor=cast.cong_an_xa, roster=roster, monday=MONDAY, weeks=2, now=NOW) == 0
    assert Shift.objects.count() == 21


def test_an_empty_week_cannot_be_copied(cast, roster):
    with pytest.raises(CannotKeepDuty, match="chưa xếp ca"):
        copy_week(actor=cast.cong_an_xa, roster=roster, monday=MONDAY, weeks=1, now=NOW)


def test_the_week_shows_the_hours_nobody_covers(cast, roster, django_assert_num_queries):
    add(cast, roster, [cast.cong_an_xa.person], days=2)

    with django_assert_num_queries(1):
        days = week_of(roster, MONDAY, NOW)

    assert days[0].gaps == ["00:00–18:00"]
    assert days[1].gaps == ["07:00–18:00"]
    assert days[3].gaps == ["00:00–24:00"]


@pytest.mark.parametrize("who", ["y_te_xa", "so_gd", "hieu_truong_khac"])
def test_who_does_not_write_there_keeps_no_list(cast, roster, who):
    with pytest.raises(PermissionDenied):
        add_shifts(
            actor=getattr(cast, who), roster=roster, people=[cast.cong_an_xa.person], first=MONDAY, starts=time(7),
            ends=time(8), now=NOW,
        )  # fmt: skip


def test_an_absence_tells_the_deputy_and_is_taken_back(cast):
    deputy = make_person(organization=cast.school)
    given = {"person": cast.giao_vien.person, "starts_at": NOW, "ends_at": NOW + timedelta(days=1), "now": NOW}
    absence = record_absence(actor=cast.giao_vien, deputy=deputy, **given)
    assert Notice.objects.filter(person=deputy).count() == 1

    with pytest.raises(CannotKeepDuty, match="Đã ghi vắng mặt"):
        record_absence(actor=cast.hieu_truong, deputy=None, **given)
    with pytest.raises(PermissionDenied):
        cancel_absence(actor=cast.hieu_truong_khac, absence=absence, now=NOW)

    cancel_absence(actor=cast.giao_vien, absence=absence, now=NOW)
    absence.refresh_from_db()
    assert absence.cancelled_at == NOW


def test_a_beat_passes_to_a_colleague_on_a_day(cast):
    beat = make_beat(cast.cong_an_xa.person, organization=cast.school)
    colleague = make_person(organization=cast.commune_police)

    newer = hand_over_beat(actor=cast.cong_an_xa, beat=beat, to=colleague, since=TODAY, now=NOW)

    beat.refresh_from_db()
    assert (beat.valid_to, newer.valid_from, newer.person) == (TODAY, TODAY, colleague)
    assert Notice.objects.filter(person=colleague).count() == 1


def test_contacts_show_the_gaps(cast):
    schools = contact_places(cast.truong_phong_xa, "truong", "", TODAY)

    assert set(without_contact(schools, TODAY)) == {cast.neighbour_school}
    found = {each.organization: [post.person for post in each.posts] for each in contacts_of(list(schools), TODAY)}
    assert found[cast.neighbour_school] == []
    assert cast.hieu_truong.person in found[cast.school]
    assert list(contact_places(cast.truong_phong_xa, "tram", "", TODAY)) == [cast.health_station]


def test_schools_nobody_watches_are_named(cast):
    assert set(schools_without_officer(cast.truong_phong_xa, "", TODAY)) == {cast.school, cast.neighbour_school}
    make_beat(cast.cong_an_xa.person, organization=cast.school)
    assert set(schools_without_officer(cast.truong_phong_xa, "", TODAY)) == {cast.neighbour_school}


def test_a_stranger_sees_no_list(cast):
    make_roster(cast.school)
    assert not Roster.objects.visible_to(cast.hieu_truong_khac).exists()
    assert Roster.objects.visible_to(cast.can_bo_tinh).exists()


@pytest.mark.parametrize("day", ["01/01/0001", "31/12/9999"])
def test_a_day_at_the_edge_of_the_calendar_breaks_no_page(cast, as_, day):
    """Kept once, the list of absences could not be shown to anybody any more."""
    roster, client = make_roster(cast.commune_committee, cast.truong_phong_xa.person), as_("truong_phong_xa")
    mine, hours = cast.truong_phong_xa.person_id, {"starts": "07:00", "ends": "17:00"}
    away = {"person": mine, "first": day, "last": "31/12/2030", **hours}
    assert client.post(reverse("duty:absence_add"), away).status_code == 422
    shift = {"people": [mine], "first": day, "days": 31, **hours}
    assert client.post(reverse("duty:shift_add", args=[roster.pk]), shift).status_code == 422
    assert client.get(reverse("duty:absences")).status_code == 200
    assert client.get(roster.get_absolute_url(), {"tuan": day}).status_code == 200


def test_who_cancels_a_shift_of_monday_before_seven_comes_back_to_its_week(cast, as_):
    roster = make_roster(cast.commune_committee)
    monday = (clock.now() + timedelta(days=14)).date()
    monday -= timedelta(days=monday.weekday())
    dawn = datetime.combine(monday, time(22), UTC) - timedelta(days=1)  # five in the morning in Viet Nam
    shift = make_shift(roster, cast.truong_phong_xa.person, start=dawn)
    answer = as_("truong_phong_xa").post(reverse("duty:shift_cancel", args=[shift.pk]))
    assert answer.url.endswith(f"?tuan={monday:%Y-%m-%d}")
