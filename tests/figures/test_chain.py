"""Figures of plans, activities and assessments, by the counting rules of the field."""

from datetime import UTC, date, datetime

import pytest

from tests.factories import make_organization, make_school, unit
from tests.figures.making import (
    judge,
    make_activity,
    make_plan,
    make_round,
    make_set,
    recognise,
    register,
)
from truongan.figures.counting import answer, by_organization
from truongan.figures.indicators import ACTIVITIES, ASSESSMENTS, INDICATORS, MOVEMENT, PLANS
from truongan.figures.queries import contributions, records_behind
from truongan.figures.questions import Question
from truongan.figures.sealing import changes_since, rows_hash, seal_figures
from truongan.plans.states import Status

THEN = date(2021, 9, 14)
SEALED_AT = datetime(2021, 9, 14, 5, 0, tzinfo=UTC)


@pytest.fixture
def schools(territory):
    """Two schools in thị trấn Nếnh of 2021, a primary school in the same district, one in Lạng Giang."""
    nenh, other, far = unit("07795", THEN), unit("07777", THEN), unit("07375", THEN)
    return [
        make_school(place=nenh), make_school(place=nenh), make_school(place=other, school_level="TH"),
        make_school(place=far),
    ]  # fmt: skip


@pytest.fixture
def province(territory):
    return unit("24", THEN)


@pytest.fixture
def department(province):
    return make_organization(name="Sở Giáo dục và Đào tạo", place=province, sector="education", level="province")


def said(codes, on: date = THEN, **asked) -> dict[str, int | None]:
    found = answer(Question(on=on, **asked), codes)
    return {code: figure.value for code, figure in found.total.figures.items()}


# Plans


def test_a_plan_counts_from_the_day_it_was_first_handed_in_and_approved(schools):
    make_plan(schools[0], date(2021, 8, 20), date(2021, 9, 1), status=Status.APPROVED, number=1, issued_on=THEN)

    made = {day: said(PLANS.codes, day) for day in (date(2021, 8, 19), date(2021, 8, 20), date(2021, 9, 1))}

    assert [found["plans.made"] for found in made.values()] == [0, 1, 1]
    assert [found["plans.approved"] for found in made.values()] == [0, 0, 1]


def test_a_plan_returned_stays_made_and_one_being_amended_stays_approved(schools):
    make_plan(schools[0], date(2021, 8, 20), status=Status.RETURNED, return_reason="Thiếu biện pháp")
    make_plan(schools[1], date(2021, 8, 20), date(2021, 8, 25), status=Status.DRAFT, revision=2)
    make_plan(schools[2], None)  # never handed in

    assert said(PLANS.codes) == {"plans.made": 2, "plans.approved": 1}


def test_the_plan_counted_is_the_one_of_the_school_year_of_the_day(schools):
    make_plan(schools[0], date(2020, 9, 20), school_year="2020-2021")
    make_plan(schools[1], date(2021, 7, 15), school_year="2021-2022")  # handed in before its year began

    assert said(PLANS.codes, date(2021, 7, 31))["plans.made"] == 1
    assert said(PLANS.codes, date(2021, 8, 1))["plans.made"] == 1
    assert [each.organization for each in contributions(Question(on=date(2021, 8, 1)), INDICATORS["plans.made"])] == [
        schools[1]
    ]


def test_a_committees_plan_is_not_a_schools(schools, department):
    make_plan(department, date(2021, 8, 20))
    assert said(PLANS.codes)["plans.made"] == 0


def test_plans_are_a_share_of_the_schools_of_each_row(schools, province):
    make_plan(schools[0], date(2021, 8, 20))

    by_unit = answer(Question(on=THEN, unit=province, by="unit"), PLANS.codes)
    by_level = {row.key: row for row in answer(Question(on=THEN, by="level"), PLANS.codes).rows}

    assert (by_unit.total["plans.made"].value, by_unit.total["plans.made"].whole) == (1, 4)
    shown = [(row["plans.made"].value, row["plans.made"].whole) for row in by_unit.rows if row["plans.made"].whole]
    assert sorted(shown) == [(0, 1), (1, 3)]
    assert (by_level["THCS"]["plans.made"].value, by_level["THCS"]["plans.made"].whole) == (1, 3)
    assert by_level["TH"]["plans.made"].value == 0


