"""The directory of schools: who is found, what is said, and that no person is in it."""

from datetime import date

import pytest

from tests.factories import make_event, make_group, make_person, make_scheme, make_school, make_team, unit
from truongan.kernel.clock import today_vn
from truongan.movement.models import FormerHolding, Scheme
from truongan.organizations.models import Organization

START = date(2026, 1, 5)


@pytest.fixture
def here(settings, cast):
    settings.PROVINCE_CODE = "24"
    return unit("07795", today_vn())


def names(client, query=""):
    answer = client.get(f"/truong/{query}")
    assert answer.status_code == 200
    return [line.school.name for line in answer.context["lines"]]


def test_a_school_is_found_with_and_without_diacritics(here, client):
    make_school(place=here, name="Trường Tiểu học Hòa Bình")
    for typed in ("Hòa Bình", "hoa binh", "HOÀ bình", "binh hoa"):
        assert names(client, f"?q={typed}") == ["Trường Tiểu học Hòa Bình"]
    assert names(client, "?q=khong+co+truong+nay") == []


def test_the_list_is_narrowed_by_place_level_and_model(here, cast, client):
    primary = make_school(place=here, name="Trường TH Một", school_level="GDTX")
    make_scheme(organization=primary, on=START)

    assert "Trường TH Một" in names(client, "?don_vi=07795")
    assert cast.other_school.name not in names(client, "?don_vi=07795")
    assert names(client, "?cap_hoc=GDTX") == ["Trường TH Một"]
    assert names(client, "?mo_hinh=co") == ["Trường TH Một"]
    assert "Trường TH Một" not in names(client, "?mo_hinh=chua")


@pytest.mark.parametrize(
    "query", ["?cap_hoc=x", "?tinh_trang=%00", "?mo_hinh=<b>", "?sap=phone", "?trang=-1", "?don_vi=x"]
)
def test_nonsense_in_the_address_filters_nothing(here, client, query):
    answer = client.get(f"/truong/{query}")
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert answer.context["page"].paginator.count == Organization.objects.schools().count()


@pytest.mark.parametrize("code", ["99999", "01", "222", "07795123"])
def test_a_code_outside_the_province_or_of_no_unit_is_told(here, client, code):
    answer = client.get(f"/truong/?don_vi={code}")
    assert answer.status_code == 200
    assert ("Không có đơn vị mã này" in answer.content.decode()) is (code != "07795123")


def test_a_closed_school_is_listed_when_asked_and_says_so(here, client):
    closed = make_school(place=here, name="Trường Cũ", closed_on=date(2025, 8, 1))

    assert "Trường Cũ" not in names(client)
    assert names(client, "?tinh_trang=giai-the") == ["Trường Cũ"]
    assert "Trường Cũ" in names(client, "?tinh_trang=tat-ca")
    assert "không còn hoạt động" in client.get(f"/truong/{closed.pk}/").content.decode()


def test_a_merged_school_says_where_its_models_went(here, cast, client):
    closed = make_school(place=here, name="Trường Cũ", closed_on=date(2025, 8, 1))
    scheme = make_scheme(organization=cast.school, on=START)
    event = make_event(scheme, "transferred", date(2025, 7, 30))
    FormerHolding.objects.create(event=event, scheme=scheme, organization=closed, valid_to=date(2025, 7, 30))

    page = client.get(f"/truong/{closed.pk}/").content.decode()
    assert f'<a href="/truong/{cast.school.pk}/">{cast.school.name}</a>' in page


def test_a_school_shows_its_models_and_how_many_teams_and_groups(here, client):
    school = make_school(place=here, name="Trường THCS Nêu")
    scheme = make_scheme(organization=school, on=START)
    make_team(scheme=scheme, members=[make_person(name="Lê Thị Kín"), 3])
    make_group(
        organization=school, scheme=scheme, members=[make_person(name="Trần Văn Giấu")], link="https://nhom.example/x"
    )
    page = client.get(f"/truong/{school.pk}/")
    text = page.content.decode()

    assert [(line.team_count, line.group_count) for line in page.context["page"].lines] == [(1, 1)]
    assert "Trường học an toàn" in text
    assert "05/01/2026" in text


