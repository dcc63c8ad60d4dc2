"""Addresses typed by hand or by a scanner: each is understood, left out or not found, never a crash."""

import pytest
from django.urls import reverse

NUMBERS = ("²", "٣", "9" * 30, "-1", "1e9", "NaN", "")
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
    ],
)
def test_a_day_at_the_edge_of_the_calendar(cast, as_, name, parameter, value):
    assert as_("truong_phong_xa").get(reverse(name), {parameter: value}).status_code in {200, 404}
