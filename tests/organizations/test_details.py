from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import make_organization, make_school, unit
from truongan.audit.models import Entry
from truongan.audit.queries import history_of
from truongan.organizations.actions import (
    CannotChangeOrganization,
    CannotPlace,
    change_route,
    close_organization,
    create_many,
    create_organization,
    edit_organization,
    rename_organization,
    save_school_profile,
)
from truongan.organizations.models import Organization, RoutingRule
from truongan.organizations.routing import default_route, default_routes

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def new(**fields) -> dict:
    return {"code": "24000101", "name": "Trường Mầm non Hoa Mai", "sector": "school", "level": "school",
            "school_level": "MN", **fields}  # fmt: skip


def test_creating_places_and_derives_the_keys(cast):
    nenh = unit("07795", TODAY)

    school = create_organization(actor=cast.truong_phong_xa, unit=nenh, since=TODAY, now=NOW, **new())

    assert school.place_path == nenh.path
    assert school.placements.get().unit == nenh
    assert list(Organization.objects.search("truong mam non hoa mai")) == [school]
    assert list(Entry.objects.values_list("actor", "verb", "organization_id")) == [
        (cast.truong_phong_xa.pk, "organizations.organization.created", school.pk)
    ]


@pytest.mark.parametrize("person", ["hieu_truong", "y_te_xa", "hieu_truong_khac"])
def test_who_does_not_steer_a_place_takes_nobody_in(cast, person):
    with pytest.raises(PermissionDenied):
        create_organization(actor=getattr(cast, person), unit=unit("07795", TODAY), since=TODAY, now=NOW, **new())
    assert not Organization.objects.filter(code="24000101").exists()


def test_a_code_belongs_to_one(cast):
    with pytest.raises(CannotChangeOrganization, match="đã có trong sổ"):
        create_organization(
            actor=cast.quantri, unit=unit("07795", TODAY), since=TODAY, now=NOW, **new(code=cast.school.code)
        )


def test_the_unit_must_exist_on_the_first_day(cast):
    with pytest.raises(CannotPlace):
        create_organization(actor=cast.quantri, unit=unit("07795", TODAY), since=date(2020, 1, 1), now=NOW, **new())
    assert not Organization.objects.filter(code="24000101").exists()


@pytest.mark.parametrize("count", [1, 8])
def test_creating_many_costs_the_same(territory, django_assert_max_num_queries, count):
    nenh = unit("07795", TODAY)
    rows = [(new(code=f"2400{number:04d}"), nenh, TODAY) for number in range(count)]

    with django_assert_max_num_queries(20):
        created = create_many(actor=None, rows=rows, now=NOW)

    assert [each.pk is not None for each in created] == [True] * count
    assert Entry.objects.count() == count


def test_the_old_name_stays_in_the_record(cast):
    rename_organization(actor=cast.can_bo_tinh, organization=cast.school, name="Trường THCS  Ánh Dương 2", now=NOW)

    cast.school.refresh_from_db()
    assert cast.school.name == "Trường THCS Ánh Dương 2"
    line = history_of(cast.school)[0]
    assert (line["before"], line["after"]) == ("Trường THCS Ánh Dương", "Trường THCS Ánh Dương 2")


def test_a_school_edits_its_address_but_not_its_name(cast):
    edit_organization(actor=cast.hieu_truong, organization=cast.school, changes={"address": "Số 1"}, now=NOW)
    with pytest.raises(PermissionDenied):
        rename_organization(actor=cast.hieu_truong, organization=cast.school, name="Khác", now=NOW)
    with pytest.raises(PermissionDenied):
        edit_organization(actor=cast.y_te_xa, organization=cast.school, changes={"address": "Số 2"}, now=NOW)
    cast.school.refresh_from_db()
    assert cast.school.address == "Số 1"


def test_saving_nothing_new_leaves_no_trace(cast):
    edit_organization(actor=cast.hieu_truong, organization=cast.school, changes={"address": ""}, now=NOW)
    assert not Entry.objects.exists()


def test_closing_takes_it_out_of_the_day_but_not_out_of_the_past(cast):
    close_organization(actor=cast.can_bo_tinh, organization=cast.school, on=date(2026, 9, 1), reason="QĐ 1", now=NOW)

    assert cast.school not in Organization.objects.on(date(2026, 9, 1))
    assert cast.school in Organization.objects.on(date(2026, 8, 31))
    with pytest.raises(CannotChangeOrganization, match="đã giải thể"):
        close_organization(actor=cast.can_bo_tinh, organization=cast.school, on=date(2026, 10, 1), now=NOW)


def test_a_route_in_a_circle_is_refused(cast):
    change_route(actor=cast.quantri, organization=cast.commune_committee, reports_to=cast.province_police, now=NOW)
    with pytest.raises(CannotChangeOrganization, match="vòng tròn"):
        change_route(actor=cast.quantri, organization=cast.province_police, reports_to=cast.school, now=NOW)


def test_a_profile_is_one_per_school_year(cast):
    for pupils in (400, 410):
        save_school_profile(
            actor=cast.hieu_truong, organization=cast.school, school_year="2026-2027", school_level="THCS",
            class_count=12, pupil_count=pupils, staff_count=30, now=NOW,
        )  # fmt: skip
    assert cast.school.profiles.get().pupil_count == 410
    newest = history_of(cast.school)[0]
    assert (newest["before"], newest["after"]) == ("400", "410")


@pytest.mark.parametrize("school_year", ["2026", "2026-2028", "26-27", "2027-2026"])
def test_a_school_year_is_two_years_in_a_row(cast, school_year):
    with pytest.raises(CannotChangeOrganization, match="2021-2022"):
        save_school_profile(
            actor=cast.hieu_truong, organization=cast.school, school_year=school_year, school_level="THCS", now=NOW
        )


def test_the_route_follows_the_rules_of_the_day(territory):
    old, today = date(2021, 9, 14), unit("07795", TODAY)
    past = unit("07795", old)
    district_office = make_organization(sector="education", level="district", place=past.parent)
    department = make_organization(
        sector="education", level="province", place=unit("24", TODAY), since=date(2025, 7, 1)
    )
    committee = make_organization(sector="committee", level="commune", place=today, since=date(2025, 7, 1))
    then = make_school(place=past)
    now, upper = (
        make_school(place=today, since=date(2025, 7, 1)),
        make_school(place=today, since=date(2025, 7, 1), school_level="THPT"),
    )

    assert default_route(then, old) == district_office
    assert default_routes([now, upper], TODAY) == {now.pk: committee, upper.pk: department}


def test_another_arrangement_is_another_row(cast):
    rules = RoutingRule.objects.filter(sector="school", school_level="THCS", valid_to=None)
    rules.filter(priority=1).update(to_sector="police")
    assert default_route(cast.school, TODAY) == cast.commune_police


def test_lists_call_a_committee_by_its_short_name_and_a_school_by_its_own(cast):
    cast.school.short_name, cast.commune_committee.short_name = "THCS X", "BCĐ phường Nếnh"
    assert cast.school.called == cast.school.name
    assert cast.commune_committee.called == "BCĐ phường Nếnh"
    cast.commune_committee.short_name = ""
    assert cast.commune_committee.called == cast.commune_committee.name
