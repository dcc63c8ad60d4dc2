"""Asking a network: once, answered with one tap, watched, and what it proves."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.duty.things import NOW, TODAY, commune_of, make_beat, make_head, make_network, make_rollcall
from tests.factories import make_group, make_person, make_scheme, make_school, make_type
from truongan.channels.actions import CannotAnswer, answer
from truongan.channels.links import task_path
from truongan.channels.models import Message, Notice, Recipient
from truongan.duty.actions import (
    CannotCallRoll,
    call_due,
    call_roll,
    close_overdue,
    close_roll,
    note_answer,
    prove_rollcall,
    remind,
    schedule_roll,
)
from truongan.duty.jobs import prove_left
from truongan.duty.models import Asked, LivenessNorm, RollCall, RollCallSchedule
from truongan.duty.network import Part, members_of
from truongan.duty.queries import board
from truongan.kernel import clock
from truongan.movement.models import GroupCheck
from truongan.organizations.models import Organization
from truongan.territory.models import AdministrativeUnit

LATER = NOW + timedelta(minutes=3)


def call(cast, *, actor=None, key="mot", part=None, **options):
    part = part or Part(unit=commune_of(cast.school), parts=("groups",))
    given = {"organization": cast.commune_committee, "title": "Diễn tập", "now": NOW} | options
    return call_roll(actor=actor or cast.truong_phong_xa, key=key, part=part, **given)


def recipient_of(rollcall, person) -> Recipient:
    return Recipient.objects.get(message__cause=rollcall.cause, person=person)


def tap(rollcall, person, choice="here", now=LATER, via="sms"):
    return answer(recipient=recipient_of(rollcall, person), choice=choice, via=via, now=now)


def test_everybody_of_the_network_is_asked_once(cast):
    make_network(cast)
    make_group(organization=cast.neighbour_school, members=[(cast.cong_an_xa.person, "area_police"), 7])

    rollcall = call(cast)

    assert rollcall.asked_count == 3  # the officer sits in both groups; unnamed members cannot be asked
    message = Message.objects.get(cause=rollcall.cause)
    assert message.is_drill
    assert message.recipients.count() == 3
    assert {each.organization for each in rollcall.asked.all()} == {cast.school, cast.commune_police}


def test_the_parts_of_a_network_are_chosen(cast):
    make_network(cast)
    make_head(cast)
    make_beat(cast.cong_an_xa.person, unit=commune_of(cast.school))

    def asked(**options):
        part = Part(unit=commune_of(cast.school), **options)
        return {(each.person_id, each.capacity) for each in members_of(part, TODAY)}

    assert asked(parts=("heads",)) == {(cast.hieu_truong.person.pk, "heads")}
    assert asked(parts=("officers",)) == {(cast.cong_an_xa.person.pk, "officers")}
    assert asked(parts=("stations",)) == {(cast.y_te_xa.person.pk, "stations")}
    assert len(asked(parts=("groups", "officers"))) == 3  # the officer asked as officer
    assert asked(parts=("groups",), school_levels=("TH",)) == set()
    assert asked(parts=("groups",), scheme_types=("truong-hoc-an-toan",)) == set()
    make_scheme(organization=cast.school, type=make_type())
    assert len(asked(parts=("groups",), scheme_types=("truong-hoc-an-toan",))) == 3


def test_pressed_twice_it_is_called_once(cast):
    make_network(cast)
    assert call(cast) == call(cast)
    assert RollCall.objects.count() == Message.objects.count() == 1


def test_a_second_one_for_the_same_place_waits_until_the_first_is_closed(cast):
    make_network(cast)
    first = call(cast)
    with pytest.raises(CannotCallRoll, match="chưa đóng"):
        call(cast, key="hai")
    close_roll(actor=cast.truong_phong_xa, rollcall=first, now=LATER)
    assert call(cast, key="hai", now=LATER) != first


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"title": " "}, "tên"),
        ({"minutes_open": 1}, "5 phút"),
        ({"part": Part(parts=())}, "hỏi những ai"),
        ({"part": Part(parts=("heads",))}, "Không có ai"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(cast, options, words):
    make_network(cast)
    with pytest.raises(CannotCallRoll, match=words):
        call(cast, actor=cast.quantri, **options)


def test_a_dissolved_unit_or_school_is_not_asked(cast):
    gone = AdministrativeUnit.objects.filter(valid_to__isnull=False, level="commune").earliest("pk")
    with pytest.raises(CannotCallRoll, match="không còn"):
        call(cast, actor=cast.quantri, part=Part(unit=gone))
    Organization.objects.filter(pk=cast.school.pk).update(closed_on=TODAY)
    cast.school.refresh_from_db()
    with pytest.raises(CannotCallRoll, match="giải thể"):
        call(cast, actor=cast.quantri, part=Part(school=cast.school))


@pytest.mark.parametrize("who", ["giao_vien", "y_te_xa", "so_gd", "hieu_truong_khac"])
def test_who_does_not_guide_the_place_asks_nobody(cast, who):
    make_network(cast)
    with pytest.raises(PermissionDenied):
        call(cast, actor=getattr(cast, who))


def test_a_head_calls_the_roll_of_the_own_school_alone(cast):
    make_network(cast)
    assert call(cast, actor=cast.hieu_truong, organization=cast.school, part=Part(school=cast.school)).asked_count == 3
    with pytest.raises(PermissionDenied):
        call(cast, key="hai", actor=cast.hieu_truong, organization=cast.school)


def test_one_tap_answers_through_any_channel(cast):
    _group, member, _other = make_network(cast)
    rollcall = call(cast)

    tap(rollcall, member)
    tap(rollcall, member, "away", now=LATER + timedelta(minutes=1))  # a second tap changes nothing

    asked = rollcall.asked.get(person=member)
    assert (asked.answer, asked.answered_at, asked.via) == ("here", LATER, "sms")


def test_the_signed_link_answers_without_signing_in_and_survives_being_opened_twice(cast):
    """The clock of the page is today's: called now, open for a day."""
    _group, member, _other = make_network(cast)
    rollcall = call(cast, now=clock.now())
    recipient = recipient_of(rollcall, member)
    path, stranger = task_path(recipient.pk, recipient.link_key, "sms"), Client()

    page = stranger.get(path)
    assert "Điểm danh" in page.content.decode() or "điểm danh" in page.content.decode()
    assert not rollcall.asked.answered().exists()  # opening answers nothing
    assert cast.truong_phong_xa.person.name not in page.content.decode()

    stranger.post(path, {"tra_loi": "here"})
    again = stranger.post(path, {"tra_loi": "here"})  # a forwarded link: used up, and harmless
    assert again.status_code < 500
    assert rollcall.asked.answered().count() == 1

    forged = path.replace(recipient.link_key, "x" * len(recipient.link_key))
    assert stranger.get(forged).status_code == 404


