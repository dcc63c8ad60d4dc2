from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import make_group, make_scheme, make_school, make_team, unit
from truongan.organizations.models import Organization
from truongan.organizations.panels import _contributed

TODAY = date(2026, 11, 22)
LIST = "organizations:list"


def rows_of(client, **query) -> str:
    return client.get(reverse(LIST), query, headers={"HX-Request": "true"}).content.decode()


@pytest.mark.parametrize("rows", [1, 12])
@pytest.mark.parametrize("person", ["can_bo_tinh", "truong_phong_xa", "hieu_truong"])
def test_the_list_costs_the_same_however_long_it_is(cast, as_, django_assert_num_queries, person, rows):
    for _ in range(rows):
        make_school(place=unit("07795", TODAY))
    client = as_(person)
    rows_of(client)
    with django_assert_num_queries(7):  # session, user, person, appointments; count, page, placements with units
        rows_of(client)


def test_names_come_in_vietnamese_order(cast, as_):
    for name in ("Trường Ô", "Trường Ơ", "Trường O", "Trường Đa", "Trường Da"):
        make_school(place=unit("07795", TODAY), name=name)
    body = rows_of(as_("truong_phong_xa"))
    places = [body.index(f">{name}<") for name in ("Trường Da", "Trường Đa", "Trường O", "Trường Ô", "Trường Ơ")]
    assert places == sorted(places)


@pytest.mark.parametrize("typed", ["anh duong", "Ánh Dương", "ANH  DUONG"])
def test_schools_are_found_with_and_without_diacritics(cast, as_, typed):
    body = rows_of(as_("can_bo_tinh"), q=typed)
    assert "Trường THCS Ánh Dương" in body
    assert "Sông Thương" not in body


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"nganh": "health"}, {"Sở Y tế", "Trạm Y tế phường Nếnh"}),
        ({"cap": "province", "nganh": "police"}, {"Công an tỉnh"}),
        ({"cap_hoc": "TH"}, {"Trường Tiểu học Hoa Sen"}),
        ({"don_vi": "07795", "cap_hoc": "THCS"}, {"Trường THCS Ánh Dương"}),
        ({"tinh_trang": "giai-the"}, {"Trường Đã Đóng"}),
        ({"nganh": "khong-co", "q": "đã đóng", "tinh_trang": "tat-ca"}, {"Trường Đã Đóng"}),
        ({"ngay": "2026-08-31", "q": "đã đóng"}, {"Trường Đã Đóng"}),
    ],
)
def test_filters(cast, as_, query, names):
    make_school(place=unit("07795", TODAY), name="Trường Đã Đóng", school_level="MN", closed_on=date(2026, 9, 1))
    body = rows_of(as_("can_bo_tinh"), **query)
    everyone = Organization.objects.values_list("name", flat=True)
    assert {name for name in everyone if f">{name}<" in body} == names


def test_a_unit_unknown_on_that_day_is_not_a_list_of_everything(cast, as_):
    assert as_("can_bo_tinh").get(reverse(LIST), {"don_vi": "99999"}).status_code == 404


