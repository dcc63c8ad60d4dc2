from datetime import UTC, date, datetime

import pytest

from tests.directives.conftest import Office
from tests.factories import NOW, unit
from truongan.channels.models import Notice
from truongan.channels.queries import unread_count
from truongan.directives.actions import Task, acknowledge_receipt, recall_directive
from truongan.directives.actions.reminding import remind_of_duties
from truongan.directives.jobs import remind
from truongan.directives.models import Directive, Duty, Receipt
from truongan.kernel import clock
from truongan.organizations.actions import set_calendar_days

FRIDAY = date(2026, 12, 18)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 0, 5, tzinfo=UTC)  # five past seven in Viet Nam


@pytest.fixture
def directive(office: Office, cast) -> Directive:
    """Two tasks due on Friday 18/12/2026 for the two lower secondary schools; everyone acknowledged."""
    directive = office.issued("school:THCS", tasks=(Task("Lập kế hoạch", FRIDAY), Task("Báo cáo", FRIDAY)))
    for receipt in Receipt.objects.filter(directive=directive):
        acknowledge_receipt(actor=None, receipt=receipt, now=NOW)
    Notice.objects.all().delete()
    return directive


def told(organization) -> list[str]:
    return list(Notice.objects.filter(organization=organization).order_by("pk").values_list("subject", flat=True))


def test_the_unit_is_told_three_working_days_before_and_once_for_all_tasks(cast, directive):
    remind_of_duties(now=at(2026, 12, 14))  # Monday: four working days
    assert told(cast.school) == []
    for _twice in range(2):
        remind_of_duties(now=at(2026, 12, 15))
    assert told(cast.school) == ["Sắp đến hạn 18/12/2026: 2 nhiệm vụ"]
    remind_of_duties(now=at(2026, 12, 16))
    assert len(told(cast.school)) == 1


def test_a_day_off_of_the_place_brings_the_reminder_forward(cast, directive):
    set_calendar_days(
        actor=None, unit=unit("07795", FRIDAY), first=date(2026, 12, 16), last=date(2026, 12, 16), is_working=False,
        note="Bão", now=NOW,
    )  # fmt: skip
    remind_of_duties(now=at(2026, 12, 14))

    assert len(told(cast.school)) == 1
    assert told(cast.other_school) == []


def test_nobody_is_told_on_a_day_off(cast, directive):
    assert not remind_of_duties(now=at(2026, 12, 19))
    assert told(cast.school) == []


def test_what_is_done_is_not_chased(cast, directive):
    Duty.objects.filter(organization=cast.school).update(status="done", done_on=FRIDAY, done_at=NOW)
    remind_of_duties(now=at(2026, 12, 15))
    remind_of_duties(now=at(2026, 12, 21))

    assert told(cast.school) == []
    assert len(told(cast.other_school)) == 2


def test_overdue_is_told_at_once_and_every_week(cast, directive):
    for day in (21, 22, 23, 28):
        remind_of_duties(now=at(2026, 12, day))

    assert told(cast.school) == ["Quá hạn 18/12/2026: 2 nhiệm vụ"] * 2
    assert set(Notice.objects.filter(organization=cast.school).values_list("urgency", flat=True)) == {"urgent"}


def test_the_superior_hears_after_three_working_days_once_a_week_for_all_its_units(cast, directive):
    for day in (21, 22, 23):
        remind_of_duties(now=at(2026, 12, day))
    assert told(cast.commune_committee) == []
    for day in (24, 25):
        remind_of_duties(now=at(2026, 12, day))

    assert [subject[:32] for subject in told(cast.commune_committee)] == ["1 đơn vị cấp dưới quá hạn: Công "]
    remind_of_duties(now=at(2026, 12, 28))
    assert len(told(cast.commune_committee)) == 2


def test_the_issuer_hears_of_those_who_report_to_it_and_of_those_who_report_to_nobody(cast, directive):
    for reports_to in (cast.province_police, None):
        cast.school.reports_to = reports_to
        cast.school.save()
        remind_of_duties(now=at(2026, 12, 28))

    assert [line.split(" đơn vị")[0] for line in told(cast.province_police)] == ["2"]


def test_an_extended_duty_is_reminded_of_anew(cast, directive):
    remind_of_duties(now=at(2026, 12, 15))
    Duty.objects.filter(organization=cast.school).update(due_on=date(2026, 12, 22))
    remind_of_duties(now=at(2026, 12, 17))

    assert told(cast.school)[-1] == "Sắp đến hạn 22/12/2026: 2 nhiệm vụ"


def test_a_receipt_nobody_acknowledged_is_recalled_to_mind_once(cast, office):
    office.issued("school:THCS")
    Notice.objects.all().delete()
    for day in (25, 26, 27, 30):  # sent on Sunday the 22nd; Tuesday the 24th is a holiday
        remind_of_duties(now=at(2026, 11, day))

    assert [subject[:14] for subject in told(cast.school)] == ["Chưa tiếp nhận"]


def test_a_recalled_directive_is_chased_no_more(cast, directive):
    recall_directive(actor=cast.can_bo_tinh, directive=directive, reason="Nhầm", now=NOW)
    Notice.objects.all().delete()
    remind_of_duties(now=at(2026, 12, 15))

    assert told(cast.school) == []


def test_the_number_of_queries_does_not_grow_with_the_units(cast, directive, django_assert_max_num_queries):
    remind_of_duties(now=at(2026, 12, 15))
    with django_assert_max_num_queries(14):
        remind_of_duties(now=at(2026, 12, 16))


def test_the_job_reminds_at_the_time_it_runs(cast, directive, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: at(2026, 12, 15))
    remind(timestamp=0)
    assert unread_count(cast.hieu_truong) == 1
