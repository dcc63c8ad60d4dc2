from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import make_organization, make_school, unit
from tests.reports.periodic.conftest import CUT_OFF, EVERY, SINCE, UNTIL, of, open_quarter
from truongan.channels.models import Notice
from truongan.organizations.models import CalendarException
from truongan.reports.actions import (
    CannotReport,
    gather_participants,
    open_regular_cycles,
    remind_now,
    remind_owing,
    set_repeating,
)
from truongan.reports.models import ReportCycle, Submission
from truongan.reports.periodic.periods import deadlines_of


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def test_deadlines_are_those_of_the_rules_and_frozen(cycle):
    assert cycle.deadline_days == {
        "school": date(2026, 9, 15), "commune": date(2026, 9, 17), "province": date(2026, 9, 21),
        "government": date(2026, 9, 25),
    }  # fmt: skip
    assert cycle.basis == "Nghị định 09/2019/NĐ-CP"


def test_a_day_off_of_the_province_counts(cast, routes):
    CalendarException.objects.create(unit=unit("24", UNTIL), day=date(2026, 9, 15), is_working=False, note="Bão")
    assert open_quarter(cast).deadline_days["school"] == date(2026, 9, 16)


def test_who_takes_part_follows_the_routes_and_owes_by_level(cast, cycle):
    rows = {each.organization_id: each for each in cycle.submissions.all()}
    assert set(rows) == {
        cast.province_police.pk, cast.commune_committee.pk, cast.school.pk, cast.neighbour_school.pk,
        cast.other_school.pk,
    }  # fmt: skip
    assert rows[cast.school.pk].superior_id == cast.commune_committee.pk
    assert rows[cast.school.pk].due_on == date(2026, 9, 15)
    assert rows[cast.commune_committee.pk].due_on == date(2026, 9, 17)
    assert rows[cast.province_police.pk].superior_id is None
    assert rows[cast.school.pk].path == f"{cast.province_police.pk}/{cast.commune_committee.pk}/{cast.school.pk}/"


def test_a_change_of_route_or_a_new_school_does_not_change_who_takes_part(cast, cycle):
    make_school(place=unit("07795", UNTIL), reports_to=cast.commune_committee)
    cast.school.reports_to = cast.province_police
    cast.school.save()
    assert gather_participants(cycle_id=cycle.pk, now=CUT_OFF) == 5
    assert of(cycle, cast.school).superior == cast.commune_committee


def test_a_sector_left_out_is_passed_over(cast, routes):
    found = open_quarter(cast, sectors=("school",))
    assert of(found, cast.school).superior == cast.province_police
    assert not found.submissions.filter(organization=cast.commune_committee).exists()


def test_what_is_closed_or_in_a_loop_of_routes_is_left_out(cast, routes):
    gone = make_school(place=unit("07795", UNTIL), reports_to=cast.commune_committee, closed_on=date(2026, 9, 1))
    cast.province_police.reports_to = cast.commune_committee  # a loop
    cast.province_police.save()
    found = open_quarter(cast)
    assert found.submissions.count() == 5
    assert not found.submissions.filter(organization=gone).exists()


def test_a_period_is_opened_once(cast, cycle):
    with pytest.raises(CannotReport, match="đã mở rồi"):
        open_quarter(cast)
    assert ReportCycle.objects.count() == 1


def test_only_the_collectors_own_people_open(cast, routes):
    for who in (cast.cong_an_xa, cast.so_gd, cast.hieu_truong):
        with pytest.raises(PermissionDenied):
            open_quarter(cast, actor=who)
    with pytest.raises(PermissionDenied):
        open_quarter(cast, actor=cast.hieu_truong, issuer=cast.school)


@pytest.mark.parametrize(
    ("deadlines", "why"),
    [
        ({"school": date(2026, 9, 1)}, "từ ngày cuối kỳ"),
        ({"school": date(2026, 9, 20), "commune": date(2026, 9, 18)}, "không được trước"),
    ],
)
def test_deadlines_that_cannot_be_kept_are_refused(cast, routes, deadlines, why):
    with pytest.raises(CannotReport, match=why):
        open_quarter(cast, deadlines=deadlines)


def test_a_period_that_ends_before_it_begins_is_refused(cast, routes):
    with pytest.raises(CannotReport, match="cuối kỳ"):
        open_quarter(cast, kind="quick", since=UNTIL, until=SINCE)


def test_everyone_is_told_once(cast, cycle):
    told = Notice.objects.filter(key__startswith=f"reports.cycle.{cycle.pk}:opened")
    assert told.count() == 5
    gather_participants(cycle_id=cycle.pk, now=CUT_OFF)
    assert told.count() == 5
    assert told.get(organization=cast.school).subject == "Báo cáo quý: Quý III/2026: hạn nộp 15/09/2026"


