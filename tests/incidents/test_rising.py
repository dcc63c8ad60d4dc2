"""A case that turns out graver, or of another kind: who was not told yet is told, who was hears once that it rose."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.incidents.samples import NOW, category, make_rule, reported, severity
from truongan.channels.actions import answer
from truongan.channels.links import task_path
from truongan.channels.models import Message, Recipient, Urgency
from truongan.incidents.actions import change_incident, conclude_incident, escalate, take_incident
from truongan.incidents.facts import IncidentFacts
from truongan.incidents.models import Incident
from truongan.incidents.queries.alarms import told_levels, why
from truongan.incidents.states import EntryKind, State

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=2)
LIGHT, GRAVE, LIFE = "it-nghiem-trong", "nghiem-trong", "nguy-hiem"


@pytest.fixture
def rules(cast):
    """Light cases: the head of school, then the area officer. Deadly ones: officer and station, then the department."""
    make_rule(cast, (10, [cast.hieu_truong]), (20, [cast.cong_an_xa]), name="Nhẹ", severities=[LIGHT])
    make_rule(cast, (5, [cast.cong_an_xa, cast.y_te_xa]), (5, [cast.so_gd]), name="Nguy", severities=[LIFE])


def corrected(cast, case: Incident, grave: str, kind: str = "danh-nhau", *, by=None, at=SOON) -> Incident:
    case.refresh_from_db()
    facts = IncidentFacts(
        category=category(kind), severity=severity(grave), occurred_at=case.occurred_at, place=case.place,
        what=case.what,
    )  # fmt: skip
    return change_incident(
        actor=by or cast.truong_phong_xa, incident=case, facts=facts, seen_at=case.changed_at, now=at
    )


def people_of(case: Incident, cause: str) -> set[str]:
    found = Recipient.objects.filter(message__cause=f"{case.causes}{cause}")
    return set(found.values_list("person__name", flat=True))


def names(*users) -> set[str]:
    return {each.person.name for each in users}


def test_a_graver_case_calls_whom_its_matrix_names_and_tells_the_others_once(cast, rules):
    case = reported(cast, grave=LIGHT)
    case = corrected(cast, case, LIFE)
    assert people_of(case, "level.1") == people_of(case, "risen.1") == names(cast.hieu_truong)
    assert people_of(case, "level.2") == names(cast.cong_an_xa, cast.y_te_xa)
    assert (case.level, case.next_level_at) == (2, SOON + timedelta(minutes=5))
    assert [each.end for each in case.alarms.order_by("level")] == ["risen", ""]
    assert Message.objects.get(cause=f"{case.causes}risen.1").urgency == Urgency.LIFE_SAFETY


def test_no_message_and_no_page_behind_a_link_tells_at_which_school(cast, rules, client):
    case = corrected(cast, reported(cast, grave=LIGHT), LIFE)
    told = Recipient.objects.filter(message__cause__startswith=case.causes)
    assert told.count() == 4
    for each in told.select_related("message", "person"):
        page = client.get(task_path(each.pk, each.link_key)).content.decode()
        assert each.message.organization is None
        assert not any(word in page for word in (cast.school.name, cast.school.called, "Ánh Dương"))


def test_the_timeline_says_what_rose_and_how_many_were_told(cast, rules):
    case = corrected(cast, reported(cast, grave=LIGHT), LIFE)
    entry = case.entries.get(kind=EntryKind.RISEN)
    assert "Ít nghiêm trọng → Nguy hiểm tính mạng" in entry.text
    assert "Báo lại 1 người" in entry.text
    assert entry.by == cast.truong_phong_xa


def test_the_second_alarm_goes_on_level_by_level_and_can_be_taken(cast, rules):
    case = corrected(cast, reported(cast, grave=LIGHT), LIFE)
    escalate(incident_id=case.pk, now=SOON + timedelta(minutes=6))
    assert people_of(case, "level.3") == names(cast.so_gd)
    recipient = Recipient.objects.get(message__cause=f"{case.causes}level.2", person=cast.y_te_xa.person)
    answer(recipient=recipient, choice="take", via="sms", now=SOON + timedelta(minutes=7))
    case.refresh_from_db()
    assert (case.responsible, case.next_level_at) == (cast.y_te_xa.person, None)


def test_who_was_called_first_can_still_take_it(cast, rules):
    case = corrected(cast, reported(cast, grave=LIGHT), LIFE)
    recipient = Recipient.objects.get(message__cause=f"{case.causes}level.1")
    answer(recipient=recipient, choice="take", via="sms", now=SOON + timedelta(minutes=1))
    case.refresh_from_db()
    assert case.responsible == cast.hieu_truong.person


def test_saving_it_again_or_raising_it_twice_tells_nobody_twice(cast, rules):
    case = corrected(cast, reported(cast, grave=LIGHT), LIFE)
    told = Recipient.objects.count()
    case = corrected(cast, case, LIFE)
    case = corrected(cast, case, LIGHT)
    case = corrected(cast, case, LIFE)
    assert Recipient.objects.count() == told
    assert case.entries.filter(kind=EntryKind.RISEN).count() == 1


def test_a_lesser_degree_calls_nobody_and_the_first_alarm_goes_on(cast, rules):
    case = reported(cast, grave=LIFE)
    told, levels, until = Recipient.objects.count(), case.levels, case.next_level_at
    case = corrected(cast, case, LIGHT)
    assert (Recipient.objects.count(), case.levels, case.next_level_at) == (told, levels, until)
    assert not case.entries.filter(kind=EntryKind.RISEN).exists()


def test_a_case_somebody_has_stays_with_them_and_the_first_level_knows(cast, rules):
    case = reported(cast, grave=LIGHT)
    take_incident(actor=cast.hieu_truong, incident=case, now=NOW)
    case = corrected(cast, case, LIFE)
    assert (case.state, case.responsible, case.next_level_at) == (State.ACKNOWLEDGED, cast.hieu_truong.person, None)
    assert people_of(case, "risen.1") == names(cast.hieu_truong)
    assert people_of(case, "level.2") == names(cast.cong_an_xa, cast.y_te_xa)
    assert Message.objects.get(cause=f"{case.causes}level.2").choices == []
    assert not escalate(incident_id=case.pk, now=SOON + timedelta(hours=1))
    assert Incident.objects.visible_to(cast.y_te_xa).filter(pk=case.pk).exists()


def test_another_kind_asks_the_matrix_again_without_a_word_of_rising(cast, rules):
    make_rule(cast, (5, [cast.y_te_xa]), name="Bệnh", categories=["dich-benh"])
    case = corrected(cast, reported(cast, grave=LIGHT), LIGHT, "dich-benh")
    assert people_of(case, "level.2") == names(cast.y_te_xa)
    assert not Message.objects.filter(cause=f"{case.causes}risen.1").exists()
    assert "Loại: Đánh nhau" in case.entries.get(kind=EntryKind.RISEN).text


def test_where_the_first_of_the_new_matrix_know_already_they_keep_their_time_at_most(cast):
    make_rule(cast, (10, [cast.hieu_truong]), (20, [cast.cong_an_xa]))
    case = corrected(cast, reported(cast, grave=LIGHT), LIFE)
    assert (case.level, case.next_level_at) == (1, NOW + timedelta(minutes=10))
    assert people_of(case, "risen.1") == names(cast.hieu_truong)
    escalate(incident_id=case.pk, now=NOW + timedelta(minutes=11))
    assert people_of(case, "level.2") == names(cast.cong_an_xa)


def test_a_case_nobody_heard_is_called_again_when_it_turns_graver(cast, rules):
    case = reported(cast, grave=LIGHT)
    for minutes in (11, 40, 60):
        escalate(incident_id=case.pk, now=NOW + timedelta(minutes=minutes))
    case.refresh_from_db()
    assert case.unheard_at is not None
    later = NOW + timedelta(hours=2)
    case = corrected(cast, case, LIFE, at=later)
    assert (case.unheard_at, case.next_level_at) == (None, later + timedelta(minutes=5))
    assert cast.y_te_xa.person.name in people_of(case, f"level.{case.level}")


def test_who_raises_it_is_not_called(cast, rules):
    case = corrected(cast, reported(cast, grave=LIGHT), LIFE, by=cast.cong_an_xa)
    assert people_of(case, "level.2") == names(cast.y_te_xa)
    assert "chính người này đổi" in why(case, cast.cong_an_xa.person).words


def test_a_case_that_has_ended_is_corrected_without_an_alarm(cast, rules):
    case = reported(cast, grave=LIGHT)
    conclude_incident(actor=cast.hieu_truong, incident=case, outcome="substantiated", text="Xong.", now=NOW)
    told = Recipient.objects.count()
    case = corrected(cast, case, LIFE)
    assert Recipient.objects.count() == told
    assert len(case.askings) == 1


def test_why_tells_of_both_alarms(cast, rules):
    case = corrected(cast, reported(cast, grave=LIGHT), LIFE)
    first, second, waiting = (why(case, each.person) for each in (cast.hieu_truong, cast.y_te_xa, cast.so_gd))
    assert first.was_told
    assert any("tăng từ “Ít nghiêm trọng” lên “Nguy hiểm tính mạng”" in each for each in first.facts)
    assert second.was_told
    assert "Phân công khi mức độ tăng" in second.facts[0]
    assert not waiting.was_told
    assert "cấp 3" in waiting.words
    assert "09:02" in why(case, cast.hieu_truong_khac.person).words  # when the matrix was asked again
    assert [bool(each.alarm) for each in told_levels(case)] == [True, True, False, False]


def test_the_page_warns_before_and_says_after_whom_the_change_told(as_, cast, rules):
    case = reported(cast, grave=LIGHT)
    client = as_("hieu_truong")
    address = reverse("incidents:edit", args=[case.pk])
    assert "được báo ngay" in client.get(address).content.decode()
    form = {
        "category": category().pk, "severity": severity(LIFE).pk, "what": case.what, "place": case.place,
        "occurred": "2026-11-22T08:50", "causer": "unknown", "seen_at": "",
    }  # fmt: skip
    assert client.post(address, form).status_code == 303
    assert "Đã gọi theo phân công mới" in client.get(case.get_absolute_url()).content.decode()


def test_the_minute_of_a_form_is_no_correction_of_the_moment(cast):
    case = reported(cast, grave=LIGHT, occurred_at=NOW - timedelta(minutes=3, seconds=17))
    moment = case.occurred_at
    facts = IncidentFacts(
        category=case.category,
        severity=case.severity,
        occurred_at=moment.replace(second=0),
        place="Sân sau",
        what=case.what,
    )
    case = change_incident(actor=cast.hieu_truong, incident=case, facts=facts, seen_at=None, now=SOON)
    assert case.occurred_at == moment
    assert case.entries.get(kind=EntryKind.CHANGED).text == "nơi xảy ra"


def test_without_a_degree_a_report_has_the_usual_one_of_its_kind(as_, cast):
    form = {"key": "6f1c0f3e-2f0f-4b2c-9a55-3f6a3f1d1c11", "category": category("chay-no").pk, "severity": ""}
    as_("giao_vien").post(reverse("incidents:report"), form)
    assert Incident.objects.get().severity.code == LIFE
