"""What goes wrong on a bad day: a broken line, a matrix in a circle, an officer nobody can reach, 300 photos."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from tests.channels.sending import work
from tests.factories import make_person
from tests.incidents.samples import NOW, category, make_rule, reported, severity, told
from tests.incidents.test_reporting import picture
from truongan.audit.models import Entry
from truongan.channels.actions import answer
from truongan.channels.models import Message, Notice, Recipient
from truongan.duty.models import MatrixRule, RuleLevel, RuleTarget
from truongan.incidents.actions import escalate, report_incident
from truongan.incidents.models import Incident, Numbering
from truongan.incidents.queries.alarms import told_levels, why
from truongan.incidents.states import EntryKind

pytestmark = pytest.mark.django_db
REPORT = reverse("incidents:report")


def answers(**changed) -> dict:
    return {
        "key": str(uuid4()), "category": category().pk, "severity": severity().pk, "place": "Cổng", "what": "Xô xát.",
        **changed,
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_three_lines_that_bring_one_report_at_the_same_moment_make_one_case_and_one_alarm(cast):
    make_rule(cast, (5, [cast.hieu_truong]))
    key, start = uuid4(), Barrier(3)

    def send(_line: int) -> tuple[int, bool]:
        try:
            start.wait()
            done = report_incident(
                actor=cast.giao_vien, organization=cast.school, report=told(), key=key, photos=[picture(9)], now=NOW
            )
            return done.incident.pk, done.was_there
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as lines:
        sent = list(lines.map(send, range(3)))
    assert len({pk for pk, _was_there in sent}) == 1
    assert sorted(was_there for _pk, was_there in sent) == [False, True, True]
    case = Incident.objects.get()
    assert case.photos.count() == Message.objects.count() == Recipient.objects.count() == 1
    assert Numbering.objects.get().last == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_school_outside_ones_scope_is_not_there_to_report_for(as_, cast, method):
    address = f"{REPORT}?truong={cast.other_school.pk}"
    client = as_("giao_vien")
    answer = client.get(address) if method == "get" else client.post(address, answers())
    assert answer.status_code == 404
    assert cast.other_school.name not in answer.content.decode()
    assert not Incident.objects.exists()


@pytest.mark.parametrize("key", ["abc", "9" * 30, "-1", "0"])
def test_a_school_that_is_none_is_not_there_either(as_, key):
    assert as_("giao_vien").get(f"{REPORT}?truong={key}").status_code == 404


def test_three_hundred_photos_are_refused_kindly_and_what_was_typed_stays(as_):
    answer = as_("giao_vien").post(
        REPORT, answers(what="Đánh nhau ở cổng sau", photos=[picture(n) for n in range(300)])
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "300 ảnh" in page
    assert "Đánh nhau ở cổng sau" in page
    assert "chọn lại ảnh" in page
    assert not Incident.objects.exists()


def test_a_matrix_in_a_circle_calls_each_level_once_and_ends_at_the_province(cast):
    """No such rule can be saved; one brought in by hand must not hold up a report."""
    MatrixRule.objects.all().update(continues_with=None)
    first = make_rule(cast, (5, [cast.hieu_truong]), name="Vòng A")
    second = MatrixRule.objects.create(organization=cast.school, name="Vòng B", valid_from=first.valid_from,
                                       categories=["khac"], continues_with=first)  # fmt: skip
    level = RuleLevel.objects.create(rule=second, number=1, timeout_minutes=5)
    RuleTarget.objects.create(level=level, who="person", person=cast.cong_an_xa.person)
    MatrixRule.objects.filter(pk=first.pk).update(continues_with=second)
    case = reported(cast)
    people = [person["person"] for each in case.levels for person in each["people"]]
    assert people[:2] == [cast.hieu_truong.person_id, cast.cong_an_xa.person_id]
    assert len(people) == len(set(people))
    assert case.levels[-1]["people"][0]["by"] == "province"


def test_a_hole_in_the_matrix_is_passed_over_at_once_and_shown(cast):
    rule = make_rule(cast, (30, []), (5, [cast.cong_an_xa]))
    RuleTarget.objects.create(level=rule.levels.get(number=1), who="station")
    cast.y_te_xa.person.appointments.all().delete()
    case = reported(cast)
    assert (case.level, case.next_level_at) == (2, NOW + timedelta(minutes=5))
    hole = told_levels(case)[0]
    assert (hole.alarm, hole.people) == (None, [])
    assert "Trạm Y tế" in hole.gaps[0]


def test_an_officer_without_any_channel_is_reached_through_a_colleague(cast):
    cast.hieu_truong.person.appointments.update(is_head=True)
    officer = make_person(organization=cast.school, name="Phạm Thị Hoa", phone="")
    rule = make_rule(cast, (5, []), (5, [cast.cong_an_xa]))
    RuleTarget.objects.create(level=rule.levels.get(number=1), who="person", person=officer)
    case = reported(cast)
    work()
    recipient = Recipient.objects.get(message__cause=f"{case.causes}level.1")
    assert recipient.unreachable_at is not None
    task = Notice.objects.get(person=cast.hieu_truong.person, recipient__message__kind="channels.manual")
    assert "Phạm Thị Hoa" in task.subject
    assert any("Không kênh nào tới được" in each for each in why(case, officer).facts)


def test_the_timeline_and_the_record_name_the_colleague_who_answered_in_their_stead(cast):
    cast.hieu_truong.person.appointments.update(is_head=True)
    officer = make_person(organization=cast.school, name="Phạm Thị Hoa", phone="")
    rule = make_rule(cast, (5, []))
    RuleTarget.objects.create(level=rule.levels.get(number=1), who="person", person=officer)
    case = reported(cast)
    work()
    task = Recipient.objects.get(message__kind="channels.manual", person=cast.hieu_truong.person)
    answer(recipient=task, choice="take", via="inbox", now=NOW)
    case.refresh_from_db()
    said = f"Người báo tận nơi: {cast.hieu_truong.person.name}"
    assert case.responsible == officer
    assert case.entries.get(kind=EntryKind.TAKEN).text == said
    assert Entry.objects.get(verb="incidents.incident.taken").data["via"] == said


def test_and_the_alarm_does_not_wait_for_them_longer_than_for_others(cast):
    officer = make_person(organization=cast.school, name="Phạm Thị Hoa", phone="")
    rule = make_rule(cast, (5, []), (5, [cast.cong_an_xa]))
    RuleTarget.objects.create(level=rule.levels.get(number=1), who="person", person=officer)
    case = reported(cast)
    assert escalate(incident_id=case.pk, now=NOW + timedelta(minutes=5))
    case.refresh_from_db()
    assert case.level == 2
    assert case.entries.filter(kind=EntryKind.ALARM).count() == 2


@pytest.mark.parametrize(
    ("pressed", "sent", "is_at"),
    [
        (timedelta(0), timedelta(0), timedelta(0)),
        (timedelta(hours=3), timedelta(hours=3), timedelta(0)),
        (timedelta(days=-400), timedelta(days=-400), timedelta(0)),
        (timedelta(minutes=-20), timedelta(0), timedelta(minutes=-20)),  # typed in a dead spot, sent later
        (timedelta(hours=3, minutes=-20), timedelta(hours=3), timedelta(minutes=-20)),
    ],
)
def test_a_telephones_clock_is_set_right_whatever_it_says(as_, pressed, sent, is_at, monkeypatch):
    monkeypatch.setattr("truongan.kernel.clock.timezone.now", lambda: NOW)
    monkeypatch.setattr("truongan.incidents.views.reporting.now", lambda: NOW)
    form = answers(phone_at=(NOW + pressed).isoformat(), phone_now=(NOW + sent).isoformat())
    as_("giao_vien").post(REPORT, form)
    assert Incident.objects.get().occurred_at == NOW + is_at
