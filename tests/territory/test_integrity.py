"""Each rule of the check finds what breaks it, and only that."""

from datetime import date

import pytest

from truongan.territory.integrity import check_territory
from truongan.territory.models import AdministrativeUnit, Succession

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territory")]


def checks():
    return {problem.check for problem in check_territory().problems}


def nenh():
    return AdministrativeUnit.objects.filter(code="07795", valid_to=None)


def test_a_sound_slice_has_no_problem():
    assert checks() == set()


def test_an_empty_database_says_what_to_do():
    Succession.objects.all().delete()
    for level in ("commune", "district", "province"):
        AdministrativeUnit.objects.filter(level=level).delete()
    (problem,) = check_territory().problems
    assert "truongan territory load" in problem.text


def test_a_missing_successor_is_found():
    Succession.objects.filter(new__in=nenh()).delete()
    assert checks() == {"successor", "predecessor"}


def test_a_parent_that_ended_is_found():
    nenh().update(parent=AdministrativeUnit.objects.get(code="222", valid_from=date(2024, 2, 1)))
    assert checks() == {"parent", "path"}


def test_a_broken_path_is_found():
    nenh().update(path="24.2507/07795.2508/")
    assert checks() == {"path"}


@pytest.mark.parametrize("day", [date(2025, 6, 30), date(2025, 7, 2)])
def test_a_succession_on_a_wrong_day_is_found(day):
    Succession.objects.filter(new__in=nenh()).update(effective_on=day)
    assert "succession" in checks()