def test_an_expired_or_closed_roll_call_takes_no_answer(cast):
    _group, member, other = make_network(cast)
    rollcall = call(cast, minutes_open=60)

    with pytest.raises(CannotAnswer):
        tap(rollcall, member, now=NOW + timedelta(hours=2))
    close_roll(actor=cast.truong_phong_xa, rollcall=rollcall, now=LATER)
    with pytest.raises(CannotAnswer):
        tap(rollcall, other)
    assert not rollcall.asked.answered().exists()


def test_the_silent_are_reminded_and_an_answer_to_either_message_is_enough(cast):
    _group, member, other = make_network(cast)
    rollcall = call(cast)
    tap(rollcall, other)

    with pytest.raises(CannotCallRoll, match="10 phút"):
        remind(actor=cast.truong_phong_xa, rollcall=rollcall, now=LATER)
    soon = NOW + timedelta(minutes=20)
    assert remind(actor=cast.truong_phong_xa, rollcall=rollcall, now=soon) == 2

    reminder = Recipient.objects.get(message__cause=f"{rollcall.cause}:reminder.1", person=member)
    answer(recipient=reminder, choice="here", via="zalo", now=soon + timedelta(minutes=1))
    assert rollcall.asked.get(person=member).via == "zalo"
    first = recipient_of(rollcall, member)
    assert first.answered_at is not None
    assert first.next_at is None  # no further channel is tried for the first message


