from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from tests.activities.samples import DAY, facts, make_activity, recorded
from tests.factories import NOW, make_event, make_person, make_scheme
from truongan.activities.actions import (
    CannotChange,
    CannotRecord,
    CannotVoid,
    change_activity,
    record_activity,
    save_draft,
    void_activity,
)
from truongan.activities.facts import Reached, facts_of
from truongan.activities.models import Activity, ActivityDraft
from truongan.audit.models import Entry
from truongan.movement.actions import end_scheme

LATER = NOW + timedelta(hours=1)


def seen(activity: Activity):
    return activity.changed_at or activity.recorded_at


def change(actor, activity: Activity, **changed):
    return change_activity(actor=actor, activity=activity, facts=facts(**changed), seen_at=seen(activity), now=LATER)


def test_what_is_recorded_stands_as_it_was_told(cast):
    host = make_person(organization=cast.school, name="Vũ Thị Hạnh")
    told = facts(
        starts_at=time(7), ends_at=time(8, 30), place="Sân trường", chair="Lê  Thu Hà", content=" Một.\n\n Hai. ",
        partners=(cast.commune_police,), people=(host,), forms=("talk", "film", "talk"),
    )  # fmt: skip

    activity = record_activity(
        actor=cast.giao_vien, organization=cast.school, facts=told, token=uuid4(), now=NOW
    ).activity

    kept = facts_of(Activity.objects.get(pk=activity.pk))
    assert (kept.chair, kept.content, kept.forms) == ("Lê Thu Hà", "Một.\n\nHai.", ("film", "talk"))
    assert (kept.partners, kept.people) == ((cast.commune_police,), (host,))
    assert kept.audience == (Reached("teachers", 25), Reached("pupils", 640, 320))
    assert Entry.objects.about(activity).get().verb == "activities.activity.recorded"


def test_a_form_sent_twice_is_one_activity(cast):
    token = uuid4()

    first = recorded(cast.giao_vien, cast.school, token=token)
    second = recorded(cast.giao_vien, cast.school, token=token, result="Gửi lại vì mạng yếu")

    assert (first.was_there, second.was_there) == (False, True)
    assert second.activity == first.activity
    assert Activity.objects.count() == 1


