"""Who would be told, and why."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from tests.duty.things import (
    NIGHT,
    NOW,
    TODAY,
    commune_of,
    make_beat,
    make_roster,
    make_rule,
    make_shift,
    no_rules,
    staff,
)
from tests.factories import make_person, make_user
from truongan.channels.models import Address, Preference
from truongan.duty.models import Absence
from truongan.duty.queries import reach
from truongan.duty.queries.explaining import ways_in_order
from truongan.duty.queries.routing import Reached, explain, levels_for


def levels(cast, category="", severity="", at=NOW):
    return levels_for(organization=cast.school, category=category, severity=severity, at=at)


def names(level):
    return {one.person.name for one in level.people}


def test_the_head_and_the_officer_are_told_first_then_the_commune_then_the_province(cast):
    staff(cast)

    first, second, third = levels(cast)

    assert names(first) == {cast.hieu_truong.person.name, cast.cong_an_xa.person.name}
    assert {one.by for one in first.people} == {"school", "beat"}
    assert names(second) == {cast.truong_phong_xa.person.name}
    assert names(third) == {cast.can_bo_tinh.person.name}
    assert [each.number for each in (first, second, third)] == [1, 2, 3]
    assert first.timeout == timedelta(minutes=10)
    assert "Mặc định toàn quốc" in first.why
    assert any("Ca trực" in gap for gap in second.gaps)


def test_nobody_is_told_twice(cast):
    staff(cast)
    make_roster(cast.commune_police, cast.cong_an_xa.person)  # the area officer is on duty as well

    first, second, _third = levels(cast)

    assert cast.cong_an_xa.person.name in names(first)
    assert cast.cong_an_xa.person.name not in names(second)


def test_who_is_on_duty_is_told_only_during_the_shift(cast):
    staff(cast)
    colleague = make_person(organization=cast.commune_police, name="Trực Ban")
    make_roster(cast.commune_police, colleague, hours=4)

    assert "Trực Ban" in names(levels(cast)[1])
    assert "Trực Ban" not in names(levels(cast, at=NOW + timedelta(hours=4))[1])  # the end is not included


def test_an_illness_is_told_to_the_health_station_at_once(cast):
    staff(cast)

    first = levels(cast, category="dich-benh")[0]

    assert cast.y_te_xa.person.name in names(first)
    assert "station" in {one.by for one in first.people}


def test_a_rule_continued_with_does_not_repeat_who_was_told(cast):
    staff(cast)

    found = levels(cast, category="dich-benh")

    assert [each.number for each in found] == [1, 2, 3]
    assert all(each.people for each in found)


def test_the_nearest_rule_wins(cast):
    staff(cast)
    make_rule("Của phường", unit=commune_of(cast.school), levels=[("station",)])
    make_rule("Của trường", organization=cast.school, levels=[("post:committee:commune",)])

    found = explain(organization=cast.school, category="", severity="", at=NOW)

    assert [each.rule.name for each in found.considered if each.is_chosen] == ["Của trường"]
    reasons = {each.rule.name: each.why for each in found.considered if not each.is_chosen}
    assert "gần hơn" in reasons["Của phường"]
    neighbour = levels_for(organization=cast.neighbour_school, category="", severity="", at=NOW)
    assert "Của phường" in neighbour[0].why


def test_what_names_a_category_goes_before_what_takes_any(cast):
    make_rule("Chung", unit=commune_of(cast.school))
    make_rule("Cháy", unit=commune_of(cast.school), categories=["chay-no"])

    assert "Cháy" in levels(cast, category="chay-no")[0].why
    assert "Chung" in levels(cast, category="ma-tuy")[0].why
    assert "Chung" in levels(cast)[0].why  # not known yet: only what takes any


@pytest.mark.parametrize(
    ("fields", "by_day", "by_night"),
    [
        ({"time_from": time(18), "time_to": time(7)}, False, True),
        ({"time_from": time(7), "time_to": time(18)}, True, False),
        ({"days": "working"}, True, False),  # Tuesday, 24 November, is a public holiday
        ({"days": "off"}, False, True),
        ({"weekdays": [1]}, True, False),
        ({"weekdays": [1], "time_from": time(18), "time_to": time(7)}, False, True),  # Monday's night ends on Tuesday
        ({"weekdays": [2], "time_from": time(18), "time_to": time(7)}, False, False),
    ],
)
def test_a_rule_holds_in_its_hours(cast, fields, by_day, by_night):
    no_rules()
    make_rule(organization=cast.school, **fields)

    assert bool(levels(cast, at=NOW)) is by_day
    assert bool(levels(cast, at=NIGHT)) is by_night


def test_without_a_rule_nobody_is_told_and_nothing_fails(cast):
    no_rules()

    assert levels(cast) == []


def test_a_deputy_stands_in_for_who_is_away(cast):
    staff(cast)
    deputy = make_person(organization=cast.school, name="Phó Hiệu trưởng")
    away = {"starts_at": NOW - timedelta(hours=1), "ends_at": NOW + timedelta(hours=1), "recorded_at": NOW}
    Absence.objects.create(person=cast.hieu_truong.person, deputy=deputy, **away)

    told = {one.person.name: one for one in levels(cast)[0].people}

    assert "Phó Hiệu trưởng" in told
    assert told["Phó Hiệu trưởng"].instead_of == cast.hieu_truong.person
    assert cast.hieu_truong.person.name not in told
    assert cast.hieu_truong.person.name in names(levels(cast, at=NOW + timedelta(hours=1))[0])


def test_two_who_stand_in_for_each_other_are_nobody_and_nothing_hangs(cast):
    staff(cast)
    away = {"starts_at": NOW, "ends_at": NOW + timedelta(hours=1), "recorded_at": NOW}
    one, other = cast.hieu_truong.person, cast.giao_vien.person
    Absence.objects.create(person=one, deputy=other, **away)
    Absence.objects.create(person=other, deputy=one, **away)

    assert names(levels(cast)[0]) == {cast.cong_an_xa.person.name}


def test_the_officer_of_the_school_goes_before_the_communes_unless_away(cast):
    staff(cast)
    own = make_person(organization=cast.commune_police, name="Riêng Trường")
    make_beat(own, organization=cast.school)

    assert names(levels(cast)[0]) == {cast.hieu_truong.person.name, "Riêng Trường"}

    Absence.objects.create(person=own, starts_at=NOW, ends_at=NOW + timedelta(hours=1), recorded_at=NOW)
    assert cast.cong_an_xa.person.name in names(levels(cast)[0])


def test_an_officer_whose_posts_have_ended_is_not_told(cast):
    staff(cast)
    cast.cong_an_xa.person.appointments.update(valid_to=TODAY)

    assert names(levels(cast)[0]) == {cast.hieu_truong.person.name}


def test_each_person_comes_with_their_channels_in_their_order(cast, monkeypatch):
    staff(cast)
    monkeypatch.setattr(reach, "usable", lambda: ["push", "zalo", "sms", "email"])
    person = cast.hieu_truong.person
    person.phone = "0912345678"
    person.save()
    Address.objects.create(person=person, channel="email", value="a@b.example", created_at=NOW, verified_at=NOW)
    Address.objects.create(person=person, channel="zalo", value="z1", created_at=NOW)  # never proved
    Preference.objects.create(person=person, order=["email"])

    told = {one.person: one.channels for one in levels(cast)[0].people}

    assert told[person] == ("inbox", "email", "sms")
    monkeypatch.setattr(
        reach, "usable", lambda: ["zalo"]
    )  # no gateway, no mail server: what is not there reaches nobody
    assert {one.person: one.channels for one in levels(cast)[0].people}[person] == ("inbox",)


def test_an_officer_without_any_channel_is_named_with_none(cast):
    staff(cast)
    cast.cong_an_xa.is_active = False
    cast.cong_an_xa.save()

    told = {one.person: one.channels for one in levels(cast)[0].people}

    assert told[cast.cong_an_xa.person] == ()


def passed_over(level) -> dict[str, str]:
    return {each.person.name: each.why for each in level.passed_over}


def test_the_dry_run_says_why_somebody_is_not_told(cast):
    staff(cast)
    make_roster(cast.commune_police, cast.cong_an_xa.person)  # told at level 1 as the area officer
    Absence.objects.create(
        person=cast.can_bo_tinh.person, starts_at=NOW - timedelta(hours=1), ends_at=NOW + timedelta(days=1),
        recorded_at=NOW,
    )  # fmt: skip
    near = make_person(organization=cast.commune_police, name="Lý Văn Gần")
    make_beat(near, organization=cast.school)

    first, second, third = levels(cast)

    assert "gần hơn" in passed_over(first)[cast.cong_an_xa.person.name]
    assert names(first) >= {"Lý Văn Gần"}
    assert cast.cong_an_xa.person.name in names(second)
    assert "chưa có người thay" in passed_over(third)[cast.can_bo_tinh.person.name]


def test_who_was_told_before_is_named_with_the_level_and_a_level_of_them_alone_is_said_to_be_skipped(cast):
    staff(cast)
    make_roster(cast.commune_police, cast.cong_an_xa.person)
    _first, second, _third = levels(cast)
    assert passed_over(second)[cast.cong_an_xa.person.name] == "đã được báo ở mức 1"

    make_beat(cast.hieu_truong.person, organization=cast.school)
    make_rule(organization=cast.school, levels=[["school_head"], ["beat"]])
    found = explain(organization=cast.school, category="", severity="", at=NOW)
    assert len(found.levels) == 1
    assert len(found.skipped) == 1 and "bỏ qua" in found.skipped[0]


def test_the_page_says_why_how_long_and_what_comes_after(cast, as_):
    staff(cast)
    make_roster(cast.commune_police, cast.cong_an_xa.person)

    page = as_("cong_an_xa").get(reverse("duty:dry_run"), {
        "truong": cast.school.code, "loai": "", "muc": "", "ngay": f"{TODAY:%Y-%m-%d}", "gio": "10:00",
    }).content.decode()  # fmt: skip

    for words in ("phụ trách địa bàn", "đứng đầu trường", "đã được báo ở mức 1", "Chưa ai nhận"):
        assert words in page, words


def test_the_dry_run_says_how_long_each_channel_has(cast):
    reached = Reached(cast.giao_vien.person, None, "", "post", ("push", "sms"))

    assert ways_in_order(reached, "urgent") == [("push", 3), ("sms", 5)]
    assert ways_in_order(reached, "life") == [("push", 1), ("sms", 2)]


def test_the_number_of_queries_does_not_grow_with_the_people(cast, django_assert_max_num_queries):
    staff(cast)
    levels(cast)
    with django_assert_max_num_queries(15):
        levels(cast)
    roster = make_roster(cast.commune_police)
    for number in range(5):
        make_shift(roster, make_user(f"truc-{number}", cast.commune_police).person)
    with django_assert_max_num_queries(15):
        levels(cast)