def test_who_was_telephoned_is_noted_with_the_name_of_who_did(cast):
    _group, member, _other = make_network(cast)
    rollcall = call(cast)

    note_answer(actor=cast.cong_an_xa, asked=rollcall.asked.get(person=member), now=LATER)

    asked = rollcall.asked.get(person=member)
    assert (asked.answer, asked.via, asked.noted_by) == ("here", "manual", cast.cong_an_xa)
    with pytest.raises(PermissionDenied):
        note_answer(actor=cast.hieu_truong_khac, asked=rollcall.asked.silent().first(), now=LATER)


def test_answers_prove_that_a_group_lives(cast):
    group, member, _other = make_network(cast)
    group.scheme = make_scheme(organization=cast.school)
    group.save()
    rollcall = call(cast)
    tap(rollcall, member)
    tap(rollcall, cast.cong_an_xa.person)
    close_roll(actor=cast.truong_phong_xa, rollcall=rollcall, now=LATER)

    assert prove_rollcall(rollcall=rollcall, now=LATER) == 1
    assert prove_rollcall(rollcall=rollcall, now=LATER) == 1  # a job run twice notes nothing twice

    check = GroupCheck.objects.get(group=group)
    assert (check.on, check.is_active) == (TODAY, True)
    assert "2/3" in check.note
    group.scheme.refresh_from_db()
    assert group.scheme.last_evidence_on == TODAY
    assert group.scheme.events.filter(kind="active").count() == 1


@pytest.mark.parametrize(
    ("norm", "who", "lives"),
    [
        ((50, True), ("members",), False),  # the area officer has not answered
        ((50, False), ("members",), True),
        ((100, False), ("members",), False),
        ((50, True), ("officer",), False),  # one of three
        ((30, True), ("officer",), True),
    ],
)
def test_what_proves_life_is_decided_by_the_norm_of_the_day(cast, norm, who, lives):
    _group, *members = make_network(cast)
    LivenessNorm.objects.create(valid_from=date(2026, 11, 1), least_percent=norm[0], needs_officer=norm[1])
    LivenessNorm.objects.create(valid_from=date(2027, 1, 1), least_percent=1, needs_officer=False)  # not yet
    rollcall = call(cast)
    for person in members if "members" in who else [cast.cong_an_xa.person]:
        tap(rollcall, person)
    close_roll(actor=cast.truong_phong_xa, rollcall=rollcall, now=LATER)

    assert (prove_rollcall(rollcall=rollcall, now=LATER) == 1) is lives


def test_a_group_of_a_school_that_was_closed_holds_up_nothing_and_is_not_alive(cast):
    make_network(cast)
    gone = cast.neighbour_school
    left = make_group(
        organization=gone, members=[(cast.cong_an_xa.person, "area_police")], scheme=make_scheme(organization=gone)
    )
    Organization.objects.filter(pk=gone.pk).update(closed_on=TODAY)
    rollcall = call(cast)
    tap(rollcall, cast.cong_an_xa.person)
    close_roll(actor=cast.truong_phong_xa, rollcall=rollcall, now=LATER)

    prove_rollcall(rollcall=rollcall, now=LATER)
    rollcall.refresh_from_db()
    assert rollcall.evidence_at == LATER
    assert not left.checks.exists()


def test_a_group_lives_also_where_its_model_was_given_up_before_it_began(cast):
    group, *members = make_network(cast)
    group.scheme = make_scheme(organization=cast.school)
    group.scheme.status, group.scheme.stock_from, group.scheme.stock_to = "removed", None, None
    group.scheme.save()
    group.save()
    rollcall = call(cast)
    for person in (*members, cast.cong_an_xa.person):
        tap(rollcall, person)
    close_roll(actor=cast.truong_phong_xa, rollcall=rollcall, now=LATER)

    assert prove_rollcall(rollcall=rollcall, now=LATER) == 1
    assert group.checks.get().is_active


def test_a_silent_group_is_not_declared_dead(cast):
    make_network(cast)
    rollcall = call(cast)
    close_roll(actor=cast.truong_phong_xa, rollcall=rollcall, now=LATER)
    assert prove_rollcall(rollcall=rollcall, now=LATER) == 0
    assert not GroupCheck.objects.exists()