def test_the_list_leaves_as_a_workbook(cast, as_):
    answer = as_("truong_phong_xa").get(reverse(LIST), {"dang": "xlsx", "cap_hoc": "THCS"})
    sheet = load_workbook(BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert cast.school.name in cells
    assert "Phường Nếnh" in cells
    assert "Trường Tiểu học Hoa Sen" not in cells


PAGES = ("edit", "rename", "place", "route", "close", "profile")


@pytest.mark.parametrize("name", PAGES)
def test_forms_open_for_who_steers(cast, as_, name):
    assert as_("truong_phong_xa").get(reverse(f"organizations:{name}", args=[cast.school.pk])).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_forms_refuse_who_only_reads(cast, as_, name):
    assert as_("y_te_xa").get(reverse(f"organizations:{name}", args=[cast.school.pk])).status_code == 403


@pytest.mark.parametrize("name", [*PAGES, "detail"])
def test_what_is_outside_does_not_exist(cast, as_, name):
    assert as_("hieu_truong_khac").get(reverse(f"organizations:{name}", args=[cast.school.pk])).status_code == 404


def test_a_school_is_taken_in_through_the_page(cast, as_):
    nenh = unit("07795", TODAY)
    fields = {"name": "Trường Mầm non Hoa Mai", "code": "24000101", "sector": "school", "level": "school",
              "school_level": "MN", "unit": nenh.pk, "since": "01/09/2026"}  # fmt: skip
    client = as_("truong_phong_xa")

    missing = client.post(reverse("organizations:create"), {**fields, "school_level": ""})
    assert missing.status_code == 422
    assert "Chọn cấp học" in missing.content.decode()

    assert client.post(reverse("organizations:create"), fields).status_code == 303
    assert Organization.objects.get(code="24000101").placements.get().unit == nenh
    again = client.post(reverse("organizations:create"), fields)
    assert "đã có trong sổ" in again.content.decode()


def test_a_commune_offers_only_its_own_place(cast, as_):
    body = as_("truong_phong_xa").get(reverse("organizations:create")).content.decode()
    assert "Phường Nếnh" in body
    assert body.count("<option value=") < 40


def test_moving_renaming_and_closing_through_the_pages(cast, as_):
    client, school = as_("can_bo_tinh"), cast.school
    there = cast.other_school.placements.get().unit
    client.post(reverse("organizations:rename", args=[school.pk]), {"name": "Trường THCS Mới"})
    client.post(reverse("organizations:place", args=[school.pk]), {"unit": there.pk, "since": "01/09/2026"})
    client.post(reverse("organizations:route", args=[school.pk]), {"reports_to": cast.province_police.pk})
    client.post(reverse("organizations:close", args=[school.pk]), {"on": "01/10/2026", "reason": "QĐ 12"})

    school.refresh_from_db()
    assert (school.name, school.place_path, school.reports_to) == ("Trường THCS Mới", there.path, cast.province_police)
    page = client.get(school.get_absolute_url()).content.decode()
    for said in ("đổi tên đơn vị", "đặt đơn vị vào địa bàn", "đổi tuyến báo cáo", "ghi giải thể đơn vị (QĐ 12)"):
        assert said in page


def test_the_place_before_the_last_is_refused_in_words(cast, as_):
    fields = {"unit": unit("07795", TODAY).pk, "since": "01/01/2020"}
    answer = as_("can_bo_tinh").post(reverse("organizations:place", args=[cast.school.pk]), fields)
    assert answer.status_code == 422
    assert "không tồn tại vào ngày 01/01/2020" in answer.content.decode()


def test_a_profile_is_saved_by_the_school_itself(cast, as_):
    client = as_("giao_vien")
    fields = {
        "school_year": "2026-2027",
        "school_level": "THCS",
        "class_count": 12,
        "pupil_count": 431,
        "staff_count": "",
    }
    client.post(reverse("organizations:profile", args=[cast.school.pk]), fields)
    client.post(reverse("organizations:profile", args=[cast.school.pk]), {**fields, "pupil_count": 5398})
    assert "5.398" in client.get(cast.school.get_absolute_url()).content.decode()
    assert cast.school.profiles.count() == 1


def test_who_needs_a_place_is_listed_until_placed(cast, as_):
    lost = unit("07795", date(2021, 9, 14))
    school = make_school(place=lost, name="Trường Bị Chia", since=date(2021, 1, 1))
    Organization.objects.filter(pk=school.pk).update(place_path=unit("24", TODAY).path)
    client = as_("can_bo_tinh")
    assert "Trường Bị Chia" in client.get(reverse("organizations:needs_placement")).content.decode()

    client.post(
        reverse("organizations:place", args=[school.pk]), {"unit": unit("07795", TODAY).pk, "since": "01/07/2025"}
    )
    assert "Trường Bị Chia" not in client.get(reverse("organizations:needs_placement")).content.decode()


def test_higher_contexts_bring_their_panels(cast, as_):
    assert "accounts/_of_organization.html" in _contributed


def test_the_schools_page_shows_its_register(cast, as_, django_assert_max_num_queries):
    scheme = make_scheme(organization=cast.school)
    for number in range(6):
        make_team(scheme=scheme, name=f"Tổ số {number}", members=[3, 4])
        make_group(organization=cast.school, name=f"Nhóm số {number}", members=[5])
    client = as_("hieu_truong")
    with django_assert_max_num_queries(30):
        body = client.get(cast.school.get_absolute_url()).content.decode()
    assert "tổ tự quản · 7 thành viên" in body
    assert "nhóm kết nối · 5 thành viên" in body
    before = client.get(cast.school.get_absolute_url(), {"ngay": "2021-07-01"}).content.decode()
    assert "tổ tự quản ·" not in before


@pytest.mark.parametrize(
    ("typed", "says"),
    [("nenh, bac ninh", ""), ("Phường Nếnh", ""), ("không có", "Không thấy địa bàn nào"), ("phường", "Ghi mã")],
)
def test_among_too_many_units_one_is_typed(cast, as_, monkeypatch, typed, says):
    monkeypatch.setattr("truongan.organizations.forms._CHOOSABLE", 1)
    client, url = as_("can_bo_tinh"), reverse("organizations:place", args=[cast.school.pk])

    answer = client.post(url, {"unit": typed, "since": "2026-10-01"})

    assert answer.status_code == (422 if says else 303)
    assert says in answer.content.decode()