def test_many_units_are_written_down_by_a_job(cast, routes, monkeypatch):
    from procrastinate.contrib.django.models import ProcrastinateJob

    monkeypatch.setattr("truongan.reports.actions.cycles.AT_ONCE", 2)
    found = open_quarter(cast)
    assert found.gathered_at is None
    assert not found.submissions.exists()
    job = ProcrastinateJob.objects.get(task_name="reports.gather_participants")
    assert job.args == {"cycle_id": found.pk}
    assert gather_participants(cycle_id=found.pk, now=CUT_OFF) == 5
    assert gather_participants(cycle_id=found.pk, now=CUT_OFF) == 5  # a worker killed after it did it


def test_the_next_period_opens_near_its_cut_off_and_once(cast, routes):
    open_quarter(cast, repeats=True)
    assert open_regular_cycles(now=at(date(2026, 12, 6))) == []
    [opened] = open_regular_cycles(now=at(date(2026, 12, 7)))
    assert (opened.name, opened.since, opened.until) == ("Quý IV/2026", date(2026, 9, 15), date(2026, 12, 14))
    assert opened.repeats
    assert opened.submissions.count() == 5
    assert open_regular_cycles(now=at(date(2026, 12, 8))) == []


def test_a_school_year_follows_the_one_before_it_over_the_summer(cast, routes):
    first = {"since": date(2025, 9, 5), "until": date(2026, 5, 31), "name": "Năm học 2025-2026"}
    open_quarter(cast, kind="school-year", repeats=True, **first)
    assert open_regular_cycles(now=at(date(2026, 6, 1))) == []
    [opened] = open_regular_cycles(now=at(date(2027, 5, 24)))
    assert (opened.since, opened.until) == (date(2026, 9, 5), date(2027, 5, 31))


def test_one_that_cannot_be_opened_keeps_no_other_from_opening(cast, routes, monkeypatch):
    open_quarter(cast, repeats=True)
    open_quarter(cast, actor=None, issuer=cast.commune_committee, repeats=True)

    def of_one_not(kind, until, exceptions, first=[]):  # noqa: B006  # remembers that it has been asked
        if not first:
            first.append(kind)
            return {}
        return deadlines_of(kind, until, exceptions)

    monkeypatch.setattr("truongan.reports.actions.cycles.deadlines_of", of_one_not)
    [opened] = open_regular_cycles(now=at(date(2026, 12, 7)))
    assert opened.issuer == cast.commune_committee


def test_what_no_longer_repeats_does_not_open(cast, routes):
    set_repeating(actor=cast.can_bo_tinh, cycle=open_quarter(cast, repeats=True), repeats=False, now=CUT_OFF)
    assert open_regular_cycles(now=at(date(2026, 12, 10))) == []


def test_reminders_go_to_the_unit_then_to_its_superior_and_never_twice(cast, cycle):
    def told(organization, after):
        return list(
            Notice.objects.filter(
                organization=organization, created_at=after, key__startswith="reports.submission"
            ).values_list("subject", flat=True)
        )

    before = at(date(2026, 9, 14))
    remind_owing(now=before)
    assert told(cast.school, before) == ["Nộp Báo cáo quý: Quý III/2026: còn 1 ngày, hạn 15/09/2026"]
    assert not any(cast.school.name in said for said in told(cast.commune_committee, before))

    after = at(date(2026, 9, 16))
    remind_owing(now=after)
    assert told(cast.school, after) == ["Nộp Báo cáo quý: Quý III/2026: trễ 1 ngày, hạn 15/09/2026"]
    assert f"{cast.school.name} chưa nộp Báo cáo quý: Quý III/2026" in told(cast.commune_committee, after)

    count = Notice.objects.count()
    remind_owing(now=after + timedelta(hours=3))
    assert Notice.objects.count() == count


def test_who_handed_in_is_not_reminded(cast, cycle):
    Submission.objects.filter(organization=cast.school).update(status="draft")
    assert remind_now(actor=cast.can_bo_tinh, cycle=cycle, now=CUT_OFF) == 4
    with pytest.raises(PermissionDenied):
        remind_now(actor=cast.truong_phong_xa, cycle=cycle, now=CUT_OFF)


def test_a_thematic_cycle_takes_its_own_days(cast, routes):
    found = open_quarter(
        cast, kind="thematic", name="Một tháng thực hiện", since=date(2026, 8, 1), until=date(2026, 9, 4)
    )
    assert found.deadline_days["school"] == date(2026, 9, 7)  # the next working day after Friday
    assert open_quarter(cast, kind="thematic", name="Lần hai", since=date(2026, 8, 1), until=date(2026, 9, 4)).pk


def test_opening_costs_the_same_for_few_and_for_many(cast, routes, django_assert_max_num_queries):
    for _n in range(30):
        make_school(place=unit("07795", UNTIL), reports_to=cast.commune_committee)
    make_organization(place=unit("07795", UNTIL), reports_to=cast.province_police, sector="health")
    with django_assert_max_num_queries(40):
        assert open_quarter(cast, sectors=EVERY).submissions.count() == 36
