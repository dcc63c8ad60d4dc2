from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from tests.factories import make_organization, make_school, unit
from truongan.audit.models import Entry
from truongan.organizations.actions import CannotPlace, follow_succession, place_many, place_organization
from truongan.organizations.models import Organization, Placement
from truongan.territory.models import AdministrativeUnit, Succession

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
BEFORE, REFORM = date(2021, 9, 14), date(2025, 7, 1)


def ended_communes():
    return AdministrativeUnit.objects.filter(level="commune", valid_to=REFORM)


def whole_unit() -> AdministrativeUnit:
    whole = Succession.objects.filter(effective_on=REFORM, kind="whole").values("old")
    return ended_communes().filter(pk__in=whole).earliest("code")


def split_unit() -> AdministrativeUnit:
    """A commune that went to several; the test makes one when this province had none."""
    old = ended_communes().exclude(pk=whole_unit().pk).earliest("code")
    Succession.objects.filter(old=old).delete()
    for new in AdministrativeUnit.objects.filter(level="commune", valid_from=REFORM).order_by("code")[:2]:
        Succession.objects.create(old=old, new=new, kind="part", effective_on=REFORM)
    return old


def test_moving_ends_the_placement_before_and_moves_the_scope(cast):
    here, there = unit("07795", date(2026, 1, 1)), cast.other_school.placements.get().unit

    place_organization(actor=cast.can_bo_tinh, organization=cast.school, unit=there, since=date(2026, 9, 1), now=NOW)

    ends = list(cast.school.placements.order_by("valid_from").values_list("unit", "valid_from", "valid_to"))
    assert ends == [(here.pk, date(2025, 7, 1), date(2026, 9, 1)), (there.pk, date(2026, 9, 1), None)]
    cast.school.refresh_from_db()
    assert cast.school.place_path == there.path
    assert not cast.truong_phong_xa.scope.sees(cast.school)
    assert Entry.objects.get().verb == "organizations.organization.placed"


def test_placing_again_on_the_same_day_corrects(cast):
    there = cast.other_school.placements.get().unit

    place_organization(actor=cast.can_bo_tinh, organization=cast.school, unit=there, since=date(2025, 7, 1), now=NOW)

    assert cast.school.placements.get().unit == there


def test_a_unit_must_exist_on_the_day(cast):
    with pytest.raises(CannotPlace, match="không tồn tại"):
        place_organization(
            actor=cast.can_bo_tinh, organization=cast.school, unit=whole_unit(), since=date(2026, 1, 1), now=NOW
        )
    assert not Entry.objects.exists()


def test_a_placement_before_the_last_is_refused(cast):
    with pytest.raises(CannotPlace, match="đã có địa bàn từ 01/07/2025"):
        place_organization(
            actor=cast.can_bo_tinh, organization=cast.school, unit=unit("07795", BEFORE), since=BEFORE, now=NOW
        )


@pytest.mark.parametrize("person", ["hieu_truong", "y_te_xa", "hieu_truong_khac", "so_gd"])
def test_who_does_not_steer_it_may_not_move_it(cast, person):
    there = cast.other_school.placements.get().unit
    with pytest.raises(PermissionDenied):
        place_organization(
            actor=getattr(cast, person), organization=cast.school, unit=there, since=date(2026, 9, 1), now=NOW
        )


def test_a_commune_may_not_hand_a_school_to_another_commune(cast):
    there = cast.other_school.placements.get().unit
    with pytest.raises(PermissionDenied):
        place_organization(
            actor=cast.truong_phong_xa, organization=cast.school, unit=there, since=date(2026, 9, 1), now=NOW
        )
    cast.school.refresh_from_db()
    assert cast.school.placements.count() == 1


def test_a_reform_carries_over_what_is_certain_and_names_what_is_not(territory):
    sure, split = whole_unit(), split_unit()
    carried, left = make_school(place=sure), make_school(place=split)
    make_school(place=sure, closed_on=REFORM)

    followed = follow_succession(actor=None, effective_on=REFORM, now=NOW)

    assert followed.placed == 1
    assert [each.organization for each in followed.needs_placement] == [left]
    heir = Succession.objects.get(old=sure, kind="whole").new
    carried.refresh_from_db()
    assert carried.place_path == heir.path
    assert list(carried.placements.order_by("valid_from").values_list("unit", "valid_to")) == [
        (sure.pk, REFORM), (heir.pk, None),
    ]  # fmt: skip
    left.refresh_from_db()
    assert left.place_path == unit("24", REFORM).path  # surely in the province, no more
    assert list(Placement.objects.left_behind()) == [left.placements.get()]


def test_following_twice_changes_nothing(territory):
    make_school(place=whole_unit())
    follow_succession(actor=None, effective_on=REFORM, now=NOW)

    assert follow_succession(actor=None, effective_on=REFORM, now=NOW).placed == 0
    assert Entry.objects.count() == 1


def test_a_district_office_does_not_become_a_provincial_one(territory):
    district = AdministrativeUnit.objects.on(BEFORE).filter(level="district").earliest("code")
    last = AdministrativeUnit.objects.filter(level="district", valid_to=REFORM).earliest("code")
    make_organization(place=last, level="district")

    followed = follow_succession(actor=None, effective_on=REFORM, now=NOW)

    assert district.level == "district"
    assert (followed.placed, len(followed.needs_placement)) == (0, 1)


def test_only_the_administrator_of_the_country_follows_a_reform(cast):
    with pytest.raises(PermissionDenied):
        follow_succession(actor=cast.can_bo_tinh, effective_on=REFORM, now=NOW)
    assert follow_succession(actor=cast.quantri, effective_on=REFORM, now=NOW).placed == 0


@pytest.mark.parametrize("count", [1, 6])
def test_placing_many_costs_the_same(territory, django_assert_max_num_queries, count):
    start = unit("07795", BEFORE)
    schools = [make_school(place=start) for _ in range(count)]
    target = unit("07795", date(2026, 1, 1))
    wanted = [(school, target, REFORM) for school in schools]

    with django_assert_max_num_queries(18):
        place_many(actor=None, placements=wanted, now=NOW)

    assert place_many(actor=None, placements=wanted, now=NOW) == []
    assert Organization.objects.filter(place_path=target.path).count() == count
    assert Entry.objects.count() == count


def test_the_command_names_what_a_person_must_place(territory):
    sure, split = whole_unit(), split_unit()
    make_school(place=sure)
    left = make_school(place=split, name="Trường Bị Chia")
    out = StringIO()

    call_command("organizations", "follow", "01/07/2025", stdout=out)

    assert "Đã chuyển 1 đơn vị." in out.getvalue()
    assert f"Cần đặt địa bàn: {left.name}" in out.getvalue()
    with pytest.raises(CommandError, match="Không đọc được ngày"):
        call_command("organizations", "follow", "hôm qua")
