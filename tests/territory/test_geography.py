"""Where a place of one day lies on another; the whole country is loaded once for this file."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from truongan.territory.geography import (
    Geography,
    UnknownUnit,
    certain_path,
    certain_paths,
    predecessors,
    successors,
    unit_by_code,
)
from truongan.territory.models import AdministrativeUnit

THEN, EVE, NOW = date(2021, 9, 14), date(2025, 3, 1), date(2026, 1, 1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_country")]
per_example = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


def communes(day, province=None):
    units = AdministrativeUnit.objects.on(day).communes()
    return units.within(unit_by_code(province, day)) if province else units


def test_a_code_is_read_on_a_day():
    assert str(unit_by_code("24", THEN)) == "Tỉnh Bắc Giang"
    assert str(unit_by_code("24", NOW)) == "Tỉnh Bắc Ninh"
    assert str(unit_by_code("27", THEN)) == "Tỉnh Bắc Ninh"
    with pytest.raises(UnknownUnit, match="mã 27 vào ngày 01/01/2026"):
        Geography(NOW).unit_by_code("27")


def test_nenh_is_one_place_under_three_names():
    town, ward, today = (unit_by_code("07795", day) for day in (THEN, EVE, NOW))
    assert [str(unit) for unit in (town, ward, today)] == ["Thị trấn Nếnh", "Phường Nếnh", "Phường Nếnh"]
    assert [str(unit.parent) for unit in (town, ward, today)] == ["Huyện Việt Yên", "Thị xã Việt Yên", "Tỉnh Bắc Ninh"]
    assert Geography(EVE).locate(town).unit == ward
    assert Geography(NOW).locate(town).unit == Geography(NOW).locate(ward).unit == today
    assert certain_path(town) == "24.2507/07795.2507/"


def test_today_nenh_was_several_communes():
    today = unit_by_code("07795", NOW)
    located = Geography(THEN).locate(today)
    assert not located.is_whole
    assert {unit.name for unit in located.parts} == {"Nếnh", "Quang Châu", "Tăng Tiến", "Vân Trung"}
    assert {link.old.name for link in predecessors(today)} == {"Nếnh", "Quang Châu", "Tăng Tiến", "Vân Trung"}


def test_old_bac_giang_and_bac_ninh_become_99_communes_all_whole():
    eve = [*communes(EVE, "24"), *communes(EVE, "27")]
    mapped = Geography(NOW).mapping(eve)
    assert len(eve) == 313
    assert None not in mapped.values()
    assert set(mapped.values()) == set(communes(NOW, "24").values_list("pk", flat=True))
    assert len(set(mapped.values())) == 99


def test_every_commune_of_2021_there_is_found_today():
    then = [*communes(THEN, "24"), *communes(THEN, "27")]
    assert [communes(THEN, code).count() for code in ("24", "27")] == [209, 126]
    assert None not in Geography(NOW).mapping(then).values()
    assert AdministrativeUnit.objects.on(THEN).districts().within(unit_by_code("24", THEN)).count() == 10


def test_a_split_commune_is_reported_as_parts():
    town = unit_by_code("03982", THEN)  # thị trấn Nông trường Mộc Châu became three wards
    assert {unit.name for unit in Geography(EVE).locate(town).parts} == {"Thảo Nguyên", "Bình Minh", "Cờ Đỏ"}
    assert Geography(EVE).mapping([town]) == {town.pk: None}
    assert certain_path(town) == unit_by_code("14", NOW).path


def test_land_given_away_concerns_only_records_from_before():
    district, later = unit_by_code("219", THEN), date(2025, 2, 1)
    assert Geography(later).locate(district).unit == district
    earlier_record = Geography(later).locate(district, placed_on=THEN)
    assert {unit.name for unit in earlier_record.parts} == {"Lục Ngạn", "Chũ"}
    assert Geography(later).locate(district, placed_on=date(2025, 1, 2)).unit == district


def test_land_taken_in_concerns_only_records_from_after():
    city = unit_by_code("213", THEN)  # took in the whole of huyện Yên Dũng on 01/01/2025
    late_record = Geography(THEN).locate(city, placed_on=date(2025, 2, 1))
    assert {unit.name for unit in late_record.parts} == {"Bắc Giang", "Yên Dũng"}
    assert Geography(THEN).locate(city, placed_on=date(2024, 12, 31)).unit == city


def test_a_district_lies_in_a_province_today_but_a_province_was_never_districts():
    assert str(Geography(NOW).locate(unit_by_code("222", THEN)).unit) == "Tỉnh Bắc Ninh"
    then = Geography(THEN).locate(unit_by_code("24", NOW))
    assert {str(unit) for unit in then.parts} == {"Tỉnh Bắc Giang", "Tỉnh Bắc Ninh"}


def test_an_island_district_is_its_special_zone():
    assert str(Geography(NOW).locate(unit_by_code("536", THEN)).unit) == "Đặc khu Lý Sơn"
    assert str(Geography(THEN).locate(unit_by_code("21548", NOW)).unit) == "Huyện Lý Sơn"


def test_successors_come_oldest_first():
    links = successors(unit_by_code("219", THEN))
    assert [(link.new.name, link.kind) for link in links] == [("Chũ", "part"), ("Bắc Ninh", "whole")]


@given(st.data())
@per_example
def test_a_whole_way_can_be_taken_in_steps(data):
    start = data.draw(st.sampled_from(ALL_THEN))
    between = data.draw(st.dates(THEN, NOW))
    middle = Geography(between).mapping([start])[start]
    if middle is not None:
        assert Geography(NOW).mapping([middle])[middle] == Geography(NOW).mapping([start])[start]


@given(st.data())
@per_example
def test_a_unit_of_the_day_is_itself(data):
    day = data.draw(st.dates(date(2021, 1, 1), NOW))
    unit = data.draw(st.sampled_from(list(communes(day, "24"))))
    assert Geography(day).mapping([unit]) == {unit.pk: unit.pk}


@given(st.data())
@per_example
def test_the_certain_path_holds_every_part(data):
    start = data.draw(st.sampled_from(ALL_THEN))
    path = certain_paths([start])[start]
    parts = AdministrativeUnit.objects.filter(pk__in=Geography(NOW).parts([start])[start])
    assert parts
    assert all(unit.path.startswith(path) for unit in parts)


ALL_THEN: list[int] = []


@pytest.fixture(autouse=True)
def _all_then(whole_country):
    if not ALL_THEN:
        ALL_THEN.extend(communes(THEN).values_list("pk", flat=True))


def test_mapping_the_whole_country_takes_few_queries():
    units = list(communes(THEN))
    with CaptureQueriesContext(connection) as queries:
        mapped = Geography(NOW).mapping(units)
    assert len(mapped) == 10_599
    assert len(queries) <= 12
    assert sum(target is None for target in mapped.values()) < 500  # split communes


def test_mapping_one_takes_no_more_queries_than_many():
    unit = unit_by_code("07795", THEN)
    with CaptureQueriesContext(connection) as queries:
        Geography(NOW).mapping([unit])
    assert len(queries) <= 9
