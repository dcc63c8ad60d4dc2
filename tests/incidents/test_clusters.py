"""Three cases of one disease at a school within seven days: shown, and told once to the station and to education."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from tests.incidents.samples import NOW, category, make_rule, reported, severity
from truongan.channels.models import Message, Recipient
from truongan.incidents.actions import (
    change_incident,
    conclude_incident,
    merge_duplicate,
    reopen_incident,
    set_row,
    undo_merge,
)
from truongan.incidents.facts import Counted, IncidentFacts
from truongan.incidents.models import Cluster, ClusterRule, Disease, Incident
from truongan.incidents.states import EntryKind

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 11, 9, 1, 0, tzinfo=UTC)  # eight in the morning in Viet Nam


def ill(cast, day: int, disease: str = "soi", **fields) -> Incident:
    """Reported on the `day`-th day, the first being 0."""
    at = FIRST + timedelta(days=day)
    return reported(cast, "dich-benh", disease=disease, at=at, occurred_at=at - timedelta(minutes=5), **fields)


def standing() -> list[list[int]]:
    return [each.cases for each in Cluster.objects.standing().order_by("first_on")]


def told() -> set[str]:
    return set(
        Recipient.objects.filter(message__cause__startswith="incidents.cluster.").values_list(
            "person__name", flat=True
        )
    )


def end(cast, case: Incident, outcome: str = "unsubstantiated") -> Incident:
    return conclude_incident(
        actor=cast.hieu_truong, incident=case, outcome=outcome, text="Xét nghiệm âm tính.", now=NOW
    )


def corrected(cast, case: Incident, **changed) -> Incident:
    case.refresh_from_db()
    facts = IncidentFacts(
        **{
            "category": case.category, "severity": case.severity, "disease": case.disease,
            "occurred_at": case.occurred_at, "what": case.what, "place": case.place, **changed,
        }
    )  # fmt: skip
    return change_incident(actor=cast.hieu_truong, incident=case, facts=facts, seen_at=case.changed_at, now=NOW)


def test_the_third_case_of_a_disease_within_seven_days_makes_a_cluster(cast):
    first, second = ill(cast, 0), ill(cast, 3)
    assert standing() == []
    third = ill(cast, 6)  # the seventh day
    assert standing() == [[first.pk, second.pk, third.pk]]


def test_the_eighth_day_is_too_late(cast):
    ill(cast, 0), ill(cast, 3), ill(cast, 7)
    assert standing() == []


def test_days_are_those_of_viet_nam(cast):
    ill(cast, 0), ill(cast, 1)
    late = datetime(2026, 11, 15, 16, 50, tzinfo=UTC)  # ten to midnight of the seventh day
    reported(cast, "dich-benh", disease="soi", at=late, occurred_at=late)
    assert len(standing()) == 1


def test_ten_minutes_later_is_another_day(cast):
    ill(cast, 0), ill(cast, 1)
    late = datetime(2026, 11, 15, 17, 0, tzinfo=UTC)  # midnight
    reported(cast, "dich-benh", disease="soi", at=late, occurred_at=late)
    assert standing() == []


def test_a_window_that_begins_later_counts_too(cast):
    ill(cast, 0)
    cases = [ill(cast, day).pk for day in (8, 10, 12)]
    assert standing() == [cases]


def test_windows_that_share_a_case_are_one_cluster(cast):
    cases = [ill(cast, day).pk for day in (0, 2, 4, 8, 10)]
    assert standing() == [cases]
    assert Message.objects.filter(cause__startswith="incidents.cluster.").count() == 1


def test_one_report_of_three_ill_pupils_is_three_cases(cast):
    ill(cast, 0, pupil_count=2)
    assert standing() == []
    ill(cast, 1)
    assert Cluster.objects.get().ill_count == 3


@pytest.mark.parametrize("other", ["tay-chan-mieng", "khac", ""])
def test_other_diseases_do_not_count(cast, other):
    ill(cast, 0), ill(cast, 1), ill(cast, 2, disease=other)
    assert standing() == []


def test_what_is_no_disease_by_name_never_makes_a_cluster(cast):
    for day in range(4):
        ill(cast, day, disease="khac")
    assert standing() == []


def test_another_school_does_not_count(cast):
    ill(cast, 0), ill(cast, 1)
    ill(cast, 2, organization=cast.other_school, by=cast.hieu_truong_khac)
    assert standing() == []


def test_the_station_and_the_school_are_told_once(cast):
    for day in range(5):
        ill(cast, day)
    assert cast.y_te_xa.person.name in told()
    assert cast.hieu_truong.person.name in told()
    assert cast.cong_an_xa.person.name not in told()  # neither health nor education
    message = Message.objects.get(cause__startswith="incidents.cluster.")
    for secret in ("Ánh Dương", "Sởi", "sởi", "bệnh"):
        assert secret not in message.subject + message.text
    assert message.recipients.count() == len(told())


def test_the_timeline_says_who_was_told(cast):
    cases = [ill(cast, day) for day in range(3)]
    entry = cases[2].entries.get(kind=EntryKind.CLUSTER)
    assert "Sởi: 3 ca từ 09/11/2026 đến 11/11/2026" in entry.text
    assert cast.y_te_xa.person.name in entry.text


def test_an_unsubstantiated_case_leaves_the_count_and_the_flag_with_it(cast):
    cases = [ill(cast, day) for day in range(3)]
    end(cast, cases[1])
    assert standing() == []
    reopen_incident(actor=cast.hieu_truong, incident=cases[1], reason="Xét nghiệm lại", now=NOW)
    assert len(standing()) == 1
    assert Message.objects.filter(cause__startswith="incidents.cluster.").count() == 1  # told once


def test_a_substantiated_case_stays_in_the_count(cast):
    cases = [ill(cast, day) for day in range(3)]
    end(cast, cases[1], "substantiated")
    assert len(standing()) == 1


def test_a_duplicate_counts_once(cast):
    cases = [ill(cast, day) for day in range(3)]
    merge_duplicate(actor=cast.hieu_truong, incident=cases[2], into=cases[1], now=NOW)
    assert standing() == []
    undo_merge(actor=cast.hieu_truong, incident=cases[2], now=NOW)
    assert len(standing()) == 1


def test_a_corrected_diagnosis_counts_where_it_belongs(cast):
    cases = [ill(cast, day) for day in range(3)]
    measles, cholera = (Disease.objects.get(code=code) for code in ("soi", "ta"))
    corrected(cast, cases[0], disease=cholera)
    assert standing() == []
    corrected(cast, cases[0], disease=measles)
    assert len(standing()) == 1
    corrected(cast, cases[0], category=category("khac"), severity=severity(), disease=None)
    assert standing() == []


def test_counting_the_ill_again_can_make_a_cluster(cast):
    case = ill(cast, 0)
    corrected(cast, case, involved=(Counted("victim", "pupil", 3), Counted("witness", "pupil", 9)))
    assert Cluster.objects.get().ill_count == 3


def test_the_threshold_is_data_from_a_day_on(cast):
    set_row(
        actor=None, model=ClusterRule, code="chum-ca", since=date(2026, 11, 10), now=NOW,
        fields={"name": "Hai ca", "cases": 2, "days": 2, "law": "Quyết định thử", "position": 1},
    )  # fmt: skip
    ill(cast, -1), ill(cast, 0)
    assert standing() == []  # before that day
    cases = [ill(cast, 9).pk, ill(cast, 10).pk]
    assert standing() == [cases]
    assert Cluster.objects.get().rule.law == "Quyết định thử"


def test_where_the_matrix_names_no_station_the_nearest_is_told(cast):
    make_rule(cast, (5, [cast.cong_an_xa]))
    for day in range(3):
        ill(cast, day)
    assert cast.y_te_xa.person.name in told()


def test_the_page_and_the_queue_show_it(as_, cast):
    cases = [ill(cast, day) for day in range(3)]
    other = reported(cast)
    page = as_("y_te_xa").get(cases[0].get_absolute_url()).content.decode()
    assert "Nghi chùm ca bệnh" in page
    assert cases[2].get_absolute_url() in page
    assert "Thông tư 15/2026/TT-BYT" in page
    queue = as_("hieu_truong").get(reverse("incidents:list")).content.decode()
    assert queue.count("Nghi chùm ca: 3 ca") == 3
    only = as_("hieu_truong").get(reverse("incidents:list"), {"can": "chum-ca"}).content.decode()
    assert cases[1].get_absolute_url() in only
    assert other.get_absolute_url() not in only


def test_before_july_2026_the_number_is_our_own(cast):
    at = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    for day in range(3):
        when = at + timedelta(days=day)
        reported(cast, "dich-benh", disease="soi", at=when, occurred_at=when)
    assert Cluster.objects.get().rule.law == ""