def test_the_board_counts_what_the_viewer_may_see(cast):
    group, member, _other = make_network(cast)
    rollcall = call(cast)
    tap(rollcall, member)

    whole = board.totals(Asked.objects.visible_to(cast.truong_phong_xa).filter(rollcall=rollcall), rollcall)
    part = board.totals(Asked.objects.visible_to(cast.hieu_truong).filter(rollcall=rollcall), rollcall)

    assert (whole.asked, whole.answered, whole.here, whole.silent) == (3, 1, 1, 2)
    assert (part.asked, part.answered) == (2, 1)  # without the commune's officer
    assert not RollCall.objects.visible_to(cast.hieu_truong_khac).exists()
    assert group.organization == cast.school


def test_the_board_says_how_long_people_took(cast):
    people = [make_person(organization=cast.school) for _each in range(4)]
    rollcall = make_rollcall(cast, people)
    for person, minutes in zip(people, (0.5, 3, 90), strict=False):
        rollcall.asked.filter(person=person).update(
            answered_at=NOW + timedelta(minutes=minutes), answer="here", via="sms"
        )
    asked = rollcall.asked.all()

    buckets = {each.label: each.count for each in board.answer_times(asked, rollcall)}

    assert buckets["trong 1 phút"] == buckets["1–5 phút"] == buckets["1–4 giờ"] == 1
    assert sum(buckets.values()) == 3
    assert board.median_minutes(asked, rollcall) == 3
    assert board.by_channel(asked, rollcall) == [("Tin nhắn SMS", 3, 0)]


def test_many_organizations_are_summed_by_commune(cast):
    rollcall = make_rollcall(cast)
    for _each in range(13):
        school = make_school(place=commune_of(cast.school))
        Asked.objects.create(
            rollcall=rollcall, person=make_person(organization=school), organization=school, capacity="heads"
        )

    assert [(each.name, each.asked) for each in board.by_unit(rollcall.asked.all())] == [("Phường Nếnh", 13)]


@pytest.mark.parametrize("many", [2, 20])
def test_the_board_asks_no_more_for_more_people(cast, as_, many, django_assert_max_num_queries):
    rollcall = make_rollcall(cast, [make_person(organization=cast.school) for _each in range(many)])
    browser, path = as_("truong_phong_xa"), reverse("rollcalls:board", args=[rollcall.pk])
    browser.get(path)
    with django_assert_max_num_queries(32):
        assert browser.get(path).status_code == 200


def test_every_month_it_is_called_once(cast):
    make_network(cast)
    schedule = schedule_roll(
        actor=cast.truong_phong_xa, organization=cast.commune_committee, title="Hằng tháng",
        part=Part(unit=commune_of(cast.school)), day_of_month=1, hour=time(8), now=NOW,
    )  # fmt: skip
    assert schedule.next_at == datetime(2026, 12, 1, 1, 0, tzinfo=UTC)

    assert call_due(now=NOW) == 0
    due = schedule.next_at + timedelta(seconds=30)
    assert call_due(now=due) == 1
    assert call_due(now=due) == 0
    assert RollCallSchedule.objects.get().next_at == datetime(2027, 1, 1, 1, 0, tzinfo=UTC)

    assert close_overdue(now=due + timedelta(days=2)) == 1
    assert not RollCall.objects.open().exists()


def test_a_month_whose_call_fails_does_not_stop_the_next(cast):
    make_network(cast)
    schedule = schedule_roll(
        actor=cast.truong_phong_xa, organization=cast.commune_committee, title="Hằng tháng",
        part=Part(unit=commune_of(cast.school)), day_of_month=1, hour=time(8), now=NOW,
    )  # fmt: skip
    call(cast, minutes_open=14 * 24 * 60)  # still open on the first of the month

    assert call_due(now=schedule.next_at) == 0
    assert RollCallSchedule.objects.get().next_at > schedule.next_at


