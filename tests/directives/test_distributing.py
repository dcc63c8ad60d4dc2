from datetime import date, timedelta

import pytest
from django.db import DataError, connection

from tests.directives.conftest import DAY, NOW
from tests.factories import make_organization, make_school, unit
from truongan.channels.models import Notice
from truongan.directives.actions import (
    CannotDirect,
    Task,
    add_late_joiners,
    cancel_duties_of_dissolved,
    distribute,
    distributing,
    issuing,
    recall_directive,
)
from truongan.directives.jobs import pick_up_stalled
from truongan.directives.models import Duty, Receipt
from truongan.directives.recipients import Rule, late_joiners, recipients_of
from truongan.organizations.models import Organization

pytestmark = pytest.mark.django_db


def receivers(directive) -> set[str]:
    return set(Receipt.objects.filter(directive=directive).values_list("organization__name", flat=True))


# Who receives it


def test_a_rule_joins_kinds_a_place_and_single_units(cast):
    def found(issuer=cast.province_police, **parts):
        return set(recipients_of(issuer, Rule(**parts), DAY).values_list("name", flat=True))

    nenh = cast.school.place_path
    assert found(kinds=("school:THCS",)) == {"Trường THCS Ánh Dương", "Trường THCS Sông Thương"}
    assert found(kinds=("school:THCS", "school:TH"), within=nenh) == {
        "Trường THCS Ánh Dương", "Trường Tiểu học Hoa Sen",
    }  # fmt: skip
    assert found(kinds=("committee:commune",), codes=(cast.other_school.code,)) == {
        "Ban Chỉ đạo phường Nếnh", "Trường THCS Sông Thương",
    }  # fmt: skip
    assert found(kinds=("school:THCS",), without=(cast.school.code,)) == {"Trường THCS Sông Thương"}
    assert found() == set()


def test_nobody_addresses_units_outside_their_own_place_or_sector(cast):
    def found(issuer, *kinds, **parts):
        return set(recipients_of(issuer, Rule(kinds=kinds, **parts), DAY).values_list("name", flat=True))

    assert found(cast.commune_committee, "school:THCS") == {"Trường THCS Ánh Dương"}
    assert found(cast.commune_committee, codes=(cast.other_school.code,)) == set()
    assert found(cast.education_department, "health:commune", "school:TH") == {"Trường Tiểu học Hoa Sen"}
    assert found(cast.school, "school:TH") == set()


def test_an_agency_placed_nowhere_does_not_address_the_whole_country(cast):
    lost = make_organization(name="Chưa đặt địa bàn", sector="committee", level="commune")
    assert not recipients_of(lost, Rule(kinds=("school:THCS",)), DAY).exists()


def test_a_unit_dissolved_between_draft_and_issue_receives_nothing(office, cast):
    draft = office.to(office.draft(), "school:THCS", codes=(cast.neighbour_school.code,))
    Organization.objects.filter(pk__in=[cast.school.pk, cast.neighbour_school.pk]).update(closed_on=DAY)
    assert receivers(office.issue(draft)) == {"Trường THCS Sông Thương"}


def test_a_unit_dissolved_after_issue_keeps_its_receipt_and_owes_nothing_more(office, cast):
    directive = office.issued("school:THCS", tasks=(Task("Lập kế hoạch", DAY),))
    Organization.objects.filter(pk=cast.school.pk).update(closed_on=DAY + timedelta(days=3))
    assert cancel_duties_of_dissolved(day=DAY + timedelta(days=2), now=NOW) == 0
    assert cancel_duties_of_dissolved(day=DAY + timedelta(days=3), now=NOW) == 1
    duty = Duty.objects.get(directive=directive, organization=cast.school)
    assert (duty.status, duty.cancel_reason) == ("cancelled", "Đơn vị đã giải thể")
    assert cast.school.name in receivers(directive)


def test_recipients_are_frozen_and_late_joiners_come_in_by_a_person(office, cast):
    directive = office.issued("school:THCS", tasks=(Task("Lập kế hoạch", date(2026, 12, 15)),))
    late = make_school(name="Trường THCS Mới", place=unit("07795", DAY), since=DAY)

    assert late.name not in receivers(directive)
    assert [each.name for each in late_joiners(directive, DAY)] == [late.name]
    assert add_late_joiners(actor=office.actor, directive=directive, now=NOW) == 1
    receipt = Receipt.objects.get(directive=directive, organization=late)
    assert receipt.is_late_joiner
    assert Duty.objects.filter(directive=directive, organization=late).count() == 1
    assert Notice.objects.filter(organization=late).count() == 1
    assert add_late_joiners(actor=office.actor, directive=directive, now=NOW) == 0