def test_two_colleagues_do_not_record_the_same_thing_twice(cast):
    recorded(cast.giao_vien, cast.school)

    with pytest.raises(CannotRecord, match="đã ghi hoạt động này"):
        recorded(cast.hieu_truong, cast.school, title="tuyen truyen  phòng, chống BẠO LỰC học đường")
    recorded(cast.hieu_truong, cast.school, starts_at=time(14))  # in the afternoon once more


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"on": date(2026, 11, 23)}, "chưa tới"),
        ({"title": "  "}, "tên hoạt động"),
        ({"starts_at": time(9), "ends_at": time(8)}, "Giờ kết thúc"),
        ({"ends_at": time(8)}, "Giờ kết thúc"),
        ({"audience": (Reached("pupils", 10, 11),)}, "Số người không thể nhiều hơn"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(cast, changed, words):
    with pytest.raises(CannotRecord, match=words):
        recorded(cast.giao_vien, cast.school, **changed)
    assert not Activity.objects.exists()


def test_nothing_is_recorded_of_a_school_that_was_not_there(cast):
    cast.school.founded_on = date(2026, 11, 21)
    cast.school.save()

    with pytest.raises(CannotRecord, match="thành lập ngày 21/11/2026"):
        recorded(cast.giao_vien, cast.school)


def test_the_last_hour_of_today_in_viet_nam_is_today(cast):
    before_midnight = NOW.replace(hour=16, minute=59)  # 23:59 in Ha Noi
    after = NOW.replace(hour=17, minute=0)

    with pytest.raises(CannotRecord, match="chưa tới"):
        recorded(cast.giao_vien, cast.school, on=date(2026, 11, 23), now=before_midnight)
    recorded(cast.giao_vien, cast.school, on=date(2026, 11, 23), now=after)


def test_only_who_writes_for_the_organization_records(cast):
    for user, organization in (
        (cast.hieu_truong_khac, cast.school),
        (cast.y_te_xa, cast.school),
        (cast.y_te_xa, cast.health_station),
        (cast.giao_vien, cast.commune_police),
        (cast.so_gd, cast.school),
    ):
        with pytest.raises(PermissionDenied):
            recorded(user, organization)
    recorded(cast.cong_an_xa, cast.commune_police)
    recorded(cast.cong_an_xa, cast.school)


def test_an_activity_proves_that_its_schemes_are_active(cast):
    scheme = make_scheme(organization=cast.school)

    activity = make_activity(cast.giao_vien, cast.school, schemes=(scheme, scheme))

    link = activity.scheme_links.get()
    scheme.refresh_from_db()
    assert (link.event.kind, link.event.on, scheme.last_evidence_on) == ("active", DAY, DAY)
    assert link.event.note == "Tuyên truyền phòng, chống bạo lực học đường"


def test_a_title_that_does_not_name_its_kind_is_told_with_it(cast):
    scheme = make_scheme(organization=cast.school)

    activity = make_activity(cast.giao_vien, cast.school, schemes=(scheme,), title="Ca sáng", kind="patrol")

    assert activity.scheme_links.get().event.note == "Trực cổng trường: Ca sáng"


def test_two_activities_of_one_day_are_two_proofs(cast):
    scheme = make_scheme(organization=cast.school)
    first = make_activity(cast.giao_vien, cast.school, schemes=(scheme,))
    make_activity(cast.giao_vien, cast.school, schemes=(scheme,), title="Trực cổng", kind="patrol")

    void_activity(actor=cast.giao_vien, activity=first, reason="nhầm ngày", now=LATER)

    scheme.refresh_from_db()
    assert scheme.last_evidence_on == DAY


def test_the_registers_refusal_is_shown_and_nothing_is_kept(cast):
    scheme = make_scheme(organization=cast.school)
    end_scheme(actor=None, scheme=scheme, kind="removed", on=date(2026, 11, 1), now=NOW)

    with pytest.raises(CannotRecord, match="11/2026"):
        recorded(cast.giao_vien, cast.school, schemes=(scheme,))
    assert not Activity.objects.exists()


def test_a_scheme_of_somebody_else_is_not_proved(cast):
    with pytest.raises(PermissionDenied):
        recorded(cast.giao_vien, cast.school, schemes=(make_scheme(organization=cast.other_school),))
    assert not Activity.objects.exists()


def test_another_day_moves_the_proof(cast):
    scheme, added = make_scheme(organization=cast.school), make_scheme(organization=cast.school, name="Điểm hai")
    activity = make_activity(cast.giao_vien, cast.school, schemes=(scheme,))

    change(cast.giao_vien, activity, on=date(2026, 11, 19), schemes=(scheme, added))

    assert {link.event.on for link in activity.scheme_links.all()} == {date(2026, 11, 19)}
    assert [each.on for each in scheme.events.valid().filter(kind="active")] == [date(2026, 11, 19)]
    assert added.events.valid().filter(kind="active").count() == 1


def test_a_scheme_left_out_loses_the_proof_and_another_words_keeps_it(cast):
    scheme = make_scheme(organization=cast.school)
    make_event(scheme, "active", date(2026, 11, 2))
    activity = make_activity(cast.giao_vien, cast.school, schemes=(scheme,))
    event = activity.scheme_links.get().event

    activity = change(cast.giao_vien, activity, title="Tên đúng", schemes=(scheme,))
    assert activity.scheme_links.get().event == event

    change(cast.giao_vien, activity, title="Tên đúng", schemes=())
    scheme.refresh_from_db()
    assert scheme.last_evidence_on == date(2026, 11, 2)
    assert not activity.scheme_links.exists()


def test_a_correction_says_what_stood_there_before(cast):
    activity = make_activity(cast.giao_vien, cast.school)

    change(cast.hieu_truong, activity, audience=(Reached("pupils", 600, 300),), topics=("drugs",))

    changes = Entry.objects.about(activity).latest("pk").data["changes"]
    assert changes == {
        "nội dung": ["An toàn trên mạng; Phòng, chống bạo lực học đường", "Phòng, chống ma túy"],
        "thành phần": ["Giáo viên 25 lượt; Học sinh 640 lượt (320 người)", "Học sinh 600 lượt (300 người)"],
    }


def test_a_correction_of_nothing_leaves_no_trace(cast):
    activity = make_activity(cast.giao_vien, cast.school)

    assert change(cast.giao_vien, activity).changed_at is None
    assert Entry.objects.about(activity).count() == 1


def test_who_edits_in_a_second_window_is_told(cast):
    activity = make_activity(cast.giao_vien, cast.school)
    change(cast.hieu_truong, activity, title="Bản của hiệu trưởng")

    with pytest.raises(CannotChange, match="Người khác vừa sửa"):
        change(cast.giao_vien, activity, title="Bản của giáo viên")
    assert Activity.objects.get().title == "Bản của hiệu trưởng"


def test_a_voided_activity_stays_and_proves_nothing(cast):
    scheme = make_scheme(organization=cast.school)
    activity = make_activity(cast.giao_vien, cast.school, schemes=(scheme,))

    void_activity(actor=cast.giao_vien, activity=activity, reason="ghi nhầm trường", now=LATER)

    activity.refresh_from_db()
    scheme.refresh_from_db()
    assert (activity.is_void, activity.void_reason) == (True, "ghi nhầm trường")
    assert scheme.last_evidence_on != DAY
    assert activity.scheme_links.get().event.voided_at == LATER
    with pytest.raises(CannotVoid, match="đã hủy rồi"):
        void_activity(actor=cast.giao_vien, activity=activity, reason="lại", now=LATER)
    with pytest.raises(CannotChange, match="đã hủy"):
        change(cast.giao_vien, activity, title="Sửa sau khi hủy")


def test_a_void_needs_a_reason_and_the_right(cast):
    activity = make_activity(cast.giao_vien, cast.school)

    with pytest.raises(CannotVoid, match="lý do"):
        void_activity(actor=cast.giao_vien, activity=activity, reason="  ", now=LATER)
    with pytest.raises(PermissionDenied):
        void_activity(actor=cast.hieu_truong_khac, activity=activity, reason="không phải của tôi", now=LATER)


def test_a_draft_is_gone_with_the_activity_and_belongs_to_its_writer(cast):
    draft = save_draft(actor=cast.giao_vien, organization=cast.school, fields={"title": "Ra"}, now=NOW)
    again = save_draft(actor=cast.giao_vien, organization=cast.school, fields={"title": "Ra mắt"}, now=LATER)
    assert (again.pk, again.fields) == (draft.pk, {"title": "Ra mắt"})

    with pytest.raises(PermissionDenied):
        record_activity(
            actor=cast.hieu_truong, organization=cast.school, facts=facts(), token=uuid4(), draft=again, now=NOW
        )
    record_activity(actor=cast.giao_vien, organization=cast.school, facts=facts(), token=uuid4(), draft=again, now=NOW)
    assert not ActivityDraft.objects.exists()
