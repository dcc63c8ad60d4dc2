from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.factories import make_person
from truongan.accounts.actions import (
    CannotChangePeople,
    CannotReveal,
    appoint,
    assign_beat,
    edit_person,
    end_appointment,
    end_beat,
    hand_over,
    register_person,
    reveal_phone,
)
from truongan.accounts.models import Beat, Person
from truongan.audit.models import Entry
from truongan.audit.queries import history_of

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
TODAY = date(2026, 11, 22)
REASON = "Liên hệ về vụ việc ở cổng trường"


@pytest.fixture
def teacher(cast) -> Person:
    return make_person(organization=cast.school, name="Nguyễn Văn Ân", phone="0912345678")


class TestPeople:
    def test_a_school_takes_in_its_own(self, cast):
        person = register_person(
            actor=cast.giao_vien, organization=cast.school, name="Đỗ  Thị Ân", phone="+84 912 000 111", now=NOW
        )
        assert (person.name, person.phone) == ("Đỗ Thị Ân", "0912000111")
        assert list(Person.objects.search("do thi an")) == [person]
        assert Entry.objects.get().verb == "accounts.person.registered"

    @pytest.mark.parametrize("person", ["y_te_xa", "so_gd", "hieu_truong_khac"])
    def test_readers_and_strangers_take_nobody_in(self, cast, person):
        with pytest.raises(PermissionDenied):
            register_person(actor=getattr(cast, person), organization=cast.school, name="Ai Đó", now=NOW)

    def test_a_phone_belongs_to_one_and_does_not_say_to_whom(self, cast, teacher):
        with pytest.raises(CannotChangePeople) as refused:
            register_person(
                actor=cast.hieu_truong_khac, organization=cast.other_school, name="B", phone="0912345678", now=NOW
            )
        assert teacher.name not in str(refused.value)

    def test_two_people_correcting_different_things_both_keep_their_work(self, cast, teacher):
        edit_person(
            actor=cast.hieu_truong, person=teacher, changes={"post": "Bí thư Đoàn"}, seen={"post": ""}, now=NOW
        )
        edit_person(
            actor=cast.giao_vien,
            person=teacher,
            changes={"name": "Nguyễn Văn An"},
            seen={"name": teacher.name},
            now=NOW,
        )

        teacher.refresh_from_db()
        assert (teacher.post, teacher.name) == ("Bí thư Đoàn", "Nguyễn Văn An")

    def test_what_somebody_just_changed_is_not_overwritten(self, cast, teacher):
        edit_person(
            actor=cast.hieu_truong, person=teacher, changes={"post": "Bí thư Đoàn"}, seen={"post": ""}, now=NOW
        )
        with pytest.raises(CannotChangePeople, match="vừa được người khác sửa"):
            edit_person(actor=cast.giao_vien, person=teacher, changes={"post": "Bảo vệ"}, seen={"post": ""}, now=NOW)

    def test_the_record_keeps_the_change_but_not_the_phone(self, cast, teacher):
        edit_person(actor=cast.hieu_truong, person=teacher, changes={"phone": "0987654321"}, now=NOW)

        line = history_of(teacher)[0]
        assert (line["before"], line["after"]) == ("0912 *** 678", "0987 *** 321")
        assert "0987654321" not in str(Entry.objects.get().data)


class TestPosts:
    def test_a_post_opens_what_it_allows_from_its_day(self, cast, teacher):
        appoint(
            actor=cast.hieu_truong, person=teacher, organization=cast.school, role="editor", since=TODAY,
            title="Tổng phụ trách", now=NOW,
        )  # fmt: skip
        assert teacher.appointments.on(TODAY).exists()
        assert not teacher.appointments.on(TODAY - timedelta(days=1)).exists()

    @pytest.mark.parametrize("person", ["giao_vien", "y_te_xa", "hieu_truong_khac", "can_bo_tinh"])
    def test_only_an_administrator_gives_posts(self, cast, teacher, person):
        with pytest.raises(PermissionDenied):
            appoint(
                actor=getattr(cast, person),
                person=teacher,
                organization=cast.school,
                role="admin",
                since=TODAY,
                now=NOW,
            )

    def test_the_same_post_twice_is_refused(self, cast, teacher):
        for expected in (None, "đang giữ"):
            if expected is None:
                appoint(
                    actor=cast.hieu_truong,
                    person=teacher,
                    organization=cast.school,
                    role="reader",
                    since=TODAY,
                    now=NOW,
                )
                continue
            with pytest.raises(CannotChangePeople, match=expected):
                appoint(
                    actor=cast.hieu_truong,
                    person=teacher,
                    organization=cast.school,
                    role="reader",
                    since=TODAY,
                    now=NOW,
                )

    def test_an_ended_post_closes_the_school(self, cast):
        post = cast.giao_vien.person.appointments.get()
        end_appointment(actor=cast.hieu_truong, appointment=post, on=date(2026, 1, 1), now=NOW)
        assert cast.giao_vien.scope.own_ids == ()
        with pytest.raises(CannotChangePeople, match="đã kết thúc"):
            end_appointment(actor=cast.hieu_truong, appointment=post, on=date(2026, 2, 1), now=NOW)

    def test_an_end_before_the_start_is_refused(self, cast):
        post = cast.giao_vien.person.appointments.get()
        with pytest.raises(CannotChangePeople, match="sau ngày bắt đầu"):
            end_appointment(actor=cast.hieu_truong, appointment=post, on=post.valid_from, now=NOW)

    def test_handing_over_leaves_no_day_between(self, cast, teacher):
        post = cast.hieu_truong.person.appointments.get()
        taken = hand_over(actor=cast.truong_phong_xa, appointment=post, successor=teacher, on=TODAY, now=NOW)

        post.refresh_from_db()
        assert (post.valid_to, taken.valid_from, taken.role) == (TODAY, TODAY, "admin")
        assert teacher.name in Entry.objects.get().data["note"]