def test_over_a_period_what_it_began_with_and_what_is_new(schools):
    make_plan(schools[0], date(2021, 8, 20), date(2021, 9, 10), status=Status.APPROVED, number=1, issued_on=THEN)
    make_plan(schools[1], date(2021, 9, 2))

    found = answer(Question(on=THEN, since=date(2021, 9, 1)), PLANS.codes).total

    made, approved = found["plans.made"], found["plans.approved"]
    assert (made.opening, made.added, made.removed, made.value) == (1, 1, 0, 2)
    assert (approved.opening, approved.added, approved.removed, approved.value) == (0, 1, 0, 1)


# Activities


def test_attendances_and_people_are_two_numbers(schools):
    make_activity(schools[0], date(2021, 9, 5), ("pupils", 640, 320), ("teachers", 25))
    make_activity(schools[1], date(2021, 9, 6), ("pupils", 100, 100))

    assert said(ACTIVITIES.codes) == {
        "activities.count": 2,
        "activities.attendances": 765,
        "activities.persons": 420,  # of the teachers nobody said how many different ones
    }


def test_a_voided_activity_counts_nowhere(schools):
    make_activity(schools[0], date(2021, 9, 5), ("pupils", 640), voided_at=SEALED_AT, void_reason="Ghi nhầm")

    assert said(ACTIVITIES.codes)["activities.count"] == 0
    assert records_behind(Question(on=THEN), INDICATORS["activities.count"], schools[0]).count() == 0


def test_without_a_period_activities_count_from_the_first_of_august(schools):
    for day in (date(2021, 7, 31), date(2021, 8, 1), date(2021, 9, 14), date(2021, 9, 15)):
        make_activity(schools[0], day)

    assert said(ACTIVITIES.codes)["activities.count"] == 2
    assert said(ACTIVITIES.codes, since=date(2021, 7, 29))["activities.count"] == 3
    figure = answer(Question(on=THEN, since=date(2021, 7, 29))).total["activities.count"]
    assert (figure.opening, figure.added) == (None, None)  # a flow has no opening


@pytest.mark.parametrize(("by", "field"), (("topic", "topics"), ("form", "forms")))
def test_an_activity_with_two_topics_counts_under_each_and_once_in_the_whole(schools, by, field):
    codes = {"topic": ["drugs", "traffic"], "form": ["talk", "leaflet"]}[by]
    make_activity(schools[0], date(2021, 9, 5), ("pupils", 30), ("parents", 10), **{field: codes})
    make_activity(schools[1], date(2021, 9, 5), ("pupils", 5), **{field: codes[:1]})
    make_activity(schools[1], date(2021, 9, 5))

    found = answer(Question(on=THEN, by=by), ACTIVITIES.codes)
    rows = {row.key: (row["activities.count"].value, row["activities.attendances"].value) for row in found.rows}

    assert (rows[codes[0]], rows[codes[1]], rows["none"]) == ((2, 45), (1, 40), (1, 0))
    assert (found.total["activities.count"].value, found.total["activities.attendances"].value) == (3, 45)


def test_by_audience_attendances_add_up_and_an_activity_stands_in_each_group(schools):
    make_activity(schools[0], date(2021, 9, 5), ("pupils", 30, 20), ("parents", 10))

    found = answer(Question(on=THEN, by="audience"), ACTIVITIES.codes)
    rows = {row.key: tuple(figure.value for figure in row.figures.values()) for row in found.rows}

    assert (rows["pupils"], rows["parents"], rows["staff"]) == ((1, 30, 20), (1, 10, 0), (0, 0, 0))
    assert tuple(figure.value for figure in found.total.figures.values()) == (1, 40, 20)


def test_activities_of_agencies_count_and_by_level_stand_apart(schools, department):
    make_activity(department, date(2021, 9, 5))
    make_activity(schools[0], date(2021, 9, 5))

    rows = {row.key: row for row in answer(Question(on=THEN, by="level"), ACTIVITIES.codes).rows}
    assert (rows["THCS"]["activities.count"].value, rows["?"]["activities.count"].value) == (1, 1)
    assert rows["?"].label != ""


