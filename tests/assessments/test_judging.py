"""The rules of domain.md §8, boundary by boundary; sets are read from the shipped files."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from truongan.assessments.checking import BadCriteria, read_definition
from truongan.assessments.files import shipped, shipped_codes
from truongan.assessments.judging import BadAnswers, judge

SETS = {code: read_definition(shipped(code)) for code in shipped_codes()}
FOUR = ("4", "5", "10", "11")
FIVE = ("4", "5", "8", "11", "12")


def answered(code, met, without=(), including=()):
    """Answers to a whole set: `met` items true, those of `including` first, none of `without`."""
    names = [item.code for item in SETS[code].items]
    chosen = [name for name in including if name not in without]
    chosen += [name for name in names if name not in chosen and name not in without]
    return {name: name in chosen[:met] for name in names}


def test_the_shipped_sets():
    assert {code: len(each.items) for code, each in SETS.items()} == {
        "1467-2020": 15, "hanoi-2021": 16, "hcm-2021": 10, "antt-2012": 6, "antt-2021": 19,
    }  # fmt: skip


def test_phases_of_the_covid_sets():
    def sizes(code):
        groups = [item.group for item in SETS[code].items]
        return [groups.count(group.code) for group in SETS[code].groups]

    assert sizes("1467-2020") == [7, 6, 2]
    assert sizes("hanoi-2021") == [8, 6, 2]
    assert sizes("hcm-2021") == [10]


def test_texts_that_were_not_found_are_empty():
    assert {item.text for each in SETS.values() for item in each.items} == {""}


@pytest.mark.parametrize(
    ("met", "wanted"), [(15, "good"), (11, "good"), (10, "fair"), (8, "fair"), (7, "unsafe"), (0, "unsafe")]
)
def test_1467_with_the_four_mandatory_items(met, wanted):
    verdict = judge(SETS["1467-2020"], answered("1467-2020", met, including=FOUR))
    assert (verdict.met, verdict.result, verdict.cure_hours) == (met, wanted, None)


@pytest.mark.parametrize("lacking", FOUR)
@pytest.mark.parametrize("met", [14, 11, 10, 8])
def test_1467_leaves_eight_and_more_open_when_a_mandatory_item_is_missing(met, lacking):
    verdict = judge(SETS["1467-2020"], answered("1467-2020", met, without=(lacking,), including=FOUR))
    assert (verdict.met, verdict.result) == (met, None)
    assert verdict.reason == f"chưa xếp loại: thiếu tiêu chí bắt buộc {lacking}"


@pytest.mark.parametrize("lacking", FOUR)
def test_1467_seven_is_unsafe_with_or_without_mandatory_items(lacking):
    assert judge(SETS["1467-2020"], answered("1467-2020", 7, without=(lacking,))).result == "unsafe"


def test_every_missing_mandatory_item_is_named():
    verdict = judge(SETS["1467-2020"], answered("1467-2020", 12, without=("5", "11")))
    assert verdict.reason == "chưa xếp loại: thiếu tiêu chí bắt buộc 5, 11"


@pytest.mark.parametrize(("met", "wanted"), [(16, "good"), (12, "good"), (11, "fair"), (8, "fair"), (7, "unsafe")])
def test_hanoi_with_the_five_mandatory_items(met, wanted):
    assert judge(SETS["hanoi-2021"], answered("hanoi-2021", met, including=FIVE)).result == wanted


@pytest.mark.parametrize("lacking", FIVE)
@pytest.mark.parametrize("met", [15, 12, 11, 8])
def test_hanoi_leaves_open_what_lacks_a_mandatory_item(met, lacking):
    verdict = judge(SETS["hanoi-2021"], answered("hanoi-2021", met, without=(lacking,), including=FIVE))
    assert (verdict.result, verdict.reason) == (None, f"chưa xếp loại: thiếu tiêu chí bắt buộc {lacking}")


@pytest.mark.parametrize(
    ("met", "wanted", "hours"),
    [
        (10, "good", None),
        (8, "good", None),
        (7, "fair", 48),
        (6, "fair", 48),
        (5, "unsafe", None),
        (0, "unsafe", None),
    ],
)
def test_ho_chi_minh_city(met, wanted, hours):
    verdict = judge(SETS["hcm-2021"], answered("hcm-2021", met))
    assert (verdict.met, verdict.result, verdict.cure_hours) == (met, wanted, hours)


def test_security_and_order_is_met_only_whole():
    every = answered("antt-2021", 19)
    assert (judge(SETS["antt-2021"], every).result, judge(SETS["antt-2021"], every).met) == ("met", 19)
    for code in every:
        assert judge(SETS["antt-2021"], {**every, code: False}).result == "not_met", code


def test_what_does_not_apply_is_left_out_of_the_count():
    answers = answered("antt-2021", 19) | dict.fromkeys(("7.1a", "7.2a", "7.2b", "7.5", "7.6"), "na")
    verdict = judge(SETS["antt-2021"], answers)
    assert (verdict.met, verdict.applicable, verdict.result) == (14, 14, "met")


def test_only_some_criteria_may_not_apply():
    refused = []
    for item in SETS["antt-2021"].items:
        try:
            judge(SETS["antt-2021"], {**answered("antt-2021", 19), item.code: "na"})
        except BadAnswers as reason:
            assert item.code in str(reason)
            refused.append(item.code)
    assert refused == ["7.1b", "7.1c", "7.1d", "7.1e", "7.1f", *(f"7.3{each}" for each in "abcdefg"), "7.4a", "7.4b"]


@pytest.mark.parametrize(
    ("met", "whole", "wanted"),
    [(7, 10, "met"), (70, 100, "met"), (69, 100, "not_met"), (6, 9, "not_met"), (7, 9, "met"), (699, 999, "not_met")],
)
def test_seventy_percent_of_the_parts_in_whole_numbers(met, whole, wanted):
    answers = answered("antt-2021", 19) | {"7.6": {"met": met, "all": whole}}
    assert judge(SETS["antt-2021"], answers).result == wanted


@pytest.mark.parametrize(
    ("staff", "learners", "wanted"),
    [((40, 40), (500, 500), "met"), ((40, 40), (499, 500), "not_met"), ((39, 40), (500, 500), "not_met")],
)
def test_everybody_was_told_in_both_columns(staff, learners, wanted):
    told = [{"met": met, "all": whole} for met, whole in (staff, learners)]
    assert judge(SETS["antt-2021"], answered("antt-2021", 19) | {"7.1e": told}).result == wanted


def test_2012_says_that_its_threshold_is_unconfirmed():
    verdict = judge(SETS["antt-2012"], answered("antt-2012", 6))
    assert verdict.result == "met" and "chưa đối chiếu" in verdict.reason
    assert [item.code for item in SETS["antt-2012"].items if item.unconfirmed] == ["3", "4", "5", "6"]


def test_security_and_order_leaves_out_primary_and_preschool():
    levels = SETS["antt-2021"].school_levels
    assert "TH" not in levels and "MN" not in levels and "TH_THCS" in levels
    assert {"TH", "MN"} <= set(SETS["antt-2012"].school_levels)


def test_validity_hands_over_from_2012_to_2021_on_one_day():
    assert str(SETS["antt-2012"].valid_to) == str(SETS["antt-2021"].valid_from) == "2022-02-10"


def test_the_year_of_2021_runs_from_16_november_to_15_november():
    start, end = SETS["antt-2021"].cycle.period(2026)
    assert (str(start), str(end)) == ("2025-11-16", "2026-11-16")  # the end is exclusive


def test_what_is_not_answered_is_not_met_and_named():
    answers = answered("1467-2020", 15)
    del answers["7"], answers["14"]
    verdict = judge(SETS["1467-2020"], answers)
    assert (verdict.met, verdict.result, verdict.missing) == (13, "good", ("7", "14"))
    assert verdict.reason.endswith("chưa trả lời: 7, 14")
    del answers["4"]
    assert judge(SETS["1467-2020"], answers).result is None


@pytest.mark.parametrize("answer", [1, 0, "true", None, "NA", 0.5, [], {}, {"met": 1, "all": 2}])
def test_an_answer_of_another_kind_is_refused(answer):
    with pytest.raises(BadAnswers, match="Tiêu chí 3"):
        judge(SETS["hcm-2021"], {"3": answer})


@pytest.mark.parametrize(
    "counts",
    [
        {"met": 8, "all": 7},
        {"met": 0, "all": 0},
        {"met": -1, "all": 7},
        {"met": True, "all": 7},
        {"met": 1},
        [{"met": 1, "all": 2}] * 2,
    ],
)
def test_counts_that_cannot_be_are_refused(counts):
    with pytest.raises(BadAnswers, match=r"7\.6"):
        judge(SETS["antt-2021"], {"7.6": counts})


def test_an_unknown_criterion_is_refused():
    with pytest.raises(BadAnswers, match="16"):
        judge(SETS["1467-2020"], {"16": True})


def test_a_criterion_of_other_school_levels_is_left_out():
    raw = shipped("hcm-2021")
    raw["item"][9]["school_levels"] = ["MN"]
    definition = read_definition(raw)
    answers = dict.fromkeys(map(str, range(1, 10)), True)
    assert judge(definition, answers, school_level="THCS").applicable == 9
    assert judge(definition, answers, school_level="MN").missing == ("10",)


@st.composite
def definitions(draw):
    """Sets as an administrator could write them; most are refused, the rest must never give two classes."""
    count = draw(st.integers(1, 12))
    codes = [str(number) for number in range(1, count + 1)]
    if draw(st.booleans()):
        cuts = draw(
            st.lists(st.sampled_from(["100%", "3/4", "70%", "1/2", "1/3"]), unique=True, min_size=1, max_size=2)
        )
        cuts.sort(key=["100%", "3/4", "70%", "1/2", "1/3"].index)
    else:
        cuts = sorted(draw(st.lists(st.integers(1, count), unique=True, min_size=1, max_size=2)), reverse=True)
    asks = draw(st.booleans())
    ranks = [{"class": "c0", "name": "Trên", "passes": True, "at_least": cuts[0], "needs_mandatory": asks}]
    for place, (above, cut) in enumerate(pairwise(cuts), start=1):
        ranks.append(
            {
                "class": f"c{place}",
                "name": "Giữa",
                "passes": True,
                "at_least": cut,
                "below": above,
                "needs_mandatory": asks,
            }
        )
    ranks.append({"class": "last", "name": "Dưới", "passes": False, "below": cuts[-1]})
    if draw(st.integers(0, 4)) == 4:  # one boundary somewhere else: most of these have a gap or an overlap
        ranks[draw(st.integers(0, len(ranks) - 2))]["at_least"] = draw(st.integers(0, count))
    raw = {
        "code": "thu-nghiem", "name": "Thử", "issuing_text": "Thử", "school_levels": ["THCS"], "class": ranks,
        "item": [{"code": code, "may_not_apply": draw(st.booleans())} for code in codes],
        "mandatory": draw(st.lists(st.sampled_from(codes), unique=True, min_size=1, max_size=2)) if asks else [],
    }  # fmt: skip
    try:
        return read_definition(raw)
    except BadCriteria:
        assume(False)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(definitions(), st.data())
def test_an_accepted_set_never_gives_two_classes(definition, data):
    answers = {
        item.code: data.draw(st.sampled_from([True, False, "na"] if item.may_not_apply else [True, False]))
        for item in definition.items
    }
    verdict = judge(definition, answers)
    lacking = [code for code in definition.mandatory if answers[code] is False]
    assert len(definition.ranks_for(verdict.met, verdict.applicable, not lacking)) <= 1
    if not lacking and verdict.applicable:
        assert verdict.result is not None


@given(st.sampled_from(sorted(SETS)), st.data())
def test_the_shipped_sets_never_give_two_classes(code, data):
    answers = {item.code: data.draw(st.booleans()) for item in SETS[code].items}
    verdict = judge(SETS[code], answers)
    lacking = [each for each in SETS[code].mandatory if not answers[each]]
    assert len(SETS[code].ranks_for(verdict.met, verdict.applicable, not lacking)) <= 1
    if verdict.result is None:
        assert lacking and verdict.met >= 8
