"""Limits of the law by the day a case happened: hours, working days, at once; kept as rows, never in code."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.incidents.samples import NOW, category, reported
from truongan.incidents.actions import (
    CannotChange,
    CannotConfigure,
    end_row,
    record_notification,
    record_step,
    set_row,
)
from truongan.incidents.limits import clocks_of, limits_of
from truongan.incidents.models import Category, Incident, Limit
from truongan.web.formats import VIETNAM

pytestmark = pytest.mark.django_db
BEFORE_2026 = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)


def codes(case) -> list[str]:
    return [each.code for each in limits_of(case)]


def ill(cast, disease: str, at: datetime = NOW) -> Incident:
    return reported(cast, "dich-benh", disease=disease, at=at, occurred_at=at - timedelta(minutes=5))


def harmed(cast) -> Incident:
    case = reported(cast)
    case.has_child_victim = True
    case.save()
    return case


@pytest.mark.parametrize("disease", ["soi", "ho-ga", "khac"])
def test_since_july_2026_every_suspected_case_is_told_within_24_hours(cast, disease):
    [clock] = clocks_of(ill(cast, disease))
    assert clock.limit.words == "24 giờ"
    assert clock.due_at == NOW - timedelta(minutes=5) + timedelta(hours=24)


@pytest.mark.parametrize(("disease", "words"), [("soi", ["24 giờ"]), ("ho-ga", ["48 giờ"]), ("khac", [])])
def test_before_the_older_lists_apply(cast, disease, words):
    assert [each.words for each in limits_of(ill(cast, disease, BEFORE_2026))] == words


def test_told_late_is_late_and_in_time_is_not(cast):
    case = ill(cast, "soi")
    [limit] = limits_of(case)
    told_at = NOW + timedelta(hours=30)
    record_notification(actor=cast.hieu_truong, incident=case, limit=limit, at=told_at, told="Trạm Y tế", now=told_at)
    [clock] = clocks_of(case)
    assert clock.is_late
    assert clock.done.due_at == clock.due_at
    with pytest.raises(CannotChange):
        record_notification(actor=cast.hieu_truong, incident=case, limit=limit, at=NOW, told="Lần nữa", now=told_at)


def test_a_fight_with_a_child_harmed_has_the_four_limits_of_decree_56_one_after_the_other(cast):
    case = harmed(cast)
    assert codes(case) == ["tre-em-bao", "tre-em-khan-cap", "tre-em-ke-hoach", "tre-em-phe-duyet"]
    first, urgent, plan, approval = clocks_of(case)
    assert first.is_overdue(NOW)  # at once
    assert not urgent.is_running
    assert not approval.is_running
    record_notification(
        actor=cast.hieu_truong, incident=case, limit=first.limit, at=NOW, told="111, gọi điện", now=NOW
    )
    _first, urgent, plan, approval = clocks_of(case)
    assert urgent.due_at == NOW + timedelta(hours=12)
    # Told on Sunday 22/11/2026; the 24th is a public holiday, so five working days end on Monday the 30th.
    assert plan.due_at.astimezone(VIETNAM).date() == date(2026, 11, 30)
    assert not approval.is_running


def test_without_a_child_there_are_none(cast):
    assert codes(reported(cast)) == []


def test_a_limit_of_another_case_cannot_be_ticked(cast):
    limit = Limit.objects.get(code="tre-em-bao")
    with pytest.raises(CannotChange):
        record_notification(actor=cast.hieu_truong, incident=reported(cast), limit=limit, at=NOW, told="111", now=NOW)


@pytest.mark.parametrize("at", [NOW + timedelta(hours=1), NOW - timedelta(days=1)])
def test_a_step_lies_between_the_event_and_now(cast, at):
    with pytest.raises(CannotChange):
        record_step(actor=cast.hieu_truong, incident=reported(cast), kind="helped", at=at, now=NOW)


def test_telling_outside_says_whom(cast):
    case = reported(cast)
    with pytest.raises(CannotChange):
        record_step(actor=cast.hieu_truong, incident=case, kind="outside", at=NOW, now=NOW)
    record_step(actor=cast.hieu_truong, incident=case, kind="outside", at=NOW, told="Công an phường", now=NOW)
    assert case.steps.filter(kind="outside").count() == 1


def test_a_changed_category_is_a_new_row_and_old_cases_keep_theirs(cast):
    case, since = reported(cast), date(2027, 1, 1)
    before = category()
    fields = {"name": "Đánh nhau", "theme": "order", "severity": "nghiem-trong"}
    set_row(actor=cast.quantri, model=Category, code=before.code, since=since, fields=fields, now=NOW)
    case.refresh_from_db()
    before.refresh_from_db()
    assert case.category == before
    assert before.valid_to == since
    assert [each.name for each in Category.objects.on(since).filter(code=before.code)] == ["Đánh nhau"]
    with pytest.raises(CannotConfigure):
        set_row(actor=cast.quantri, model=Category, code=before.code, since=since, fields=fields, now=NOW)


def test_a_row_does_not_end_before_it_began(cast):
    row = Limit.objects.get(code="benh-24", valid_from=date(2026, 7, 1))
    with pytest.raises(CannotConfigure):
        end_row(actor=cast.quantri, row=row, until=date(2026, 7, 1), now=NOW)


def test_every_limit_and_violation_level_names_its_law(cast):
    assert not Limit.objects.filter(law="").exists()
