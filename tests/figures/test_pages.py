import re
from datetime import date

import pytest
from django.urls import reverse

from tests.factories import make_person, make_scheme, make_team
from truongan.figures.indicators import INDICATORS


@pytest.fixture
def register(cast):
    for school in (cast.school, cast.neighbour_school, cast.other_school):
        make_team(
            scheme=make_scheme(organization=school, on=date(2026, 1, 5)), members=[make_person(organization=school), 7]
        )


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_page_shows_and_opens_every_number(register, as_):
    page = text(as_("can_bo_tinh").get(reverse("figures:page")))

    assert "Điểm mô hình" in page
    assert reverse("figures:behind", args=["teams.memberships"]) in page


@pytest.mark.parametrize("by", ("unit", "type", "level"))
def test_every_breakdown_and_comparison_renders(register, as_, by):
    address = reverse("figures:page") + f"?theo={by}&so_voi=2026-01-04&tu=2026-01-01&dia_gioi=2021-09-14"
    assert "So sánh" in text(as_("can_bo_tinh").get(address))


def test_a_number_opens_down_to_the_school_and_the_row(register, cast, as_):
    client = as_("cong_an_xa")
    behind = reverse("figures:behind", args=["teams.memberships"])

    schools = text(client.get(behind))
    rows = text(client.get(behind, {"truong": cast.school.pk}))

    assert "Trường THCS Ánh Dương" in schools
    assert "Sông Thương" not in schools
    assert "không nêu tên" in rows
    assert client.get(behind, {"truong": cast.other_school.pk}).status_code == 404


@pytest.mark.parametrize("code", INDICATORS)
def test_every_figure_opens_down_to_the_row(register, cast, as_, code):
    behind, client = reverse("figures:behind", args=[code]), as_("cong_an_xa")
    period = {"tu": "2026-01-01"}

    shares = text(client.get(behind, period))
    rows = text(client.get(behind, period | {"truong": cast.school.pk}))

    assert "Đóng góp của từng trường" in shares
    assert "Từng dòng trong sổ" in rows
    if code in ("schemes.count", "teams.count", "teams.memberships"):
        assert re.search(r'data-l="Từ ngày">\d\d/\d\d/\d{4}<', rows)


def test_what_is_told_of_a_period_is_not_there_without_one(register, as_):
    client, behind = as_("can_bo_tinh"), reverse("figures:behind", args=["schemes.worked_on"])
    page = text(client.get(reverse("figures:page"), {"tu": "2026-01-01"}))

    assert client.get(behind).status_code == 404
    addresses = re.findall(f'{behind}[^"]*', page)
    assert addresses
    assert [each for each in addresses if "tu=2026-01-01" not in each] == []


def test_another_unit_than_ones_own_does_not_exist(register, cast, as_):
    elsewhere = cast.other_school.placements.get().unit.code
    assert as_("cong_an_xa").get(reverse("figures:page"), {"don_vi": elsewhere}).status_code == 404


@pytest.mark.parametrize(
    "bad", ("ngay=31/09/2026", "ngay=x", "ngay=1900-01-01", "theo=khac", "tu=2027-01-01&ngay=2026-01-01")
)
def test_a_question_that_cannot_be_read_is_explained(register, as_, bad):
    assert "field" in text(as_("can_bo_tinh").get(reverse("figures:page") + "?" + bad))


def test_the_table_downloads_as_a_workbook(register, as_):
    answer = as_("can_bo_tinh").get(reverse("figures:export"))
    assert answer.content[:2] == b"PK"


def test_the_home_page_shows_figures_of_ones_own(register, as_):
    assert "Chào" in text(as_("hieu_truong").get("/lam-viec/"))