def test_a_blocked_month_is_said_on_the_page_and_told_to_who_made_the_schedule(cast, as_):
    make_network(cast)
    schedule = schedule_roll(
        actor=cast.truong_phong_xa, organization=cast.commune_committee, title="Hằng tháng",
        part=Part(unit=commune_of(cast.school)), day_of_month=1, hour=time(8), now=NOW,
    )  # fmt: skip
    blocking = call(cast, minutes_open=14 * 24 * 60)
    page = as_("truong_phong_xa").get(reverse("rollcalls:list")).content.decode()
    assert "Sẽ bị chặn" in page and blocking.get_absolute_url() in page

    call_due(now=schedule.next_at)
    call_due(now=schedule.next_at)

    notice = Notice.objects.get(key__startswith="duty.schedule.")
    assert (notice.person, "chưa đóng" in notice.text) == (cast.truong_phong_xa.person, True)
    assert "Lần trước không gọi được" in as_("truong_phong_xa").get(reverse("rollcalls:list")).content.decode()

    close_roll(actor=cast.truong_phong_xa, rollcall=blocking, now=schedule.next_at)
    later = RollCallSchedule.objects.get()
    assert call_due(now=later.next_at) == 1
    later.refresh_from_db()
    assert (later.blocked_at, later.blocked_why) == (None, "")


def test_the_form_counts_before_it_calls(cast, as_):
    make_network(cast)
    browser, path = as_("truong_phong_xa"), reverse("rollcalls:call")
    form = {
        "key": "a" * 32, "title": "Diễn tập", "organization": cast.commune_committee.pk, "parts": ["groups"],
        "unit": commune_of(cast.school).pk, "minutes_open": 60, "is_drill": "on",
    }  # fmt: skip

    counted = browser.post(path, {**form, "viec": "dem"})
    assert "Sẽ hỏi 3 người" in counted.content.decode()
    assert not RollCall.objects.exists()

    changed = browser.post(path, {**form, "viec": "goi", "so_nguoi": "2"})
    assert "Sẽ hỏi 3 người" in changed.content.decode()  # not what the page had said
    assert not RollCall.objects.exists()

    called = browser.post(path, {**form, "viec": "goi", "so_nguoi": "3"})
    assert called.status_code == 303
    assert browser.post(path, {**form, "viec": "goi"}).status_code == 303  # pressed twice
    assert RollCall.objects.count() == 1


def test_the_command_counts_then_calls_then_tells(cast):
    make_network(cast)
    options = {"organization": cast.commune_committee.code, "unit": "07795"}
    out = StringIO()
    call_command("rollcall", "start", **options, stdout=out)
    assert "asked: 3" in out.getvalue()
    assert not RollCall.objects.exists()

    call_command("rollcall", "start", "--yes", *(f"--{name}={value}" for name, value in options.items()), stdout=out)
    out = StringIO()
    call_command("rollcall", "status", stdout=out)
    assert "answered: 0" in out.getvalue()
    with pytest.raises(CommandError, match="chưa đóng"):
        call_command("rollcall", "start", "--yes", *(f"--{n}={v}" for n, v in options.items()), stdout=out)
    with pytest.raises(CommandError, match="Không có"):
        call_command("rollcall", "status", 99999)


def test_a_roll_call_closed_by_hand_meanwhile_holds_up_no_other(cast, monkeypatch):
    make_network(cast)
    for school in (cast.school, cast.neighbour_school):
        make_group(organization=school, members=[make_person(organization=school)])
        call(cast, key=f"cua-{school.pk}", part=Part(school=school, parts=("groups",)))
    overdue = list(RollCall.objects.order_by("pk"))
    close_roll(actor=cast.truong_phong_xa, rollcall=overdue[0], now=LATER)
    monkeypatch.setattr("truongan.duty.querysets.RollCallQuerySet.overdue", lambda _rows, _now: overdue)
    close_overdue(now=NOW + timedelta(days=2))
    assert not RollCall.objects.open().exists()


def test_one_that_cannot_be_proved_keeps_no_other_waiting(cast, monkeypatch):
    made = [make_rollcall(cast, key=f"xong-{each}", closed_at=LATER) for each in range(2)]
    asked = []

    def stumble(*, rollcall, now):
        asked.append(rollcall.pk)
        raise ValueError

    monkeypatch.setattr("truongan.duty.jobs.prove_rollcall", stumble)
    prove_left(timestamp=0)
    assert sorted(asked) == [each.pk for each in made]