@pytest.mark.parametrize("by", ("topic", "form", "audience"))
def test_each_part_opens_to_as_much_as_it_shows(schools, by):
    make_activity(schools[0], date(2021, 9, 5), ("pupils", 30, 20), ("parents", 10), topics=["drugs"], forms=["talk"])
    make_activity(schools[1], date(2021, 9, 6), ("pupils", 7), topics=["drugs", "fire"], forms=["talk", "film"])
    make_activity(schools[1], date(2021, 9, 7), ("public", 9))

    for row in answer(Question(on=THEN, by=by), ACTIVITIES.codes).rows:
        for code, figure in row.figures.items():
            question = Question(on=THEN, part=(by, row.key))
            shares = contributions(question, INDICATORS[code])
            assert sum(each.value for each in shares) == figure.value, (row.key, code)
            assert answer(question, [code]).total[code].value == figure.value
            for share in shares:
                rows = records_behind(question, INDICATORS[code], share.organization)
                assert _added(code, rows) == share.value


# Assessments


@pytest.fixture
def held(department):
    return make_round(department, make_set(), date(2020, 11, 16), date(2021, 11, 16))


def test_schools_are_counted_never_assessments(schools, held):
    other = make_round(held.organizer, make_set("thu-hai", ("TH", "THCS")), date(2021, 8, 1), date(2022, 6, 1))
    for each in (held, other):
        register(each, schools[0], date(2021, 9, 1))
        judge(each, schools[0], (date(2021, 9, 2), True))

    assert said(ASSESSMENTS.codes) == {
        "assessments.applicable": 4,  # three of lower secondary, and the primary school by the other set
        "assessments.registered": 1,
        "assessments.met": 1,
        "assessments.recognised": 0,
    }


def test_only_schools_of_the_sets_levels_and_of_the_organizers_place_are_asked(schools, held, territory):
    far = make_school(place=unit("27", THEN))

    found = answer(Question(on=THEN), ASSESSMENTS.codes).total["assessments.registered"]

    assert (found.value, found.whole) == (0, 3)  # not the primary school, nor the one in Bắc Ninh
    assert far.pk not in by_organization(Question(on=THEN), ["assessments.applicable"])


def test_the_last_judgement_up_to_the_day_is_what_counts(schools, held):
    judge(held, schools[0], (date(2021, 9, 1), True), (date(2021, 9, 10), False), (date(2021, 9, 13), True))

    met = [said(ASSESSMENTS.codes, date(2021, 9, day))["assessments.met"] for day in (1, 9, 10, 12, 13)]
    assert met == [1, 1, 0, 0, 1]
    over = answer(Question(on=date(2021, 9, 10), since=date(2021, 9, 5)), ASSESSMENTS.codes).total["assessments.met"]
    assert (over.opening, over.added, over.removed, over.value) == (1, 0, 1, 0)


def test_an_assessment_outside_a_round_is_no_part_of_the_share(schools, held):
    judge(None, schools[0], (date(2021, 9, 1), True), criteria_set=held.criteria_set)
    assert said(ASSESSMENTS.codes)["assessments.met"] == 0


def test_a_new_round_takes_the_place_of_the_one_before(schools, held):
    register(held, schools[0], date(2021, 3, 1))
    following = make_round(held.organizer, held.criteria_set, date(2021, 11, 16), date(2022, 11, 16))
    register(following, schools[1], date(2022, 3, 1))
    register(following, schools[2], date(2022, 3, 1))

    days = (date(2021, 11, 15), date(2021, 11, 16), date(2022, 3, 1), date(2023, 11, 15), date(2023, 11, 16))
    assert [said(ASSESSMENTS.codes, day)["assessments.registered"] for day in days] == [1, 0, 2, 2, 0]


def test_a_recognition_holds_until_revoked_or_decided_anew_and_for_a_year(schools, held):
    first, second = (judge(held, school, (date(2021, 8, 1), True)) for school in schools[:2])
    recognise(first, date(2021, 9, 1), revoked=date(2021, 9, 20))
    recognise(second, date(2021, 9, 1))
    recognise(second, date(2021, 9, 25), holds=False)

    days = [(2021, 8, 31), (2021, 9, 1), (2021, 9, 19), (2021, 9, 20), (2021, 9, 25)]
    assert [said(ASSESSMENTS.codes, date(*day))["assessments.recognised"] for day in days] == [0, 2, 2, 1, 0]


