"""Which unit receives: never one the tip is about, nor one under it."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import make_organization, make_user
from tests.tips.making import NOW, OTHER_PASSPHRASE, commune, handler, province, tell, two_levels
from truongan.accounts.models import Appointment
from truongan.tips.actions import CannotTip, end_officer, remove_route, set_route
from truongan.tips.models import Tip, TipRoute
from truongan.tips.routing import NoCompetentUnit, coverage, is_under, receiving_unit

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def received_by(cast, *concerned, topic="staff"):
    return receiving_unit(topic, commune(cast), concerned, TODAY).organization


def test_a_tip_goes_to_the_nearest_unit_of_the_place(cast):
    two_levels(cast)
    assert received_by(cast) == cast.commune_police


def test_a_line_for_the_topic_goes_before_the_line_for_all(cast):
    two_levels(cast)
    handler(cast.y_te_xa, cast.health_station)
    set_route(actor=None, unit=commune(cast), topic="health", organization=cast.health_station, now=NOW)
    assert received_by(cast, topic="health") == cast.health_station
    assert received_by(cast, topic="drugs") == cast.commune_police


def test_a_tip_about_a_unit_goes_above_it(cast):
    two_levels(cast)
    assert received_by(cast, cast.commune_police) == cast.province_police


def test_a_tip_about_whoever_the_unit_reports_to_goes_above_both(cast):
    two_levels(cast)
    committee = cast.commune_committee
    type(committee).objects.filter(pk=cast.commune_police.pk).update(reports_to=committee)
    assert received_by(cast, committee) == cast.province_police


def test_a_committee_that_works_in_the_records_of_the_place_counts_as_above_though_nobody_wrote_it_down(cast):
    assert cast.commune_police.reports_to is None
    assert is_under(cast.commune_police, cast.commune_committee)
    assert not is_under(cast.commune_committee, cast.health_station)
    two_levels(cast)
    assert received_by(cast, cast.commune_committee) == cast.province_police


def test_a_tip_about_a_school_stays_with_the_unit_of_the_place(cast):
    two_levels(cast)
    assert received_by(cast, cast.school) == cast.commune_police


def test_a_handler_with_a_post_in_what_it_is_about_keeps_their_unit_from_receiving(cast):
    two_levels(cast)
    Appointment.objects.create(
        person=cast.cong_an_xa.person, organization=cast.school, role="reader", valid_from=TODAY
    )
    assert received_by(cast, cast.school) == cast.province_police


def test_nobody_left_is_said_and_nothing_is_kept(cast):
    two_levels(cast)
    with pytest.raises(NoCompetentUnit, match="chưa được lưu"):
        tell(cast, concerned=[cast.commune_police, cast.province_police])
    assert not Tip.objects.exists()


def test_a_unit_without_a_key_is_passed_over(cast):
    two_levels(cast)
    [officer] = cast.commune_police.tip_officers.open()
    end_officer(actor=None, officer=officer, now=NOW)
    assert received_by(cast) == cast.province_police


def test_a_unit_whose_only_handler_left_its_post_is_passed_over(cast):
    two_levels(cast)
    cast.cong_an_xa.person.appointments.update(valid_to=TODAY)
    assert received_by(cast) == cast.province_police


def test_a_closed_unit_is_passed_over(cast):
    two_levels(cast)
    type(cast.commune_police).objects.filter(pk=cast.commune_police.pk).update(closed_on=TODAY)
    assert received_by(cast) == cast.province_police


def test_coverage_shows_holes_and_places_with_nobody_behind_the_first(cast):
    unit = commune(cast)
    assert all(each.without == [unit] for each in coverage([unit], TODAY))
    handler(cast.cong_an_xa, cast.commune_police)
    set_route(actor=None, unit=unit, topic="", organization=cast.commune_police, now=NOW)
    assert all(each.without == [] and each.without_second == [unit] for each in coverage([unit], TODAY))
    handler(cast.can_bo_tinh, cast.province_police)
    set_route(actor=None, unit=province(cast), topic="", organization=cast.province_police, now=NOW)
    assert all(each.without == each.without_second == [] for each in coverage([unit], TODAY))


def test_coverage_asks_no_more_for_many_areas(cast, django_assert_max_num_queries):
    two_levels(cast)
    with django_assert_max_num_queries(6):
        coverage([commune(cast)] * 200, TODAY)


def test_a_school_is_never_a_place_to_send_to(cast):
    with pytest.raises(CannotTip):
        set_route(actor=None, unit=commune(cast), topic="", organization=cast.school, now=NOW)


def test_routes_are_kept_by_who_administers_the_area(cast):
    set_route(actor=cast.truong_phong_xa, unit=commune(cast), topic="", organization=cast.commune_police, now=NOW)
    for who in (cast.cong_an_xa, cast.hieu_truong, cast.so_gd):
        with pytest.raises(PermissionDenied):
            set_route(actor=who, unit=commune(cast), topic="", organization=cast.commune_police, now=NOW)
    with pytest.raises(PermissionDenied):
        set_route(actor=cast.truong_phong_xa, unit=province(cast), topic="", organization=cast.commune_police, now=NOW)
    remove_route(actor=cast.truong_phong_xa, route=TipRoute.objects.get(), now=NOW)
    assert not TipRoute.objects.exists()


def test_chains_of_superiors_that_run_in_a_circle_end(cast):
    first = make_organization(name="A", place=None)
    second = make_organization(name="B", place=None, reports_to=first)
    first.reports_to = second
    assert not is_under(first, cast.school)


def test_another_units_handler_named_later_does_not_change_where_it_went(cast):
    two_levels(cast)
    told = tell(cast)
    colleague = make_user("dong-nghiep-ca", cast.province_police, "editor")
    handler(colleague, cast.province_police, OTHER_PASSPHRASE)
    told.tip.refresh_from_db()
    assert told.tip.holder == cast.commune_police
