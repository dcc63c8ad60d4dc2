"""The map of cases: units and numbers of what a person sees, nothing of any case; the list says the same."""

import pytest
from django.urls import reverse

from tests.factories import unit
from tests.incidents.samples import reported
from tests.territory.shapes import draw
from truongan.incidents.actions import conclude_incident
from truongan.incidents.models import Incident, NamedPerson
from truongan.incidents.queries.maps import case_map
from truongan.kernel import clock
from truongan.territory.models import AdministrativeUnit

pytestmark = pytest.mark.django_db
MAP, SHAPES = reverse("incidents:map"), reverse("incidents:map_shapes")


@pytest.fixture
def drawn(cast):
    province = unit("24", clock.today_vn())
    units = list(AdministrativeUnit.objects.on(clock.today_vn()).filter(parent=province).order_by("code"))
    draw(units)
    return units


@pytest.fixture
def cases(cast):
    at = clock.now()
    fields = {"at": at, "occurred_at": at, "what": "Em Nguyễn Văn Kín bị đánh.", "place": "Nhà xe kín"}
    found = [reported(cast, **fields) for _each in range(2)]
    NamedPerson.objects.create(
        incident=found[0], name="Nguyễn Văn Kín", role="victim", group="pupil", birth_year=2014, added_at=at
    )
    return found


def features(client) -> dict[str, dict]:
    answer = client.get(SHAPES)
    assert answer["Content-Type"] == "application/geo+json"
    assert "no-store" in answer["Cache-Control"]
    return {each["properties"]["name"]: each["properties"] for each in answer.json()["features"]}


def test_units_are_coloured_by_the_cases_a_person_sees(as_, drawn, cases):
    found = features(as_("can_bo_tinh"))
    assert len(found) == len(drawn)
    nenh = found["Phường Nếnh"]
    assert (nenh["text"], nenh["class"]) == ("2 vụ, 2 đang mở", 4)
    assert nenh["href"].endswith("?don_vi=07795")
    assert {each["class"] for name, each in found.items() if name != "Phường Nếnh"} == {-1}


def test_nothing_of_a_case_or_a_person_is_in_the_shapes(as_, drawn, cases):
    text = as_("can_bo_tinh").get(SHAPES).content.decode()
    for secret in ("Kín", "kín", "Ánh Dương", "Đánh nhau"):
        assert secret not in text


def test_who_sees_no_fights_sees_none_on_the_map(as_, drawn, cases):
    assert {each["class"] for each in features(as_("so_yt")).values()} == {-1}
    assert "Năm học này chưa có vụ việc nào" in as_("so_yt").get(MAP).content.decode()


def test_an_unsubstantiated_case_is_on_no_map(as_, cast, drawn, cases):
    conclude_incident(
        actor=cast.hieu_truong, incident=cases[0], outcome="unsubstantiated", text="Không có.", now=clock.now()
    )
    assert features(as_("can_bo_tinh"))["Phường Nếnh"]["text"] == "1 vụ, 1 đang mở"


def test_the_page_has_the_drawing_the_opener_and_the_list(as_, drawn, cases):
    page = as_("can_bo_tinh").get(MAP).content.decode()
    assert "data-map-open" in page
    assert f'data-map-shapes="{SHAPES}' in page
    assert "Nguyễn Văn Kín" not in page
    assert f"{len(drawn) - 1} đơn vị không có vụ nào" in page


def test_without_boundaries_the_list_stands_alone(as_, cases):
    page = as_("can_bo_tinh").get(MAP).content.decode()
    assert "data-map-open" not in page
    assert "Phường Nếnh" in page
    assert as_("can_bo_tinh").get(SHAPES).json()["features"] == []


def test_the_most_cases_are_always_darkest(cast, drawn, cases):
    other = reported(cast, organization=cast.other_school, by=cast.hieu_truong_khac, at=clock.now(),
                     occurred_at=clock.now())  # fmt: skip
    found = case_map(Incident.objects.all(), drawn)
    colours = {place.unit.path: place.colour for place in found.places if place.cases}
    assert colours == {cast.school.place_path: "4", other.place_path: "3"}


def test_in_a_single_commune_the_schools_are_listed(as_, cast, cases):
    at = clock.now()
    reported(cast, organization=cast.neighbour_school, by=cast.cong_an_xa, at=at, occurred_at=at)
    page = as_("cong_an_xa").get(MAP).content.decode()
    assert page.index(cast.school.name) < page.index(cast.neighbour_school.name)  # two cases, then one
    assert f"?co_quan={cast.school.pk}" in page
    assert "Chưa vẽ được bản đồ" not in page
