import pytest

from tests.factories import make_user
from truongan.movement.models import Scheme
from truongan.organizations.models import Organization


@pytest.mark.parametrize("who", ("can_bo_tinh", "so_gd", "cong_an_xa", "hieu_truong"))
def test_an_appointment_is_one_range_or_one_organization_never_an_or(cast, who):
    """An OR over the join made a commune officer's list forty times slower at national size."""
    for rows in (Organization.objects, Scheme.objects):
        assert " OR " not in str(rows.visible_to(getattr(cast, who)).query).partition("WHERE")[2]


def test_an_agency_sees_itself_through_its_area(cast):
    assert cast.commune_police in Organization.objects.visible_to(cast.cong_an_xa)


def test_a_health_station_sees_schools_and_keeps_only_its_own_line(cast):
    """An editor of a sector that does not guide schools could have rewritten every school it may look at."""
    nurse = make_user("y-te-ghi", cast.health_station, "admin")

    assert cast.school in Organization.objects.visible_to(nurse)
    assert not nurse.scope.may_write(cast.school)
    assert not nurse.scope.may_administer(cast.school)
    assert not nurse.scope.keeps_schools
    assert cast.school not in Organization.objects.writable_by(nurse)
    assert nurse.scope.may_administer(cast.health_station)


def test_area_police_do_not_administer_other_agencies(cast):
    chief = make_user("truong-cong-an", cast.commune_police, "admin")

    assert chief.scope.may_write(cast.school)
    assert not chief.scope.may_administer(cast.commune_committee)
    assert not chief.scope.may_write(cast.health_station)
