from datetime import date

import pytest

from truongan.territory.geography import unit_by_code
from truongan.territory.models import AdministrativeUnit

THEN, NOW = date(2021, 9, 14), date(2026, 1, 1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territory")]


def names(units):
    return [str(unit) for unit in units]


def test_a_unit_exists_from_its_first_day_to_the_day_before_its_end():
    units = AdministrativeUnit.objects.filter(code="222")
    assert names(units.on(date(2024, 1, 31))) == ["Huyện Việt Yên"]
    assert names(units.on(date(2024, 2, 1))) == ["Thị xã Việt Yên"]
    assert names(units.on(date(2025, 6, 30))) == ["Thị xã Việt Yên"]
    assert names(units.on(date(2025, 7, 1))) == []


def test_within_takes_the_unit_and_everything_below():
    district = unit_by_code("222", THEN)
    found = AdministrativeUnit.objects.on(THEN).within(district)
    assert district in found
    assert found.communes().count() == AdministrativeUnit.objects.on(THEN).below(district).count() == 17


def test_a_path_is_no_prefix_of_a_neighbours():
    for unit in AdministrativeUnit.objects.on(THEN).districts():
        assert set(AdministrativeUnit.objects.within(unit).values_list("path", flat=True)) == {
            path
            for path in AdministrativeUnit.objects.values_list("path", flat=True)
            if f"/{path}".startswith(f"/{unit.path}")
        }


@pytest.mark.parametrize("typed", ["nếnh", "Nenh", "NẾNH", "ne\u0302\u0301nh", "phuong nenh", "07795"])
def test_search_reads_any_way_of_typing(typed):
    assert names(AdministrativeUnit.objects.on(NOW).search(typed)) == ["Phường Nếnh"]


def test_search_without_words_finds_all():
    assert AdministrativeUnit.objects.on(NOW).search(" ").count() == 100


def test_units_sort_in_vietnamese_order():
    found = names(
        AdministrativeUnit.objects.on(THEN).districts().in_vietnamese_order().within(unit_by_code("24", THEN))
    )
    assert found == [
        "Thành phố Bắc Giang", "Huyện Hiệp Hòa", "Huyện Lạng Giang", "Huyện Lục Nam", "Huyện Lục Ngạn",
        "Huyện Sơn Động", "Huyện Tân Yên", "Huyện Việt Yên", "Huyện Yên Dũng", "Huyện Yên Thế",
    ]  # fmt: skip
