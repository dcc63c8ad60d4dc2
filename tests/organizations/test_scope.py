"""What a person sees: the subtree of their unit, for their sector; a school itself."""

from datetime import date

import pytest

from tests.factories import make_organization, make_user
from truongan.organizations.models import Organization

EVERYTHING = {
    "province_police", "education_department", "health_department", "commune_police", "commune_committee",
    "health_station", "school", "neighbour_school", "other_school",
}  # fmt: skip
SEES = {
    "quantri": EVERYTHING,
    "can_bo_tinh": EVERYTHING,
    "so_gd": {"education_department", "school", "neighbour_school", "other_school"},
    "so_yt": {"health_department", "health_station", "school", "neighbour_school", "other_school"},
    "cong_an_xa": {"commune_police", "commune_committee", "health_station", "school", "neighbour_school"},
    "truong_phong_xa": {"commune_police", "commune_committee", "health_station", "school", "neighbour_school"},
    "hieu_truong": {"school"},
    "giao_vien": {"school"},
    "y_te_xa": {"health_station", "school", "neighbour_school"},
    "hieu_truong_khac": {"other_school"},
}


@pytest.mark.parametrize("person", SEES)
def test_scope_is_subtree_by_sector(cast, person):
    visible = set(Organization.objects.visible_to(getattr(cast, person)))
    assert visible == {getattr(cast, name) for name in SEES[person]}


@pytest.mark.parametrize("person", SEES)
def test_the_scope_object_and_the_queryset_agree(cast, person):
    user = getattr(cast, person)
    everyone = Organization.objects.all()
    assert {each for each in everyone if user.scope.sees(each)} == set(everyone.visible_to(user))


@pytest.mark.parametrize(("person", "status"), [("hieu_truong", 200), ("so_yt", 200), ("hieu_truong_khac", 404)])
def test_what_is_outside_does_not_exist(cast, as_, person, status):
    assert as_(person).get(cast.school.get_absolute_url()).status_code == status


def test_an_agency_without_a_place_opens_nothing_but_itself(cast):
    nowhere = make_organization(sector="police", level="commune")
    lost = make_user("lac", nowhere, "admin")

    assert list(Organization.objects.visible_to(lost)) == [nowhere]
    assert lost.scope.areas == ()


def test_an_ended_appointment_opens_nothing(cast):
    cast.can_bo_tinh.person.appointments.update(valid_to=date(2022, 1, 1))
    assert not Organization.objects.visible_to(cast.can_bo_tinh).exists()


def test_an_inactive_user_sees_nothing(cast):
    cast.quantri.is_active = False
    assert not Organization.objects.visible_to(cast.quantri).exists()
