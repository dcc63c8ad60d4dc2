from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import make_school
from truongan.territory.actions import CannotLoad, load_territory
from truongan.territory.integrity import check_territory
from truongan.territory.models import AdministrativeUnit, Succession

pytestmark = pytest.mark.django_db


def everything():
    return list(AdministrativeUnit.objects.order_by("pk").values()), list(Succession.objects.order_by("pk").values())


def test_loading_again_changes_nothing(territory):
    before = everything()
    loaded = load_territory(only_provinces={"24", "27"})
    assert (loaded.created, loaded.changed, loaded.removed) == (0, 0, 0)
    assert everything() == before


def test_loading_repairs_what_was_changed_and_keeps_primary_keys(territory):
    unit = AdministrativeUnit.objects.get(code="07795", valid_to=None)
    AdministrativeUnit.objects.filter(pk=unit.pk).update(name="Sai", search_fold="sai")
    Succession.objects.filter(new=unit).update(kind="part")
    loaded = load_territory(only_provinces={"24", "27"})
    unit.refresh_from_db()
    assert unit.name == "Nếnh"
    assert loaded.changed == 1 + Succession.objects.filter(new=unit, kind="whole").count()


def test_a_slice_holds_two_provinces_through_time(territory):
    assert set(AdministrativeUnit.objects.provinces().values_list("name", flat=True)) == {"Bắc Giang", "Bắc Ninh"}
    assert check_territory().problems == []


def test_loading_everything_is_sound(whole_country):
    report = check_territory()
    assert report.problems == []
    assert list(report.counts.values()) == [(63, 705, 10599), (63, 696, 10035), (34, 0, 3321)]


def make_stray(code, level, parent=None):
    return AdministrativeUnit.objects.create(
        code=code, name="Lạ", full_name=f"Lạ {code}", kind="commune", level=level, parent=parent,
        path=f"{parent.path if parent else ''}{code}.2101/", valid_from="2021-01-01",
    )  # fmt: skip


def test_rows_that_left_the_file_are_removed_with_their_successions(whole_country):
    province = make_stray("98", "province")
    commune = make_stray("99998", "commune", province)
    Succession.objects.create(old=province, new=commune, kind="part", effective_on=date(2022, 1, 1))
    assert load_territory().removed == 2
    assert not Succession.objects.filter(old=province).exists()
    assert not AdministrativeUnit.objects.filter(name="Lạ").exists()


def test_a_row_that_left_the_file_but_is_in_use_stops_the_load(whole_country):
    make_school(name="Trường Tiểu học Lạ", place=make_stray("98", "province"), since=date(2021, 1, 1))
    with pytest.raises(CannotLoad, match="đang được dùng"):
        load_territory()


def test_the_database_refuses_two_units_with_one_code_on_one_day(territory):
    unit = AdministrativeUnit.objects.get(code="24", valid_to=None)
    unit.pk, unit.valid_from = None, unit.valid_from.replace(year=2026)
    with pytest.raises(IntegrityError, match="unit_code_means_one_unit_a_day"), transaction.atomic():
        unit.save()
        connection.check_constraints()