def test_no_person_phone_link_or_number_of_people_is_told(here, client):
    school = make_school(place=here, name="Trường THCS Nêu", phone="0987654321", address="Số 1 phố Kín")
    scheme = make_scheme(organization=school, on=START)
    make_team(
        scheme=scheme, members=[make_person(name="Lê Thị Kín", phone="0912345678"), 4177], name="Tổ của Lê Thị Kín"
    )
    group = make_group(
        organization=school, scheme=scheme, members=[make_person(name="Trần Giấu")], link="https://a.example/x"
    )
    text = client.get(f"/truong/{school.pk}/").content.decode() + client.get("/truong/").content.decode()

    for secret in ("Kín", "Giấu", "0987", "0912", "a.example", "4177", "4.177", "4178", group.name):
        assert secret not in text


def test_only_what_is_in_the_stock_today_counts(here, client):
    school = make_school(place=here)
    make_scheme(organization=school, on=START)
    Scheme.objects.filter(organization=school).update(stock_to=date(2026, 2, 1))
    page = client.get(f"/truong/{school.pk}/")

    assert page.context["page"].lines == []
    assert "từng có 1 điểm mô hình" in page.content.decode()


def test_an_agency_and_a_school_of_another_province_are_not_there(here, cast, client):
    away = make_school(place=here, name="Trường Xa")
    Organization.objects.filter(pk=away.pk).update(place_path="01.2101/")
    for stranger in (cast.commune_police, away):
        assert client.get(f"/truong/{stranger.pk}/").status_code == 404
    assert "Trường Xa" not in names(client)


def test_pages_follow_in_order(here, client):
    for number in range(70):
        make_school(place=here, name=f"Trường Kế {number:02d}")
    first, last = names(client, "?q=truong+ke"), names(client, "?q=truong+ke&trang=3")
    assert (first[0], len(first), last[-1]) == ("Trường Kế 00", 30, "Trường Kế 69")
    assert names(client, "?q=truong+ke&sap=-ten")[0] == "Trường Kế 69"


def test_queries_stay_the_same_with_one_school_and_many(here, client, django_assert_num_queries):
    school = make_school(place=here)
    for count in (1, 25):
        for _each in range(count):
            make_scheme(organization=make_school(place=here), on=START)
        with django_assert_num_queries(7):
            client.get("/truong/")
    for count in (1, 6):
        for number in range(count):
            make_team(
                scheme=make_scheme(organization=school, on=START, name=f"Điểm {count} {number}"), name=f"Tổ {number}"
            )
        with django_assert_num_queries(12):
            client.get(f"/truong/{school.pk}/")


def test_pages_of_a_list_follow_each_other_without_gap_or_repetition(here, client):
    for number in range(65):
        make_school(place=here, name=f"Trường TH Số {number:02}", school_level="TH")
    shown = [name for page in (1, 2, 3) for name in names(client, f"?q=th+so&cap_hoc=TH&trang={page}")]
    assert shown == [f"Trường TH Số {number:02}" for number in range(65)]


def test_a_school_is_found_by_its_code(here, client):
    school = make_school(place=here, name="Trường" + " Rất Dài" * 24, short_name="Dài " * 15)
    assert names(client, f"?q={school.code.lower()}") == [school.name]


def test_a_school_shows_the_news_it_wrote_and_that_names_it(here, cast, client, written):
    school = make_school(place=here, name="Trường THCS Hương Mai")
    own = written("Chuyện của trường", author_unit=school)
    named = written("Sân trường mới", body=[("text", "<p>Sáng nay, trường THCS Hương Mai có sân mới.</p>")])
    written("Trường khác", body=[("text", "<p>Trường THCS Hương Mai Số 2 và Trường THCS Hương Sơn.</p>")])
    written("Bài nháp", author_unit=school, published=False)
    page = client.get(f"/truong/{school.pk}/")
    assert {each.title for each in page.context["articles"]} == {own.title, named.title}
    assert "Tin bài về trường" in page.content.decode()


def test_a_name_two_schools_bear_names_neither(here, cast, client, written):
    school = make_school(place=here, name="Trường THCS Hương Mai")
    make_school(place=here, name="Trường THCS Hương Mai")
    written("Sân trường mới", body=[("text", "<p>Trường THCS Hương Mai có sân mới.</p>")])
    page = client.get(f"/truong/{school.pk}/")
    assert page.context["articles"] == []
    assert "Tin bài về trường" not in page.content.decode()
