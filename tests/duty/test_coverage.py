"""Holes are found before anything happens."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.duty.things import NOW, TODAY, commune_of, make_head, make_roster, make_rule, no_rules, staff
from tests.factories import make_person, make_school
from truongan.accounts.models import Appointment
from truongan.duty.queries.coverage import coverage
from truongan.duty.queries.routing import levels_for
from truongan.organizations.models import Organization


def kinds(path):
    found = coverage(path, NOW)
    return {(each.kind, each.name) for each in found.holes}


def test_a_school_nobody_answers_for_stands_first(cast):
    no_rules()
    make_head(cast)
    make_rule(levels=[("school_head",)])

    found = coverage(cast.school.place_path, NOW)

    assert found.schools == 2
    assert (found.holes[0].kind, found.holes[0].name) == ("nobody", cast.neighbour_school.name)
    assert ("nobody", cast.school.name) not in kinds(cast.school.place_path)


def test_an_empty_level_is_named_with_its_number(cast):
    no_rules()
    make_head(cast)
    make_rule(organization=cast.school, levels=[("school_head",), ("duty:police:commune",)])

    words = {each.name: each.words for each in coverage(cast.school.place_path, NOW).of("level")}

    assert words[cast.school.name] == "Mức 2 không có người."


def test_a_level_manned_by_day_alone_is_a_hole_at_night(cast):
    no_rules()
    make_head(cast)
    make_rule(organization=cast.school, levels=[("school_head",), ("duty:police:commune",)])
    # By day on Wednesday: Tuesday, 24 November, is a public holiday.
    make_roster(cast.commune_police, cast.cong_an_xa.person, start=NOW + timedelta(hours=45), hours=10)

    words = {each.name: each.words for each in coverage(cast.school.place_path, NOW).of("level")}

    assert words[cast.school.name] == "ban đêm: mức 2 không có người"


def test_an_officer_without_any_channel_is_a_hole(cast):
    staff(cast)
    cast.cong_an_xa.is_active = False
    cast.cong_an_xa.save()

    assert ("mute", cast.cong_an_xa.person.name) in kinds(cast.school.place_path)
    cast.cong_an_xa.person.phone = "0912345678"
    cast.cong_an_xa.person.save()
    assert ("mute", cast.cong_an_xa.person.name) not in kinds(cast.school.place_path)


def test_an_officer_who_left_still_on_the_list_is_a_hole(cast):
    staff(cast)
    cast.cong_an_xa.person.appointments.update(valid_to=TODAY)

    found = kinds(cast.school.place_path)

    assert ("expired", cast.cong_an_xa.person.name) in found
    assert ("expired", cast.commune_police.name) in found


def test_nights_without_anybody_on_duty_are_named(cast):
    staff(cast)
    assert ("night", cast.commune_police.name) in kinds(cast.school.place_path)

    make_roster(cast.commune_police, cast.cong_an_xa.person, hours=48)
    words = {each.name: each.words for each in coverage(cast.school.place_path, NOW).of("night")}
    assert "23/11/2026" not in words[cast.commune_police.name]
    assert "25/11/2026" in words[cast.commune_police.name]


def test_a_rule_of_a_closed_school_is_shown(cast):
    make_rule("Cũ", organization=cast.school)
    Organization.objects.filter(pk=cast.school.pk).update(closed_on=TODAY)

    assert ("rule", "Cũ") in kinds(cast.school.place_path)


def test_coverage_agrees_with_the_dry_run(cast):
    """The quick look over all schools and the careful one at each must never differ."""
    staff(cast)
    make_rule("Riêng", organization=cast.neighbour_school, levels=[("superior",), ("station",)])
    schools = [cast.school, cast.neighbour_school, make_school(place=commune_of(cast.school))]
    Appointment.objects.create(
        person=make_person(organization=schools[2]), organization=schools[2], role="leader", valid_from=TODAY
    )

    holes = {each.organization_id: each for each in coverage(cast.school.place_path, NOW).of("level")}

    tomorrow = NOW + timedelta(days=1)
    for school in schools:
        levels = levels_for(organization=school, category="", severity="", at=tomorrow)
        empty = {each.number for each in levels if not each.people}
        assert bool(empty) == (school.pk in holes), school.name


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.parametrize(
    ("days_before", "queries"),
    [
        pytest.param(0, 23, id="the coming night is of another date than the next working day"),
        pytest.param(1, 19, id="of the same, read once"),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_schools(
    cast, many, days_before, queries, django_assert_num_queries
):
    staff(cast)
    for _each in range(many):
        make_school(place=commune_of(cast.school))
    at = NOW - timedelta(days=days_before)
    coverage(cast.school.place_path, at)
    with django_assert_num_queries(queries):
        coverage(cast.school.place_path, at)


def test_the_command_explains_as_text_and_as_data(cast):
    staff(cast)
    out = StringIO()
    call_command("routing", "explain", school=cast.school.code, at="2026-11-23T10:00", stdout=out)
    assert "Mức 1: chờ 10 phút" in out.getvalue()

    out = StringIO()
    call_command("routing", "explain", school=cast.school.code, at="2026-11-23 10:00", shape="json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["levels"][0]["timeout_minutes"] == 10
    assert found["rules"][0]["taken"] is True
    assert "phone" not in out.getvalue()


@pytest.mark.parametrize(
    ("options", "words"),
    [({"school": "khong-co"}, "Không có đơn vị"), ({"school": "T", "at": "hôm qua"}, "thời điểm")],
)
def test_the_command_refuses_nonsense_in_words(cast, options, words):
    if options["school"] == "T":
        options["school"] = cast.school.code
    with pytest.raises(CommandError, match=words):
        call_command("routing", "explain", **options)


def test_the_command_lists_holes(cast):
    staff(cast)
    out = StringIO()
    call_command("routing", "holes", unit="07795", shape="json", stdout=out)
    assert json.loads(out.getvalue())["schools"] == 2
    with pytest.raises(CommandError):
        call_command("routing", "holes", unit="99999")
