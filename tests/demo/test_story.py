"""What the demonstration tells, before anything is imported."""

from collections import Counter
from datetime import date

from truongan.demo import names, targets
from truongan.demo.cast import CAST
from truongan.demo.places import ARTICLE_DAY, communes, communes_of_today, districts
from truongan.demo.story import Story
from truongan.demo.writing import workbook_bytes
from truongan.kernel.phones import parse_phone
from truongan.kernel.text import fold


def rows(sendings, sheet):
    return [row for sending in sendings for row in sending.rows.get(sheet, [])]


def heads(rows):
    return sum(row.get("count") or 1 for row in rows)


def test_the_first_workbooks_add_up_to_the_article(first):
    assert len(rows(first, "schemes")) == 322
    assert len(rows(first, "teams")) == 628
    assert heads(rows(first, "team_members")) == 5398
    assert len(rows(first, "groups")) == 484
    assert heads(rows(first, "group_members")) == 5103


def test_one_workbook_comes_from_each_district(first):
    assert len(first) == len(districts()) == 10
    assert {sending.sent_on for sending in first} == {ARTICLE_DAY}


def test_territory_is_that_of_2021_and_of_today():
    assert len(communes()) == 209
    assert len(communes_of_today()) == 99
    assert {each.heir for each in communes()} <= set(communes_of_today())


def test_schools_are_as_many_as_were_published(story):
    levels = Counter(school.level for school in story.schools)
    assert levels == targets.SCHOOLS | targets.OTHER_SCHOOLS
    general = Counter(each.commune.district.code for each in story.schools if each.level in targets.SCHOOLS)
    assert targets.KNOWN_DISTRICTS.items() <= general.items()


def test_schools_are_told_apart_by_code_and_by_name(story):
    assert len({school.code for school in story.schools}) == len(story.schools)
    assert len({fold(school.name) for school in story.schools}) == len(story.schools)


def test_no_school_is_named_after_a_real_commune(story):
    places = {each.place.name for each in communes()} | {each.name for each in communes_of_today()}
    assert not [school.name for school in story.schools if any(school.name.endswith(f" {name}") for name in places)]


def test_people_are_put_together_from_our_own_lists(first):
    cast = {member.name for member in CAST}
    given = {*names.GIVEN_MEN, *names.GIVEN_WOMEN}
    for row in rows(first, "team_members"):
        name = row.get("name")
        if name and name not in cast:
            words = name.split()
            assert words[0] in names.FAMILIES
            assert words[-1] in given


def test_pupils_and_parents_are_counted_never_named(first):
    unnamed = [row for row in rows(first, "team_members") + rows(first, "group_members") if not row.get("name")]
    assert unnamed
    assert all(row["label"] and row["count"] >= 1 and "phone" not in row for row in unnamed)


def test_a_phone_belongs_to_one_person_and_looks_invented(sendings):
    owners = {}
    for row in rows(sendings, "team_members") + rows(sendings, "group_members"):
        if phone := row.get("phone"):
            assert owners.setdefault(phone, row["name"]) == row["name"]
            assert parse_phone(phone) == phone
            assert phone[3:7] == "0000"
    assert len(owners) > 3000


def test_there_are_fewer_people_than_memberships(first):
    people = {(row["school_code"], row["name"]) for row in rows(first, "team_members") if row.get("name")}
    seats = [row for row in rows(first, "team_members") if row.get("name")]
    assert len(people) < 0.85 * len(seats)


def test_the_lists_of_what_needs_attention_have_content(story):
    teams = [team for scheme in story.register.schemes for team in scheme.teams]
    assert sum(not scheme.decision_number for scheme in story.register.schemes) >= 5
    assert sum(team.size < 3 for team in teams) >= 5
    assert sum(not any(each.role in ("head", "leader") for each in team.members) for team in teams) >= 5
    for capacity in ("area_police", "health"):
        missing = [g for g in story.register.groups if all(each.role != capacity for each in g.members)]
        assert 5 <= len(missing) <= 80


def test_schemes_entered_in_every_way(story):
    entries = Counter(scheme.entry for scheme in story.register.schemes)
    assert entries["replicated"] == 42
    assert entries["strengthened"] + entries["both"] == 58
    assert entries["restaffed"] + entries["both"] == 42
    assert all(scheme.since <= ARTICLE_DAY for scheme in story.register.schemes)
    assert all((scheme.renewed_on or ARTICLE_DAY) <= ARTICLE_DAY for scheme in story.register.schemes)


def test_declared_totals_differ_from_the_lists_in_two_districts_only(first):
    differing = set()
    for sending in first:
        teams = Counter(row["school_code"] for row in sending.rows["teams"])
        for row in sending.rows["schools"]:
            if row.get("declared_teams") not in (None, teams[row["school_code"]]):
                differing.add(sending.name)
    assert len(differing) == 2


def test_the_school_of_the_cast_launched_on_opening_day(story):
    own = [each for each in story.register.schemes if each.school.code == "MH-222-501"]
    assert own
    assert all(each.launched_on == date(2021, 9, 5) for each in own)
    people = {each.someone.name for scheme in own for team in scheme.teams for each in team.members if each.someone}
    assert {"Lê Thu Hà", "Đỗ Văn Kiên"} <= people


def test_telling_it_again_gives_the_same_bytes(first):
    again = list(Story().sendings(ARTICLE_DAY))
    assert [workbook_bytes(each) for each in again[:3]] == [workbook_bytes(each) for each in first[:3]]


def test_what_was_told_does_not_depend_on_how_far_it_is_told(sendings):
    shorter = list(Story().sendings(date(2023, 1, 31)))
    assert len(shorter) < len(sendings)
    for before, after in zip(shorter, sendings, strict=False):
        assert (before.name, before.rows) == (after.name, after.rows)


def test_nothing_is_told_before_it_happened(sendings):
    assert [each.sent_on for each in sendings] == sorted(each.sent_on for each in sendings)
    for sending in sendings:
        for sheet_rows in sending.rows.values():
            for row in sheet_rows:
                days = [value for value in row.values() if isinstance(value, date)]
                assert all(day <= sending.sent_on for day in days)


def test_life_goes_on_through_the_merger(sendings):
    kinds = {sending.kind for sending in sendings if sending.sent_on > date(2025, 7, 1)}
    assert kinds == {"commune", "province"}
    later = [sending for sending in sendings if sending.sent_on > ARTICLE_DAY]
    events = Counter(row["event"] for row in rows(later, "events"))
    assert {"active", "reviewed", "concluded", "restaffed", "removed", "recognised"} <= set(events)
    assert sum(row["entry"] == "replicated" for row in rows(later, "schemes")) == 115