class TestBeats:
    def test_an_officer_answers_for_a_school_from_a_day_to_a_day(self, cast):
        officer = cast.cong_an_xa.person
        beat = assign_beat(
            actor=cast.cong_an_xa, person=officer, organization=cast.school, since=date(2026, 9, 1), now=NOW
        )
        end_beat(actor=cast.truong_phong_xa, beat=beat, on=TODAY, now=NOW)

        assert Beat.objects.on(date(2026, 10, 1)).get() == beat
        assert not Beat.objects.on(TODAY).exists()
        assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
            "accounts.beat.assigned", "accounts.beat.ended",
        ]  # fmt: skip

    def test_a_beat_outside_ones_area_is_refused(self, cast):
        with pytest.raises(PermissionDenied):
            assign_beat(
                actor=cast.cong_an_xa,
                person=cast.cong_an_xa.person,
                organization=cast.other_school,
                since=TODAY,
                now=NOW,
            )

    def test_a_beat_is_a_school_or_a_unit(self, cast):
        with pytest.raises(CannotChangePeople, match="hoặc một xã"):
            assign_beat(actor=cast.cong_an_xa, person=cast.cong_an_xa.person, since=TODAY, now=NOW)

    def test_the_school_knows_its_officer_though_police_is_outside_its_scope(self, cast):
        officer = cast.cong_an_xa.person
        assert officer not in Person.objects.known_to(cast.hieu_truong)
        assign_beat(actor=cast.cong_an_xa, person=officer, organization=cast.school, since=TODAY, now=NOW)
        assert officer in Person.objects.known_to(cast.hieu_truong)
        assert officer not in Person.objects.known_to(cast.hieu_truong_khac)


class TestPhones:
    def test_a_look_needs_a_reason_and_stays_on_record(self, cast, teacher):
        number = reveal_phone(actor=cast.y_te_xa, person=teacher, reason=REASON, now=NOW)

        entry = Entry.objects.get()
        assert number == "0912345678"
        assert (entry.verb, entry.actor, entry.data) == ("accounts.phone.revealed", cast.y_te_xa, {"reason": REASON})

    @pytest.mark.parametrize("reason", ["", "   ", "cần gấp"])
    def test_no_reason_no_number(self, cast, teacher, reason):
        with pytest.raises(CannotReveal, match="lý do"):
            reveal_phone(actor=cast.y_te_xa, person=teacher, reason=reason, now=NOW)
        assert not Entry.objects.exists()

    def test_not_in_bulk(self, cast, teacher):
        for _ in range(20):
            reveal_phone(actor=cast.y_te_xa, person=teacher, reason=REASON, now=NOW)
        with pytest.raises(CannotReveal, match="thử lại sau"):
            reveal_phone(actor=cast.y_te_xa, person=teacher, reason=REASON, now=NOW)
        reveal_phone(actor=cast.so_gd, person=teacher, reason=REASON, now=NOW)
        reveal_phone(actor=cast.y_te_xa, person=teacher, reason=REASON, now=NOW + timedelta(hours=1, seconds=1))

    def test_a_stranger_may_not_even_ask(self, cast, teacher):
        with pytest.raises(PermissionDenied):
            reveal_phone(actor=cast.hieu_truong_khac, person=teacher, reason=REASON, now=NOW)


def test_among_too_many_organizations_one_is_typed(cast, as_, monkeypatch):
    monkeypatch.setattr("truongan.organizations.forms._CHOOSABLE", 1)
    client, url = as_("truong_phong_xa"), reverse("accounts:person_create")
    page = client.get(url, {"co_quan": cast.school.pk}).content.decode()
    assert f'({cast.school.code})"' in page and '<select class="select" name="organization"' not in page

    fields = {"name": "Ngô Văn Bình", "phone": "0911222333"}
    assert "Không thấy đơn vị nào" in client.post(url, {**fields, "organization": "khong co"}).content.decode()
    assert "Có nhiều đơn vị khớp" in client.post(url, {**fields, "organization": "truong"}).content.decode()
    assert client.post(url, {**fields, "organization": "anh duong"}).status_code in (302, 303)
    assert Person.objects.get(phone="0911222333").organization == cast.school