def test_a_recognition_is_read_for_a_year(schools, held):
    recognise(judge(held, schools[0], (date(2021, 8, 1), True)), date(2021, 11, 18))

    days = (date(2022, 11, 17), date(2022, 11, 18))
    assert [said(ASSESSMENTS.codes, day)["assessments.recognised"] for day in days] == [1, 0]


# All of them


@pytest.fixture
def everything(schools, held, department):
    make_plan(schools[0], date(2021, 8, 20), date(2021, 9, 1), status=Status.APPROVED, number=1, issued_on=THEN)
    make_plan(schools[3], date(2021, 9, 10))
    make_activity(schools[0], date(2021, 9, 5), ("pupils", 30, 20), ("parents", 10), topics=["drugs"], forms=["talk"])
    make_activity(schools[0], date(2021, 9, 9))
    make_activity(department, date(2021, 8, 9), ("public", 900))
    register(held, schools[0], date(2021, 3, 1))
    recognise(judge(held, schools[0], (date(2021, 9, 2), True)), date(2021, 9, 3))
    judge(held, schools[1], (date(2021, 9, 2), False))
    return schools


def _added(code: str, rows) -> int:
    part = {"activities.attendances": "attendances", "activities.persons": "persons"}.get(code)
    if part:
        return sum(getattr(row, part) or 0 for row in rows)
    return rows.count() if INDICATORS[code].rows == "activity" else min(rows.count(), 1)  # a school counts once


@pytest.mark.parametrize("code", (*PLANS.codes, *ACTIVITIES.codes, *ASSESSMENTS.codes))
@pytest.mark.parametrize("since", (None, date(2021, 9, 1)))
def test_what_stands_behind_a_number_adds_up_to_it(everything, province, code, since):
    question = Question(on=THEN, unit=province, since=since)
    shares = contributions(question, INDICATORS[code])

    assert sum(each.value for each in shares) == answer(question, [code]).total[code].value > 0
    for share in shares:
        assert _added(code, records_behind(question, INDICATORS[code], share.organization)) == share.value


@pytest.mark.parametrize("by", ("unit", "level"))
def test_rows_add_up_to_the_whole(everything, province, by):
    found = answer(Question(on=THEN, unit=province, by=by), [*PLANS.codes, *ACTIVITIES.codes, *ASSESSMENTS.codes])
    for code, figure in found.total.figures.items():
        assert sum(row[code].value for row in found.rows) == figure.value, code


def test_a_breakdown_leaves_out_what_it_cannot_divide(everything):
    assert set(answer(Question(on=THEN, by="type")).total.figures) <= {*MOVEMENT.codes}
    assert set(answer(Question(on=THEN, by="topic")).total.figures) == {*ACTIVITIES.codes}


def test_in_todays_borders_the_numbers_are_the_same(everything, province):
    found = answer(Question(on=THEN, unit=province, by="unit", geography=date(2026, 11, 22)), PLANS.codes)
    assert (found.total["plans.made"].value, sum(row["plans.made"].value for row in found.rows)) == (2, 2)


def test_a_seal_keeps_them_and_tells_what_changed(everything, province):
    question = Question(on=THEN, unit=province)
    seal, hashed = seal_figures(actor=None, question=question, now=SEALED_AT), rows_hash(question)
    assert changes_since(seal) == []

    make_plan(everything[1], date(2021, 9, 1))
    make_activity(everything[1], date(2021, 9, 1), ("pupils", 12))

    changed = {each.figure.code: (each.figure.value, each.now) for each in changes_since(seal)}
    assert changed == {
        "plans.made": (2, 3),
        "activities.count": (3, 4),
        "activities.attendances": (940, 952),
    }
    assert [each.organizations[0][0] for each in changes_since(seal)] == [everything[1]] * 3
    assert rows_hash(question) != hashed


def test_the_tables_of_a_seal_hold_no_zeros(everything, province):
    seal = seal_figures(actor=None, question=Question(on=THEN, unit=province), now=SEALED_AT)
    assert [
        value for rows in seal.tables.values() for row in rows for value in row["values"].values() if not value
    ] == []
