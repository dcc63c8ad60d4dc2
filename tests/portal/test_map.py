"""The map of public figures: what is drawn, what is said, and what it must not tell."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from tests.factories import make_person, make_scheme, make_school, make_team, unit
from tests.territory.shapes import draw
from truongan.figures.indicators import INDICATORS
from truongan.figures.questions import Answer, Figure, Question, Row
from truongan.portal.maps import figure_map
from truongan.territory.models import AdministrativeUnit, Boundary

DAY = date(2026, 2, 1)
ADDRESS = "/so-lieu/?ngay=2026-02-01"


@pytest.fixture
def province(settings, cast):
    settings.PROVINCE_CODE = "24"
    return unit("24", DAY)


@pytest.fixture
def drawn(province):
    units = AdministrativeUnit.objects.on(DAY).filter(parent=province).order_by("code")
    draw(units)
    return list(units)


def answered(values, code="schemes.count", wholes=()):
    """An answer with one row per unit, of these values of one indicator."""
    units = AdministrativeUnit.objects.on(DAY).communes().order_by("code")[: len(values)]
    indicator = INDICATORS[code]
    rows = [
        Row(each.path, each.full_name, {code: Figure(indicator, value)}, unit=each)
        for each, value in zip(units, values, strict=True)
    ]
    for row, whole in zip(rows, wholes, strict=False):
        row.figures[code].whole = whole
    return Answer(Question(on=DAY, by="unit"), Row("", "", {}), rows)


def shown(values, code="schemes.count", wholes=()):
    found = answered(values, code, wholes)
    draw(row.unit for row in found.rows)
    made = figure_map(found, [INDICATORS[code]], "", lambda row: "")
    return [shape.colour for shape in made.shapes], [(each.words, each.count) for each in made.classes]


def test_without_boundaries_the_list_stands_alone(province, client):
    page = client.get(ADDRESS).content.decode()
    assert "data-map" not in page
    assert "Phường Nếnh" in page
    assert client.get("/so-lieu/ban-do.geojson?ngay=2026-02-01").json()["features"] == []


def test_each_unit_is_drawn_named_and_leads_to_its_own_figures(drawn, client):
    make_scheme(organization=make_school(place=unit("07795", DAY)), on=date(2026, 1, 5))
    page = BeautifulSoup(client.get(ADDRESS).content, "html.parser")
    shape = next(each for each in page.select("svg.map a") if "Phường Nếnh" in each.get_text())

    assert len(page.select("svg.map path[d]")) == len(drawn) + 1  # and the hatching
    assert "1/2 trường" in shape.get_text() or "%" in shape.get_text()
    assert shape["href"] == "/so-lieu/?ngay=2026-02-01&don_vi=07795"
    assert client.get(shape["href"]).status_code == 200
    assert re.fullmatch(r"M\d+ \d+l[-\d ]+z", shape.find("path")["d"])


def test_the_table_beside_it_has_the_same_links(drawn, client):
    page = BeautifulSoup(client.get(ADDRESS).content, "html.parser")
    assert {each["href"] for each in page.select("svg.map a")} == {
        each["href"] for each in page.select("#bang-so-lieu tbody th a")
    }
    assert all(each["tabindex"] == "-1" for each in page.select("svg.map a"))


def test_the_colour_may_be_another_figure(drawn, client):
    page = client.get(f"{ADDRESS}&chi_tieu=teams.count").content.decode()
    assert "Bản đồ: Tổ tự quản" in page
    assert "Bản đồ: Trường có điểm mô hình" in client.get(f"{ADDRESS}&chi_tieu=<b>").content.decode()


def test_small_numbers_of_people_stay_hidden_on_the_map_and_in_its_shapes(drawn, cast, client):
    for school, members in ((cast.school, 12), (cast.neighbour_school, 9), (cast.other_school, 2)):
        make_team(scheme=make_scheme(organization=school, on=date(2026, 1, 5)), members=[make_person(), members])
    shapes = client.get("/so-lieu/ban-do.geojson?ngay=2026-02-01&chi_tieu=teams.memberships").json()
    said = {each["properties"]["name"]: each["properties"] for each in shapes["features"]}
    hidden = {name for name, each in said.items() if "ẩn" in each["text"]}

    assert "Phường Nếnh" in hidden
    assert len(hidden) == 2  # the small one, and the one that would tell it
    assert {said[name]["class"] for name in hidden} == {-1}
    assert all(each["text"].startswith("0 ") for name, each in said.items() if name not in hidden)


def test_shapes_come_with_their_frame_and_links(drawn, client):
    answer = client.get("/so-lieu/ban-do.geojson?ngay=2026-02-01")
    shapes = answer.json()

    assert answer["Content-Type"] == "application/geo+json"
    assert shapes["bbox"][0] == 105.0
    assert len(shapes["features"]) == len(drawn)
    assert shapes["features"][0]["geometry"]["type"] == "MultiPolygon"
    assert shapes["features"][0]["properties"]["href"].startswith("/so-lieu/?")


@pytest.mark.parametrize(
    ("query", "status"),
    [("?ngay=hom-qua", 400), ("?ngay=2999-01-01", 400), ("?don_vi=98", 404), ("?nhom=ke-hoach", 200)],
)
def test_what_cannot_be_read_is_refused_to_programs(province, client, query, status):
    assert client.get(f"/so-lieu/ban-do.geojson{query}").status_code == status


def test_units_without_a_boundary_are_counted(drawn, client):
    Boundary.objects.filter(unit__in=[each.pk for each in drawn[:3]]).delete()
    assert "3 đơn vị chưa có ranh giới" in client.get(ADDRESS).content.decode()


def test_one_boundary_is_no_map(province, client):
    draw([unit("07795", DAY)])
    assert "data-map" not in client.get(ADDRESS).content.decode()


def test_a_table_by_level_has_no_map(drawn, client):
    assert "data-map" not in client.get(f"{ADDRESS}&theo=level").content.decode()


def test_the_map_costs_one_query(province, client, django_assert_num_queries, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as plain:
        client.get(ADDRESS)
    draw(AdministrativeUnit.objects.on(DAY).filter(parent=province))
    with django_assert_num_queries(len(plain)):
        client.get(ADDRESS)


def test_counts_fall_into_five_classes_of_like_size_and_nothing_is_its_own(territory):
    colours, classes = shown([0, 0, 0, *range(1, 13)])
    assert colours == [*"000", *"111222333444"]
    assert classes == [("10–12", 3), ("7–9", 3), ("4–6", 3), ("1–3", 3), ("0", 3)]


def test_few_different_counts_have_a_class_each(territory):
    assert shown([5, 2, 2, 0]) == (["2", "1", "1", "0"], [("5", 1), ("2", 2), ("0", 1)])


def test_shares_fall_into_fifths_and_a_unit_without_schools_into_none(territory):
    colours, classes = shown([0, 1, 4, 5, None, 0], "schools.covered", [5, 5, 5, 5, 5, 0])
    assert colours == ["0", "1", "4", "4", "none", "none"]
    assert classes[0] == ("từ 80%", 2)
    assert classes[-1] == ("không có số, hoặc ẩn", 2)


def test_an_island_smaller_than_a_dot_is_still_there(territory):
    found = answered([1, 2])
    draw(row.unit for row in found.rows)
    speck = {"type": "MultiPolygon", "coordinates": [[[[105, 21], [105.00001, 21], [105, 21.00001], [105, 21]]]]}
    Boundary.objects.filter(unit=found.rows[0].unit).update(simplified=speck)
    made = figure_map(found, [INDICATORS["schemes.count"]], "", lambda row: "")
    assert made.shapes[0].path.endswith("h4v4h-4z")