def test_a_task_may_be_for_some_of_the_recipients(office, cast):
    directive = office.issued(
        "school:THCS", "committee:commune",
        tasks=(Task("Trường lập kế hoạch", kinds=("school:THCS",)), Task("Ban Chỉ đạo kiểm tra", kinds=("committee:commune",)), Task("Báo cáo")),
    )  # fmt: skip
    held = {
        task.task: set(task.duties.values_list("organization__level", flat=True))
        for task in directive.assignments.all()
    }
    assert held == {
        "Trường lập kế hoạch": {"school"}, "Ban Chỉ đạo kiểm tra": {"commune"}, "Báo cáo": {"school", "commune"},
    }  # fmt: skip


# In the background


@pytest.fixture
def many(monkeypatch):
    """As if three recipients were already too many to wait for."""
    monkeypatch.setattr(issuing, "SYNCHRONOUS", 1)
    monkeypatch.setattr(distributing, "SLICE", 1)


def test_beyond_the_limit_a_worker_is_queued_in_the_same_transaction(office, many):
    directive = office.issued("school:THCS", tasks=(Task("Lập kế hoạch"),))
    assert directive.expected_count == 2 and directive.resolved_at is None
    assert not receivers(directive)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'directives.distribute'")
        assert [row[0] for row in cursor.fetchall()] in (
            [{"directive_id": directive.pk}], [f'{{"directive_id": {directive.pk}}}'],
        )  # fmt: skip


def test_a_refused_issue_queues_nothing(office, many):
    with pytest.raises(CannotDirect):
        office.issue(office.draft())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'directives.distribute'")
        assert cursor.fetchone() == (0,)


def test_a_worker_killed_after_the_first_slice_is_gone_on_with(office, many, monkeypatch):
    directive = office.issued("school:THCS", "committee:commune", tasks=(Task("Lập kế hoạch"),))
    slices = []

    def killed(*args, **options):
        if slices:
            raise KeyboardInterrupt
        slices.append(args)
        return distributing_write(*args, **options)

    distributing_write = distributing.write_receipts
    monkeypatch.setattr(distributing, "write_receipts", killed)
    with pytest.raises(KeyboardInterrupt):
        distribute(directive_id=directive.pk, now=NOW)
    assert len(receivers(directive)) == 1 and not Notice.objects.exists()

    monkeypatch.setattr(distributing, "write_receipts", distributing_write)
    pick_up_stalled(0)  # by the clock, long after
    _everything_arrived(directive, 3)


def test_a_worker_killed_between_issue_and_notices_is_gone_on_with(office, many, monkeypatch):
    directive = office.issued("school:THCS", tasks=(Task("Lập kế hoạch"),))

    def killed(**_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(distributing, "notify_many", killed)
        with pytest.raises(KeyboardInterrupt):
            distribute(directive_id=directive.pk, now=NOW)
    assert len(receivers(directive)) == 2 and not Notice.objects.exists()

    pick_up_stalled(0)
    pick_up_stalled(0)
    _everything_arrived(directive, 2)


def test_one_that_cannot_be_sent_keeps_no_other_waiting(office, many, monkeypatch):
    first, second = (office.issued("school:THCS", tasks=(Task("Lập kế hoạch"),)) for _each in range(2))

    before = distributing.write_receipts

    def all_but_the_first(directive, *args, **options):
        if directive.pk == first.pk:
            raise DataError
        return before(directive, *args, **options)

    monkeypatch.setattr(distributing, "write_receipts", all_but_the_first)
    with pytest.raises(ExceptionGroup):  # the worker's record shows it, and tries again the next minute
        pick_up_stalled(0)
    _everything_arrived(second, 2)


def _everything_arrived(directive, count: int) -> None:
    directive.refresh_from_db()
    assert directive.resolved_at and directive.notified_at
    assert len(receivers(directive)) == Duty.objects.filter(directive=directive).count() == count
    assert Notice.objects.filter(link=directive.get_absolute_url()).count() == count


def test_a_late_worker_sends_to_the_units_of_the_day_of_issue(office, many, cast):
    directive = office.issued("school:THCS")
    make_school(name="Trường THCS Mới", place=unit("07795", DAY), founded_on=DAY + timedelta(days=5))
    Organization.objects.filter(pk=cast.school.pk).update(closed_on=DAY + timedelta(days=2))
    distribute(directive_id=directive.pk, now=NOW + timedelta(days=6))
    assert receivers(directive) == {"Trường THCS Ánh Dương", "Trường THCS Sông Thương"}


def test_recalled_while_being_sent_leaves_no_open_duty(office, many):
    directive = office.issued("school:THCS", tasks=(Task("Lập kế hoạch"),))
    recall_directive(actor=office.actor, directive=directive, reason="Sai hạn", now=NOW)
    distribute(directive_id=directive.pk, now=NOW)
    assert set(Duty.objects.filter(directive=directive).values_list("status", flat=True)) == {"cancelled"}
    assert not Notice.objects.filter(subject__startswith="Văn bản mới").exists()
