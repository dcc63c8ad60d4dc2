from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from truongan.territory.geography import unit_by_code

pytestmark = pytest.mark.django_db
THEN, NOW = date(2021, 9, 14), date(2026, 1, 1)


def test_anonymous_visitors_are_sent_to_sign_in(as_):
    assert as_("anonymous").get(reverse("territory:browse")).status_code == 302


def test_browsing_shows_the_provinces_of_the_day(as_):
    page = as_("giao_vien").get(reverse("territory:browse"), {"ngay": "14/09/2021"})
    assert "Tỉnh Bắc Giang" in page.text
    assert "Tỉnh Bắc Giang" not in as_("giao_vien").get(reverse("territory:browse"), {"ngay": "2026-01-01"}).text


@pytest.mark.parametrize("typed", ["thi tran nenh", "Thị trấn Nếnh"])
def test_search_finds_with_or_without_diacritics(as_, typed):
    page = as_("giao_vien").get(reverse("territory:browse"), {"ngay": "2021-09-14", "q": typed})
    assert "Huyện Việt Yên, Tỉnh Bắc Giang" in page.text


def test_a_search_without_result_teaches_the_next_step(as_):
    page = as_("giao_vien").get(reverse("territory:browse"), {"q": "zzz", "cap": "nonsense"})
    assert "Không tìm thấy đơn vị nào" in page.text


def test_the_page_of_a_unit_shows_where_it_came_from_and_went(as_):
    town = unit_by_code("07795", date(2025, 3, 1))
    page = as_("hieu_truong").get(reverse("territory:unit", args=[town.pk]), {"ngay": "2026-01-01"})
    assert "Thị trấn Nếnh" in page.text
    assert "toàn bộ" in page.text
    assert "nằm trong" in page.text  # it does not exist on the day in view


def test_the_page_of_a_split_place_names_the_parts(as_):
    today = unit_by_code("07795", NOW)
    page = as_("hieu_truong").get(reverse("territory:unit", args=[today.pk]), {"ngay": "2021-09-14"})
    assert "nằm ở nhiều đơn vị" in page.text
    assert "Quang Châu" in page.text


@pytest.mark.parametrize(("code", "day"), [("24", THEN), ("27", THEN), ("24", NOW)])
def test_a_province_lists_its_units_with_a_constant_number_of_queries(as_, code, day):
    client = as_("quantri")
    address = reverse("territory:unit", args=[unit_by_code(code, day).pk])
    client.get(address, {"ngay": day.isoformat()})
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, {"ngay": day.isoformat()}).status_code == 200
    assert len([each for each in queries if "territory_" in each["sql"]]) <= 8


def test_an_unknown_unit_is_not_found(as_):
    assert as_("quantri").get(reverse("territory:unit", args=[10**9])).status_code == 404


def test_a_day_before_the_first_list_is_said_to_be_unknown(as_):
    today = unit_by_code("07795", NOW)
    page = as_("hieu_truong").get(reverse("territory:unit", args=[today.pk]), {"ngay": "2019-01-01"})
    assert "Địa giới được biết từ 01/01/2021" in page.text
    assert as_("hieu_truong").get(reverse("territory:browse"), {"ngay": "2019-01-01"}).status_code == 200
