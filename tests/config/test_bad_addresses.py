"""Addresses typed by hand or by a scanner: each is understood, left out or not found, never a crash."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import NOW
from truongan.directives.forms.tasks import TaskForm
from truongan.plans.actions import start_plan
from truongan.reports.actions import open_cycle

NUMBERS = ("²", "٣", "9" * 30, "9" * 4400, "²²²²", "-1", "1e9", "NaN", "")
DAYS = ("0001-01-01", "31/12/9999", "2021-02-30", "²/9/2021")


@pytest.mark.parametrize("value", NUMBERS)
@pytest.mark.parametrize(
    ("name", "parameter", "fixed"),
    [
        ("accounts:person_list", "co_quan", {}),
        ("accounts:person_list", "trang", {}),
        ("movement:group_new", "truong", {}),
        ("movement:group_new", "mo_hinh", {}),
        ("movement:scheme_new", "truong", {}),
        ("figures:behind", "truong", {"code": "teams.count"}),
        ("directives:new", "thuc_hien", {}),
        ("directives:owed", "co_quan", {}),
        ("plans:new", "truong", {}),
        ("activities:list", "bien_phap", {}),
        ("organizations:calendar", "nam", {}),
        ("portal:document_list", "nam", {}),
        ("reports:cycle_new", "nam", {}),
    ],
)
def test_a_number_that_is_none(cast, as_, name, parameter, fixed, value):
    assert as_("truong_phong_xa").get(reverse(name, kwargs=fixed), {parameter: value}).status_code in {200, 404}


@pytest.mark.parametrize("value", DAYS)
@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("web:home", "ngay"),
        ("audit:log", "tu"),
        ("audit:log", "den"),
        ("figures:page", "ngay"),
        ("figures:page", "so_voi"),
        ("figures:page", "tu"),
        ("figures:page", "dia_gioi"),
        ("movement:scheme_list", "ngay"),
        ("movement:scheme_list", "dia_gioi"),
        ("organizations:list", "ngay"),
        ("territory:browse", "ngay"),
        ("reports:new", "ngay"),
        ("portal:figures", "ngay"),
        ("portal:figures", "dia_gioi"),
        ("incidents:list", "tu"),
        ("incidents:list", "den"),
        ("incidents:export", "den"),
    ],
)
def test_a_day_at_the_edge_of_the_calendar(cast, as_, name, parameter, value):
    assert as_("truong_phong_xa").get(reverse(name), {parameter: value}).status_code in {200, 404}


@pytest.mark.parametrize("name", ["incidents:list", "incidents:export", "movement:group_list", "activities:list"])
def test_a_unit_that_is_none_or_no_more(cast, as_, name):
    """As in an address kept since before a commune was merged into another: an empty list."""
    assert as_("truong_phong_xa").get(reverse(name), {"don_vi": "99999"}).status_code == 200


@pytest.mark.parametrize("month", ["01999999-1", "2024-0019", "2024-13", "0000-01", "9999-12", "²-1"])
@pytest.mark.parametrize("name", ["activities:list", "activities:month"])
def test_a_month_that_is_none(cast, as_, name, month):
    assert as_("truong_phong_xa").get(reverse(name), {"thang": month}).status_code == 200


@pytest.mark.parametrize("asked", ["²", "9" * 30, "9" * 4400, "-1"])
def test_a_branch_of_a_cycle_that_is_none(cast, as_, asked):
    cycle = open_cycle(
        actor=cast.can_bo_tinh, issuer=cast.province_police, kind="quarter", since=date(2026, 6, 15),
        until=date(2026, 9, 14), name="Quý III/2026", sectors=("police", "school"), now=NOW,
    )  # fmt: skip
    assert as_("can_bo_tinh").get(cycle.get_absolute_url(), {"duoi": asked}).status_code in {200, 404}


def test_what_no_database_keeps_does_not_break_a_draft(cast, as_):
    """Autosave takes what was typed as it is, sound or not."""
    address = f"{reverse('activities:draft_save')}?truong={cast.school.pk}"
    assert as_("giao_vien").post(address, {"title": "Nói\0 chuyện", "on": "0"}).status_code == 200
    plan = start_plan(actor=cast.giao_vien, organization=cast.school, school_year="2026-2027", now=NOW)
    address = reverse("plans:draft_save", args=[plan.pk])
    assert as_("giao_vien").post(address, {"goals": "Không\0", "x\0": "y"}).status_code == 200


@pytest.mark.parametrize("day", ["01/01/0021", "31/12/9999"])
def test_a_day_of_another_time_is_refused_in_the_form(cast, as_, day):
    """Else a due day on the last day of the calendar would break the calendar of every unit that has it."""
    form = TaskForm({"task": "Báo cáo", "due_on": day}, kinds=[])
    assert "due_on" in form.errors
    answer = as_("quantri").post(
        reverse("organizations:calendar_set"), {"first": day, "is_working": "nghi", "note": "Nghỉ"}
    )
    assert answer.status_code == 422
