"""Schools judge themselves: against Covid in 2021, for the yearly title of a safe school since."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from truongan.assessments.actions import Given, begin_assessment, save_answers, submit_assessment
from truongan.assessments.models import Assessment, AssessmentRound, CriteriaSet
from truongan.demo.chain.directive_2021 import directive_1646
from truongan.demo.chain.stage import Stage, at, place, speaker_for
from truongan.demo.places import ARTICLE_DAY
from truongan.organizations.models import Organization

COVID = "1467-2020"
_SCHOOLS = 24


def current(code: str) -> CriteriaSet:
    """The version of a criteria set that is in use."""
    return CriteriaSet.objects.get(code=code, is_current=True)


def against_covid(stage: Stage) -> None:
    """Some schools judged themselves before they opened; the one of the cast is among them."""
    if directive_1646() is None:
        return
    having = Organization.objects.filter(schemes__stock_from__lte=ARTICLE_DAY, school_level__in=("THCS", "THPT"))
    known = list(having.distinct().order_by("code"))
    chosen = [place("school"), *stage.rng.sample([each for each in known if each != place("school")], _SCHOOLS)]
    chosen_set = current(COVID)
    for number, school in enumerate(chosen):
        on = stage.workday(date(2021, 8, 30), date(2021, 9, 10))
        judge(
            stage, school, _covid_answers(stage, chosen_set, is_the_open_case=number == 3), on, chosen_set=chosen_set
        )


def judge(
    stage: Stage, school: Organization, answers: Mapping[str, Any], on: date, *,
    chosen_set: CriteriaSet | None = None, held: AssessmentRound | None = None, hands_in: bool = True,
) -> Assessment:  # fmt: skip
    """Begun, answered and, unless told otherwise, handed in on one day."""
    actor, now = speaker_for(school, on), at(on, stage.rng.randint(8, 14))
    begun = begin_assessment(actor=actor, organization=school, held=held, criteria_set=chosen_set, on=on, now=now)
    given = {code: Given(answer) for code, answer in answers.items()}
    begun = save_answers(
        actor=actor, assessment=begun, answers=given, seen_at=begun.updated_at, now=now + timedelta(minutes=40)
    )
    if not hands_in:
        return begun
    return submit_assessment(actor=actor, assessment=begun, now=now + timedelta(hours=1))


def _covid_answers(stage: Stage, chosen_set: CriteriaSet, *, is_the_open_case: bool) -> dict[str, bool]:
    """Most reach the first class, some the second; one lacks a mandatory item, which the text leaves open."""
    codes = [item.code for item in chosen_set.criteria.items]
    mandatory = set(chosen_set.criteria.mandatory)
    share = stage.rng.choice((1.0, 1.0, 0.9, 0.9, 0.5))
    answers = {code: code in mandatory or stage.rng.random() < share for code in codes}
    if is_the_open_case:
        answers = dict.fromkeys(codes, True) | {sorted(mandatory)[0]: False}
    return answers
