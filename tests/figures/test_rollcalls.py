"""Figures of roll-calls: who called, who was asked and answered, how fast, who is out of reach; drills apart."""

from datetime import timedelta

from django.urls import reverse

from tests.duty.test_rollcalls import call, recipient_of, tap
from tests.duty.things import NOW, TODAY, commune_of, make_network
from truongan.duty.actions import close_roll, remind
from truongan.duty.network import Part
from truongan.figures.counting import answer, by_organization
from truongan.figures.indicators import INDICATORS, ROLLCALLS
from truongan.figures.queries import records_behind
from truongan.figures.questions import Question
from truongan.figures.sealing import rows_hash


def said(day=TODAY, **asked) -> dict:
    total = answer(Question(on=day, **asked), ROLLCALLS.codes).total
    return {code.removeprefix("rollcalls."): figure.value for code, figure in total.figures.items()}


def real(cast, **options):
    return call(cast, is_drill=False, **options)


def test_calls_people_asked_answers_and_their_time(cast):
    _group, hanh, _son = make_network(cast)
    rollcall = real(cast)
    tap(rollcall, cast.cong_an_xa.person, now=NOW + timedelta(minutes=3))
    tap(rollcall, hanh, choice="away", now=NOW + timedelta(minutes=90))

    found = said()

    assert (found["called"], found["asked"], found["answered"]) == (1, 3, 2)
    assert (found["answered_in_hour"], found["median_minutes"]) == (1, 3)
    assert (found["drills"], found["drill_asked"], found["drill_answered"]) == (0, 0, 0)


def test_drills_are_counted_apart_and_nowhere_else(cast):
    _group, hanh, _son = make_network(cast)
    drill = call(cast)
    tap(drill, hanh)

    found = said()

    assert (found["drills"], found["drill_asked"], found["drill_answered"]) == (1, 3, 1)
    assert {code: value for code, value in found.items() if value and "drill" not in code} == {}


def test_out_of_reach_is_who_no_channel_reached_and_nobody_noted(cast):
    """Two have no channel at all from the start; the officer's last one fails the day after."""
    _group, hanh, _son = make_network(cast)
    rollcall = real(cast, minutes_open=4 * 24 * 60)
    officer = recipient_of(rollcall, cast.cong_an_xa.person)
    officer.unreachable_at = NOW + timedelta(days=1)
    officer.save(update_fields=["unreachable_at"])
    assert (said()["unreachable"], said(TODAY + timedelta(days=1))["unreachable"]) == (2, 3)

    tap(rollcall, hanh, via="manual")
    assert said()["unreachable"] == 1


def test_a_day_past_keeps_its_numbers_when_somebody_answers_later(cast):
    _group, hanh, _son = make_network(cast)
    rollcall = real(cast, minutes_open=4 * 24 * 60)
    tap(rollcall, hanh, now=NOW + timedelta(days=2))

    assert said()["answered"] == 0
    assert said(TODAY + timedelta(days=2))["answered"] == 1
    assert said(TODAY - timedelta(days=1))["called"] == 0
    assert said(TODAY + timedelta(days=2), since=TODAY + timedelta(days=1))["asked"] == 0


def test_a_reminder_asks_nobody_a_second_time(cast):
    make_network(cast)
    rollcall = real(cast)
    remind(actor=cast.truong_phong_xa, rollcall=rollcall, now=NOW + timedelta(minutes=15))
    close_roll(actor=cast.truong_phong_xa, rollcall=rollcall, now=NOW + timedelta(minutes=20))

    assert (said()["called"], said()["asked"]) == (1, 3)


def test_shares_open_the_calls_behind_them_and_make_the_hash(cast):
    make_network(cast)
    rollcall = real(cast)
    before = rows_hash(Question(on=TODAY))
    real(
        cast,
        key="hai",
        part=Part(school=cast.school, parts=("groups",)),
        organization=cast.school,
        actor=cast.hieu_truong,
    )
    question = Question(on=TODAY, unit=commune_of(cast.school))

    shares = by_organization(question, ROLLCALLS.codes)
    opened = list(records_behind(question, INDICATORS["rollcalls.asked"], cast.commune_police))

    assert shares[cast.commune_committee.pk] == {"rollcalls.called": 1}
    assert shares[cast.school.pk] == {"rollcalls.called": 1, "rollcalls.asked": 4, "rollcalls.unreachable": 4}
    assert shares[cast.commune_police.pk]["rollcalls.asked"] == 2
    assert [(each.people, each.answers) for each in opened] == [(1, 0), (1, 0)]
    assert rollcall in opened
    assert rows_hash(Question(on=TODAY)) != before


def test_the_page_of_roll_calls_divides_by_unit_and_opens(cast, as_):
    make_network(cast)
    real(cast)
    client = as_("truong_phong_xa")

    page = client.get(reverse("figures:page"), {"nhom": "diem-danh", "ngay": f"{TODAY:%Y-%m-%d}"})
    behind = client.get(
        reverse("figures:behind", args=["rollcalls.asked"]),
        {"ngay": f"{TODAY:%Y-%m-%d}", "truong": cast.commune_police.pk},
    )

    assert "Lượt người được điểm danh" in page.content.decode()
    assert behind.status_code == 200 and "Diễn tập" in behind.content.decode()


def test_nobody_outside_reads_them(cast, client):
    make_network(cast)
    real(cast)
    page = client.get(reverse("portal:figures"), {"nhom": "diem-danh"}).content.decode()

    assert "Điểm mô hình" in page
    assert "điểm danh" not in page.lower() and "Vụ việc" not in page
