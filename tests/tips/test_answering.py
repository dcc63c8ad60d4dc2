"""Conversation, states, forwarding, deletion, numbers, notices: and what is never written beside them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import make_organization
from tests.tips.making import (
    NOW,
    TEXT,
    handler,
    keys_by,
    picture,
    province,
    ring_of,
    tell,
    two_levels,
    whole_story,
)
from truongan.audit.models import Entry
from truongan.channels.models import Notice
from truongan.documents.uploads import checked_upload
from truongan.tips.actions import (
    AlreadySent,
    CannotConfide,
    CannotTip,
    add_from_tipster,
    conclude_tip,
    delete_due_tips,
    forget_counts,
    forward_tip,
    note_on_tip,
    note_wrong_receipt,
    open_tip,
    reply_to_tipster,
    tell_handlers,
)
from truongan.tips.models import Pressure, SpentForm, Tally, Tip, TipAccess, TipFile, TipMessage, UnitKeyShare
from truongan.tips.queries.numbers import _hidden, public_years, unit_years
from truongan.tips.receipts import (
    NoSuchReceipt,
    TooMany,
    new_ticket,
    normal_receipt,
    opened_ticket,
    refuse_flood,
    refuse_under_pressure,
    worked_out,
)
from truongan.tips.rings import conversation, opened_file, story_of
from truongan.tips.sealing import CannotOpen, receipt_of
from truongan.tips.states import Kind

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
NEXT_YEAR = date(2027, 1, 1)


@pytest.fixture
def ready(cast):
    two_levels(cast)
    return cast


def test_the_receipt_opens_the_conversation_and_not_the_notes(ready):
    told = whole_story(ready)
    tip, keys = keys_by(told.receipt)
    said = conversation(tip, keys, (Kind.FROM_TIPSTER, Kind.REPLY))
    assert [each.text for each in said] == ["Hôm nay lại xảy ra lần nữa", "Cảm ơn, chúng tôi đang xác minh"]
    assert said[1].author == ready.commune_police.called  # no officer's name
    with pytest.raises(CannotOpen):
        conversation(tip, keys, (Kind.NOTE,))


def test_the_handler_reads_everything(ready):
    told = whole_story(ready)
    keys, story = open_tip(actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=told.tip, now=NOW)
    assert (story.text, story.topic, story.place) == (TEXT, "staff", "Trường THCS Ánh Dương")
    assert len(conversation(told.tip, keys, Kind.values)) == 3
    content, content_type = opened_file(TipFile.objects.get(), keys)
    assert content_type == "image/jpeg"
    assert content == picture()


def test_reading_marks_it_and_leaves_one_line_a_day_without_a_word_of_it(ready):
    tip = tell(ready).tip
    for _n in range(2):
        open_tip(actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=tip, now=NOW)
    tip.refresh_from_db()
    assert (tip.state, tip.is_unread) == ("read", False)
    [entry] = Entry.objects.filter(verb="tips.tip.opened")
    assert entry.organization_id is None  # not in the log of everybody over the unit
    assert TEXT not in str(entry.data)


def test_opening_undoes_nothing_of_what_a_colleague_did_meanwhile(ready):
    tip, ring = tell(ready).tip, ring_of(ready.cong_an_xa)
    stale = Tip.objects.get()
    conclude_tip(actor=ready.cong_an_xa, ring=ring, tip=tip, state="in_progress", now=NOW)
    open_tip(actor=ready.cong_an_xa, ring=ring, tip=stale, now=NOW)
    assert (stale.state, Tip.objects.get().state) == ("in_progress", "in_progress")

    stale = Tip.objects.get()
    forward_tip(
        actor=ready.cong_an_xa, ring=ring, tip=tip, organization=ready.province_police, keeps_access=True, now=NOW
    )
    open_tip(actor=ready.cong_an_xa, ring=ring, tip=stale, now=NOW)
    assert (Tip.objects.get().state, Tip.objects.get().is_unread) == ("new", True)  # the new holder is yet to be told
    assert stale.holder == ready.province_police


def test_who_has_a_post_in_what_it_is_about_does_not_open_it(ready):
    told = tell(ready, concerned=[ready.school])
    ready.cong_an_xa.person.appointments.create(organization=ready.school, role="reader", valid_from=TODAY)
    with pytest.raises(PermissionDenied):
        open_tip(actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=told.tip, now=NOW)


def test_a_form_sent_twice_makes_one_tip_and_shows_its_receipt_for_ten_minutes(ready):
    first = tell(ready, form_token="same")
    again = tell(ready, form_token="same", text="Lời khác", now=NOW + timedelta(minutes=9))
    assert (again.tip, again.receipt) == (first.tip, first.receipt)
    assert story_of(*keys_by(first.receipt)).text == TEXT
    with pytest.raises(CannotConfide, match="đã được gửi"):
        tell(ready, form_token="same", now=NOW + timedelta(minutes=11))
    assert Tip.objects.count() == 1
    assert {each.count for each in Tally.objects.all()} == {1}


def test_a_receipt_is_that_of_its_form_and_installation_alone(settings):
    receipt = receipt_of("one", "secret")
    assert receipt == receipt_of("one", "secret")
    assert len({receipt, receipt_of("two", "secret"), receipt_of("one", "another")}) == 3
    assert normal_receipt(receipt) == receipt


def test_a_form_deleted_with_its_tip_shows_nothing_again(ready):
    tell(ready, form_token="same").tip.delete()
    with pytest.raises(CannotConfide, match="đã được gửi"):
        tell(ready, form_token="same")


def test_what_is_added_twice_is_kept_once(ready):
    tip, keys = keys_by(tell(ready).receipt)
    add_from_tipster(tip=tip, keys=keys, text="Thêm", form_token="more", now=NOW)
    with pytest.raises(AlreadySent):
        add_from_tipster(tip=tip, keys=keys, text="Thêm", form_token="more", now=NOW)
    assert TipMessage.objects.count() == 1


def test_who_may_not_open_it_does_not_end_it_either(ready):
    """Unsubstantiated starts the clock that deletes it."""
    told = tell(ready, concerned=[ready.school])
    ready.cong_an_xa.person.appointments.create(organization=ready.school, role="reader", valid_from=TODAY)
    with pytest.raises(PermissionDenied):
        conclude_tip(
            actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=told.tip, state="unsubstantiated", now=NOW
        )


def test_a_sign_in_without_the_units_key_ends_no_tip(ready):
    tip = tell(ready).tip
    UnitKeyShare.objects.all().delete()
    with pytest.raises(CannotOpen):
        conclude_tip(actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=tip, state="unsubstantiated", now=NOW)


def test_a_later_message_makes_it_unread_again(ready):
    told = tell(ready)
    open_tip(actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=told.tip, now=NOW)
    tip, keys = keys_by(told.receipt)
    add_from_tipster(tip=tip, keys=keys, text="Thêm một việc", form_token="more", now=NOW)
    tip.refresh_from_db()
    assert tip.is_unread


def test_states_go_their_way_only(ready):
    tip = tell(ready).tip
    with pytest.raises(CannotTip):
        conclude_tip(actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=tip, state="closed", now=NOW)
    conclude_tip(actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=tip, state="in_progress", now=NOW)
    conclude_tip(actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=tip, state="substantiated", now=NOW)
    tip = conclude_tip(actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=tip, state="closed", now=NOW)
    assert tip.state == "closed"


def test_others_neither_answer_nor_conclude(ready):
    tip = tell(ready).tip
    for who in (ready.can_bo_tinh, ready.truong_phong_xa, ready.quantri):
        with pytest.raises(PermissionDenied):
            conclude_tip(actor=who, ring=ring_of(ready.can_bo_tinh), tip=tip, state="in_progress", now=NOW)
        with pytest.raises(PermissionDenied):
            reply_to_tipster(actor=who, ring=ring_of(ready.can_bo_tinh), tip=tip, text="x", now=NOW)


def test_unsubstantiated_begins_the_shorter_term_and_taking_it_up_again_ends_it(ready, settings):
    settings.TIPS_KEEP_DAYS, settings.TIPS_UNSUBSTANTIATED_DAYS = 700, 30
    tip = tell(ready).tip
    assert tip.delete_on == TODAY + timedelta(days=700)
    tip = conclude_tip(
        actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=tip, state="unsubstantiated", now=NOW
    )
    assert tip.delete_on == TODAY + timedelta(days=30)
    tip = conclude_tip(actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=tip, state="in_progress", now=NOW)
    assert tip.delete_on == TODAY + timedelta(days=700)


def test_at_the_end_of_its_term_rows_files_and_keys_are_gone_and_a_number_stays(ready, settings):
    settings.TIPS_UNSUBSTANTIATED_DAYS = 30
    told = whole_story(ready)
    kept = tell(ready).tip
    conclude_tip(
        actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=told.tip, state="unsubstantiated", now=NOW
    )
    assert delete_due_tips(now=NOW + timedelta(days=29)) == 0
    assert delete_due_tips(now=NOW + timedelta(days=30)) == 1
    assert list(Tip.objects.all()) == [kept]
    assert not TipMessage.objects.exists()
    assert not TipFile.objects.exists()
    assert TipAccess.objects.count() == 1
    assert Tally.objects.get(measure="deleted", organization=None).count == 1
    with pytest.raises(NoSuchReceipt):
        keys_by(told.receipt)
    assert Entry.objects.filter(verb="tips.tip.deleted").count() == 1


def test_forwarding_seals_it_anew_and_takes_the_former_units_key(ready):
    told = whole_story(ready)
    forward_tip(
        actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=told.tip, organization=ready.province_police,
        keeps_access=False, now=NOW,
    )  # fmt: skip
    tip = Tip.objects.get(pk=told.tip.pk)
    assert (tip.holder, tip.state, tip.is_unread) == (ready.province_police, "new", True)
    keys, story = open_tip(actor=ready.can_bo_tinh, ring=ring_of(ready.can_bo_tinh), tip=tip, now=NOW)
    assert story.text == TEXT
    assert [each.text for each in conversation(tip, keys, (Kind.NOTE,))] == ["Hỏi cô chủ nhiệm trước"]
    with pytest.raises(CannotOpen):
        ring_of(ready.cong_an_xa).keys_of(tip)
    assert not Tip.objects.visible_to(ready.cong_an_xa, TODAY).exists()
    assert keys_by(told.receipt)[0] == tip  # the receipt goes on


def test_who_forwards_may_keep_reading_but_answers_no_more(ready):
    told = tell(ready)
    forward_tip(
        actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=told.tip, organization=ready.province_police,
        keeps_access=True, now=NOW,
    )  # fmt: skip
    tip = Tip.objects.get()
    open_tip(actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=tip, now=NOW)
    tip.refresh_from_db()
    assert tip.is_unread  # the former unit's look is not the holder's
    with pytest.raises(PermissionDenied):
        note_on_tip(actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=tip, text="x", now=NOW)


def test_it_is_never_forwarded_to_whom_it_is_about_nor_to_who_cannot_open_it(ready):
    other = make_organization(name="Thanh tra", sector="government", level="province", place=province(ready))
    told = tell(ready, concerned=[ready.commune_police])  # hence with the province
    handler(ready.y_te_xa, ready.health_station)
    for target in (ready.commune_police, other, ready.school, ready.province_police):
        with pytest.raises(CannotTip):
            forward_tip(
                actor=ready.can_bo_tinh, ring=ring_of(ready.can_bo_tinh), tip=told.tip, organization=target,
                keeps_access=True, now=NOW,
            )  # fmt: skip
    assert TipAccess.objects.count() == 1


def test_handlers_are_told_that_something_waits_and_nothing_else(ready):
    told = whole_story(ready)
    Tip.objects.update(is_unread=True)
    tell_handlers(now=NOW)
    tell_handlers(now=NOW + timedelta(hours=1))  # nothing new
    [notice] = Notice.objects.all()
    assert (notice.subject, notice.text, notice.organization) == ("Có tố giác mới", "", None)
    assert notice.person == ready.cong_an_xa.person
    assert str(told.tip.pk) not in notice.link
    tip, keys = keys_by(told.receipt)
    add_from_tipster(tip=tip, keys=keys, text="Nữa", form_token="again", now=NOW)
    tell_handlers(now=NOW + timedelta(hours=2))
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("keeps_access", [True, False])
def test_who_gets_a_tip_back_is_told_again(ready, keeps_access):
    tip = tell(ready).tip
    tell_handlers(now=NOW)
    for actor, target in ((ready.cong_an_xa, ready.province_police), (ready.can_bo_tinh, ready.commune_police)):
        forward_tip(actor=actor, ring=ring_of(actor), tip=tip, organization=target, keeps_access=keeps_access, now=NOW)
    for _twice in range(2):
        tell_handlers(now=NOW)
    assert [each.person for each in Notice.objects.all()] == [ready.cong_an_xa.person] * 2


def test_sending_leaves_no_entry_in_the_record_and_no_notice_at_its_hour(ready):
    before = Entry.objects.count()
    tell(ready)
    assert Entry.objects.count() == before
    assert not Notice.objects.exists()


def test_the_records_of_work_on_a_tip_hold_no_content(ready):
    told = whole_story(ready)
    ring = ring_of(ready.cong_an_xa)
    conclude_tip(actor=ready.cong_an_xa, ring=ring_of(ready.cong_an_xa), tip=told.tip, state="in_progress", now=NOW)
    forward_tip(
        actor=ready.cong_an_xa, ring=ring, tip=told.tip, organization=ready.province_police, keeps_access=False,
        now=NOW,
    )  # fmt: skip
    entries = Entry.objects.filter(verb__startswith="tips.tip")
    assert {each.verb for each in entries} == {
        "tips.tip.answered", "tips.tip.noted", "tips.tip.state_changed", "tips.tip.forwarded"
    }  # fmt: skip
    for each in entries:
        assert each.organization_id is None
        assert each.label == f"Tố giác số {told.tip.pk}"
        assert set(each.data) <= {"note", "keeps_access"}


def test_small_numbers_are_hidden_and_so_is_what_would_tell_them():
    def year(**counts):
        Tally.objects.all().delete()
        for measure, number in counts.items():
            Tally.objects.create(year=2026, measure=measure.replace("__", ":"), count=number)
        [found] = public_years(date(2027, 1, 1))
        return found

    assert year(received=4, topic__drugs=4).received is None
    assert year(received=4, topic__drugs=4).topics == []
    found = {
        each.label: each.value for each in year(received=20, topic__drugs=2, topic__staff=8, topic__other=10).topics
    }
    assert [found["Ma túy, thuốc lá điện tử"], found["Hành vi của cán bộ, giáo viên, nhân viên"]] == [None, None]
    assert found["Việc khác"] == 10
    found = {
        each.label: each.value for each in year(received=20, topic__drugs=2, topic__staff=3, topic__other=15).topics
    }
    assert found["Việc khác"] == 15


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"a": 9, "b": 0}, {"a", "b"}),
        ({"a": 2, "b": 8, "c": 10}, {"c"}),  # 2 alone would be the rest of the total
        ({"a": 2, "b": 3, "c": 10}, {"c"}),
        ({"a": 1, "b": 1, "c": 10, "d": 20}, {"d"}),  # a rest of two for two is one each
        ({"a": 4, "b": 4, "c": 10, "d": 20}, {"d"}),
        ({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 0}, set()),  # the zero would tell the ones
    ],
)
def test_what_is_hidden_is_not_found_by_subtraction(values, shown):
    assert set(values) - _hidden(values) == shown


def test_numbers_of_units_hold_no_topics(ready):
    for _n in range(6):
        tell(ready)
    [own] = unit_years([ready.commune_police, ready.province_police], NEXT_YEAR)
    assert own.years[0].received == 6
    assert own.years[0].topics == []
    assert public_years(NEXT_YEAR)[0].received == 6


def test_a_running_year_is_shown_to_handlers_of_the_unit_alone(ready, as_):
    """Its number going up would tell when somebody confided, and the topics of all what about."""
    for _n in range(6):
        tell(ready)
    assert public_years(TODAY) == []
    assert unit_years([ready.commune_police], TODAY) == []
    [own] = unit_years([ready.commune_police], TODAY, handled={ready.commune_police.pk})
    assert own.years[0].received == 6
    page = reverse("tips_desk:figures")
    assert "Chưa có số nào" in as_("truong_phong_xa").get(page).content.decode()
    assert "Chưa có số nào" not in as_("cong_an_xa").get(page).content.decode()


def test_a_small_number_of_one_unit_is_not_the_public_total_less_the_others(ready):
    for organization, number in ((ready.commune_police, 9), (ready.province_police, 3), (None, 12)):
        Tally.objects.create(year=2026, organization=organization, measure="received", count=number)
    both = unit_years([ready.commune_police, ready.province_police], NEXT_YEAR)
    assert [each.years[0].received for each in both] == [None, None]


def test_a_flood_of_wrong_receipts_stops_the_answers_and_passes(settings, db):
    settings.TIPS_WRONG_A_MINUTE = 3
    for _n in range(3):
        refuse_under_pressure(NOW)
        note_wrong_receipt(now=NOW)
    with pytest.raises(TooMany):
        refuse_under_pressure(NOW)
    refuse_under_pressure(NOW + timedelta(minutes=2))
    assert [each.count for each in Pressure.objects.all()] == [3]
    forget_counts(now=NOW + timedelta(hours=2))
    assert not Pressure.objects.exists()


def test_a_flood_of_tips_is_slowed(settings):
    settings.TIPS_SENT_A_MINUTE = 2
    later = NOW + timedelta(days=5)
    refuse_flood(later)
    refuse_flood(later)
    with pytest.raises(TooMany):
        refuse_flood(later)
    refuse_flood(later + timedelta(minutes=2))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1234567890123456", "1234567890123456"),
        (" 1234 5678-9012.3456 ", "1234567890123456"),
        ("123456789012345", ""),
        ("12345678901234567", ""),
        ("１２３４5678 9012 3456", ""),
        ("", ""),
    ],
)
def test_a_receipt_is_read_as_people_write_it(typed, read):
    assert normal_receipt(typed) == read


def test_a_ticket_opens_its_own_tip_for_half_an_hour(ready):
    told, other = tell(ready), tell(ready)
    private = worked_out(told.receipt).private
    ticket = new_ticket(told.tip, private, NOW)
    assert opened_ticket(ticket, str(told.tip.code), NOW)[0] == told.tip
    for spoiled, code, at in (
        (ticket, str(other.tip.code), NOW),
        (ticket, "khong-phai", NOW),
        ("00" * 80, str(told.tip.code), NOW),
        ("zz", str(told.tip.code), NOW),
        (ticket, str(told.tip.code), NOW + timedelta(minutes=31)),
    ):
        with pytest.raises(NoSuchReceipt):
            opened_ticket(spoiled, code, at)


def test_forms_that_were_sent_are_forgotten_when_they_could_not_come_again(ready):
    tell(ready)
    forget_counts(now=NOW + timedelta(days=1))
    assert SpentForm.objects.count() == 1
    forget_counts(now=NOW + timedelta(days=3))
    assert not SpentForm.objects.exists()


def test_what_a_camera_wrote_is_gone_before_it_is_locked():
    assert b"MayChupBiMat" in picture()
    kept = checked_upload(SimpleUploadedFile("nguyen-van-a.jpg", picture()))
    assert b"MayChupBiMat" not in kept.content
