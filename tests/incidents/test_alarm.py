"""People are told level by level until somebody takes the case; the last level is the province."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.incidents.samples import NOW, make_rule, reported
from truongan.channels.actions import CannotAnswer, answer
from truongan.channels.answers import answers_of
from truongan.channels.models import Message, Recipient
from truongan.duty.models import MatrixRule
from truongan.incidents.actions import KIND, CannotChange, escalate, take_incident
from truongan.incidents.jobs import escalate_overdue
from truongan.incidents.models import Incident
from truongan.incidents.queries.alarms import told_levels, why
from truongan.incidents.states import EntryKind, State

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=6)


@pytest.fixture
def rule(cast):
    return make_rule(cast, (5, [cast.hieu_truong]), (10, [cast.cong_an_xa, cast.y_te_xa]))


def told(case: Incident) -> set[str]:
    return set(Recipient.objects.filter(message__cause__startswith=case.causes).values_list("person__name", flat=True))


def names(*users) -> set[str]:
    return {each.person.name for each in users}


def recipient(case: Incident, user) -> Recipient:
    return Recipient.objects.get(message__cause__startswith=case.causes, person=user.person)


def test_the_first_level_is_told_in_the_reports_own_transaction(cast, rule):
    case = reported(cast)
    assert told(case) == names(cast.hieu_truong)
    assert (case.level, case.next_level_at) == (1, NOW + timedelta(minutes=5))
    job = ProcrastinateJob.objects.get(task_name="incidents.escalate")
    assert job.scheduled_at == case.next_level_at
    assert job.args == {"incident_id": case.pk}


def test_a_taken_case_is_told_nobody_further(cast, rule):
    case = reported(cast)
    answer(recipient=recipient(case, cast.hieu_truong), choice="take", via="sms", now=NOW)
    case.refresh_from_db()
    assert (case.state, case.responsible, case.next_level_at) == (State.ACKNOWLEDGED, cast.hieu_truong.person, None)
    assert not escalate(incident_id=case.pk, now=LATER)
    assert told(case) == names(cast.hieu_truong)
    assert "SMS" in case.entries.get(kind=EntryKind.TAKEN).text


def test_nobody_answering_tells_the_next_level_once(cast, rule):
    case = reported(cast)
    assert not escalate(incident_id=case.pk, now=NOW + timedelta(minutes=4))
    assert escalate(incident_id=case.pk, now=LATER)
    assert not escalate(incident_id=case.pk, now=LATER)
    assert told(case) == names(cast.hieu_truong, cast.cong_an_xa, cast.y_te_xa)
    assert [each.end for each in case.alarms.order_by("level")] == ["timeout", ""]


def test_the_sweeper_goes_on_with_what_a_killed_worker_left(cast, rule):
    case = reported(cast)
    Incident.objects.update(next_level_at=NOW - timedelta(days=1))
    escalate_overdue(timestamp=0)
    case.refresh_from_db()
    assert case.level == 2


def test_everybody_who_cannot_passes_it_on_at_once(cast, rule):
    case = reported(cast)
    answer(recipient=recipient(case, cast.hieu_truong), choice="cannot", via="push", now=NOW)
    case.refresh_from_db()
    assert case.level == 2
    answer(recipient=recipient(case, cast.cong_an_xa), choice="cannot", via="push", now=NOW)
    case.refresh_from_db()
    assert case.level == 2  # the health station has not answered yet


def test_the_province_stands_last_and_then_it_shows_that_nobody_took_it(cast, rule):
    case = reported(cast)
    for minutes in (6, 20, 40):
        escalate(incident_id=case.pk, now=NOW + timedelta(minutes=minutes))
    case.refresh_from_db()
    assert cast.can_bo_tinh.person.name in told(case)
    assert case.unheard_at == NOW + timedelta(minutes=40)
    assert case.entries.filter(kind=EntryKind.NOBODY).count() == 1
    assert take_incident(actor=cast.can_bo_tinh, incident=case, now=LATER).unheard_at is None


def test_without_any_rule_the_province_is_told_at_once(cast):
    MatrixRule.objects.update(continues_with=None)
    MatrixRule.objects.all().delete()
    case = reported(cast)
    assert cast.can_bo_tinh.person.name in told(case)


def test_who_reports_is_not_called_and_a_level_of_nobody_else_is_passed_over(cast):
    make_rule(cast, (5, [cast.hieu_truong]), (5, [cast.cong_an_xa]))
    case = reported(cast, by=cast.hieu_truong)
    assert (case.level, told(case)) == (2, names(cast.cong_an_xa))


def test_the_second_to_take_it_learns_who_was_quicker(cast, rule):
    case = reported(cast)
    escalate(incident_id=case.pk, now=LATER)
    take_incident(actor=cast.cong_an_xa, incident=case, now=LATER)
    with pytest.raises(CannotChange, match=cast.cong_an_xa.person.name):
        take_incident(actor=cast.truong_phong_xa, incident=case, now=LATER)
    with pytest.raises(CannotAnswer):
        answer(recipient=recipient(case, cast.y_te_xa), choice="take", via="sms", now=LATER)


def test_the_page_behind_the_link_tells_nothing_of_the_case(cast, rule):
    case = reported(cast, what="Em A bị đánh.")
    said = " ".join(answers_of(KIND).describe(Message.objects.get(), recipient(case, cast.hieu_truong)))
    assert "Nghiêm trọng" in said
    for secret in ("Ánh Dương", "đánh", "Đánh", "Cổng"):
        assert secret not in said


def test_why_answers_from_what_was_kept_and_not_from_todays_matrix(cast, rule):
    case = reported(cast)
    rule.levels.all().delete()
    first = why(case, cast.hieu_truong.person)
    second = why(case, cast.cong_an_xa.person)
    nobody = why(case, cast.so_gd.person)
    reporter = why(case, cast.giao_vien.person)
    assert first.was_told
    assert "cấp 1" in first.words
    assert not second.was_told
    assert "cấp 2" in second.words
    assert not nobody.was_told
    assert any("Quy tắc thử" in each for each in nobody.facts)
    assert "chính người này báo" in reporter.words


def test_why_says_who_took_it_before_a_later_level_was_reached(cast, rule):
    case = reported(cast)
    take_incident(actor=cast.hieu_truong, incident=case, now=NOW)
    case.refresh_from_db()
    assert "Lê Thu Hà đã nhận" in why(case, cast.cong_an_xa.person).words


def test_the_table_shows_levels_told_and_levels_to_come(cast, rule):
    case = reported(cast)
    levels = told_levels(case)
    assert [bool(each.alarm) for each in levels] == [True, False, False]
    assert levels[0].people[0].recipient is not None


def test_one_case_that_cannot_be_told_of_keeps_no_other_waiting(cast, monkeypatch):
    asked = []

    def stumble(*, incident_id, now):
        asked.append(incident_id)
        raise ValueError

    cases = [reported(cast).pk for _each in range(2)]
    Incident.objects.update(next_level_at=NOW)
    monkeypatch.setattr("truongan.incidents.jobs.escalate", stumble)
    escalate_overdue(timestamp=0)
    assert sorted(asked) == cases
