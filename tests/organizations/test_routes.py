from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.factories import make_organization, make_school, unit
from truongan.audit.models import Entry
from truongan.organizations.actions import CannotChangeOrganization, add_routing_rule, apply_default_routes
from truongan.organizations.models import RoutingRule
from truongan.organizations.routing import default_route

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
TODAY = date(2026, 11, 22)
TO_POLICE = {
    "sector": "school", "level": "school", "school_level": "THCS", "to_sector": "police", "to_level": "commune",
    "priority": 1, "valid_from": TODAY,
}  # fmt: skip


def test_a_new_rule_ends_the_one_before_and_leaves_the_past(cast):
    add_routing_rule(actor=cast.quantri, now=NOW, **TO_POLICE)

    assert default_route(cast.school, TODAY) == cast.commune_police
    assert default_route(cast.school, date(2026, 11, 21)) == cast.commune_committee
    assert RoutingRule.objects.filter(school_level="THCS", priority=1, valid_to=TODAY).count() == 1
    assert Entry.objects.get().verb == "organizations.routing_rule.added"


def test_a_rule_before_the_last_is_refused(cast):
    with pytest.raises(CannotChangeOrganization, match="muộn hơn"):
        add_routing_rule(actor=cast.quantri, now=NOW, **{**TO_POLICE, "valid_from": date(2025, 7, 1)})


@pytest.mark.parametrize("person", ["can_bo_tinh", "truong_phong_xa", "hieu_truong"])
def test_only_the_installations_administrator_sets_rules(cast, as_, person):
    with pytest.raises(PermissionDenied):
        add_routing_rule(actor=getattr(cast, person), now=NOW, **TO_POLICE)
    with pytest.raises(PermissionDenied):
        apply_default_routes(actor=getattr(cast, person), day=TODAY, now=NOW)
    assert as_(person).get(reverse("organizations:routing_rules")).status_code == 200
    assert as_(person).get(reverse("organizations:routing_rule_add")).status_code == 403
    assert as_(person).post(reverse("organizations:routes_apply")).status_code == 403


@pytest.mark.parametrize("count", [1, 5])
def test_applying_fills_what_is_empty_and_keeps_what_was_set(cast, django_assert_max_num_queries, count):
    nenh = unit("07795", TODAY)
    lacking = [make_school(place=nenh, since=date(2025, 7, 1)) for _ in range(count)]
    by_hand = make_school(place=nenh, since=date(2025, 7, 1), reports_to=cast.province_police)
    make_organization(sector="union", level="nation")

    with django_assert_max_num_queries(12):
        apply_default_routes(actor=cast.quantri, day=TODAY, now=NOW)

    for school in [*lacking, by_hand]:
        school.refresh_from_db()
    assert {school.reports_to for school in lacking} == {cast.commune_committee}
    assert by_hand.reports_to == cast.province_police


def test_through_the_pages(cast, as_):
    client = as_("quantri")
    fields = {**TO_POLICE, "valid_from": "22/11/2026"}
    assert client.post(reverse("organizations:routing_rule_add"), fields).status_code == 303
    again = client.post(reverse("organizations:routing_rule_add"), fields)
    assert again.status_code == 422
    assert "Đặt tuyến" in client.get(reverse("organizations:routing_rules")).content.decode()
    assert client.post(reverse("organizations:routes_apply")).status_code == 302
