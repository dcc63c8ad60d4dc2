"""What went on between the two directives: a few activities in every school year, and the yearly title of safe schools."""

from collections.abc import Callable
from datetime import date
from typing import Any

from truongan.assessments.actions import (
    Opinion,
    conclude_examination,
    decide,
    open_round,
    register_school,
    return_assessment,
)
from truongan.assessments.actions.rounds import Paper
from truongan.assessments.models import Assessment, AssessmentRound
from truongan.demo.cast import MERGER, ORGANIZATION
from truongan.demo.chain import activities, assessing, plans
from truongan.demo.chain.activities import DOINGS, REVIEW, of_school
from truongan.demo.chain.stage import Stage, at, cast_on, place, speaker_for
from truongan.movement.models import Scheme
from truongan.organizations.models import Organization, SchoolProfile
from truongan.plans.models import Plan

SAFE_SCHOOL = "antt-2021"
_CAST_SCHOOLS = tuple(each.code for each in ORGANIZATION.values() if each.sector == "school")
_TALKS, _STRIVING = 6, 4  # schools beside the cast's


def activities_of(year: int) -> Callable[[Stage], None]:
    """Of the school year that ends in `year`: sparse ones in some schools, more in that of the cast."""

    def tell(stage: Stage) -> None:
        school = place("school")
        for number, month in enumerate((10, 12, 3, 5)):
            on = stage.workday(date(year - (month > 6), month, 5), date(year - (month > 6), month, 24))
            doing = REVIEW if month == 5 else DOINGS[(year + number * 2) % len(DOINGS)]
            _hold(stage, school, doing, on, pictured="hall" if month == 12 and year > 2024 else "")
        for each in stage.rng.sample(_striving(), _TALKS):
            on = stage.workday(date(year - 1, 9, 20), date(year, 5, 20))
            _hold(stage, each, stage.rng.choice(DOINGS), on)
        of_cast = Plan.objects.filter(organization__code__in=_CAST_SCHOOLS, school_year=f"{year - 1}-{year}")
        for plan in of_cast.filter(status="approved").select_related("organization").order_by("organization__code"):
            plans.finish(plan, date(year, 5, 27))

    return tell


def _hold(stage: Stage, school: Organization, doing: activities.Doing, on: date, pictured: str = "") -> None:
    profile = SchoolProfile.objects.filter(organization=school).order_by("-school_year").first()
    audience = of_school(stage, (profile and profile.pupil_count) or 200, (profile and profile.staff_count) or 20)
    schemes = list(Scheme.objects.filter(organization=school).in_stock_on(on).order_by("pk"))
    activities.hold(stage, school, doing, on, audience, schemes=schemes, pictured=pictured)


def _striving() -> list[Organization]:
    """Schools with models that may hold the title, ordered by code."""
    having = Organization.objects.filter(schemes__stock_from__isnull=False, school_level__in=("THCS", "THPT"))
    own = [place("school").pk, place("other-school").pk]
    return list(having.exclude(pk__in=own).distinct().order_by("code"))


def title_of(year: int) -> Callable[[Stage], None]:
    """The round of a year: registered in the first quarter, judged, examined, decided before 20 November."""

    def tell(stage: Stage) -> None:
        held = _round(year)
        schools = [place("school"), *stage.rng.sample(_striving(), _STRIVING)]
        examined = [_examined(stage, held, school) for school in schools]
        passed = [each for each in examined if each.passes]
        others = {each: each.reason for each in examined if not each.passes}
        _decide(stage, held, passed, others, year)

    return tell


def title_of_today(stage: Stage) -> None:
    """2026: the school of the cast was asked to add to its answers, another waits to be examined."""
    held = _round(2026)
    others = stage.rng.sample(_striving(), _STRIVING)
    examined = [_examined(stage, held, school) for school in others[1:]]
    _decide(stage, held, [each for each in examined if each.passes], {}, 2026)
    _judged(stage, held, others[0], date(2026, 11, 10))
    own = _judged(stage, held, place("school"), date(2026, 11, 6))
    reason = "Chưa có minh chứng cho tiêu chí về nội quy và về phối hợp với Ban đại diện cha mẹ học sinh; bổ sung rồi nộp lại."
    return_assessment(
        actor=cast_on("truong-phong-xa", date(2026, 11, 12)), assessment=own, opinions={}, reason=reason,
        seen_at=own.updated_at, now=at(date(2026, 11, 12), 9),
    )  # fmt: skip


def _round(year: int) -> AssessmentRound:
    opened = date(year - 1, 12, 1)
    organizer = place("committee" if opened >= MERGER else "committee-2021")
    return open_round(
        actor=cast_on("can-bo-tinh", opened), criteria_set=assessing.current(SAFE_SCHOOL), organizer=organizer,
        name=f"An toàn về an ninh, trật tự năm {year}", starts_on=date(year - 1, 11, 16), ends_on=date(year, 11, 16),
        register_by=date(year, 3, 31), decide_before=date(year, 11, 20), now=at(opened, 9),
    )  # fmt: skip


def _judged(stage: Stage, held: AssessmentRound, school: Organization, on: date) -> Assessment:
    year = held.last_day.year
    registered = stage.workday(date(year, 2, 15), date(year, 3, 20))
    number = f"{stage.rng.randint(5, 40):02d}"
    papers = {
        "resolution": Paper(f"{number}-NQ/CB", registered),
        "plan": Paper(f"{number}/KH", registered),
        "registration": Paper(f"{number}/ĐK", registered),
    }
    register_school(
        actor=speaker_for(school, registered), held=held, organization=school, registered_on=registered,
        papers=papers, now=stage.hour(registered),
    )  # fmt: skip
    return assessing.judge(stage, school, _answers(stage, held, school), on, held=held)


def _answers(stage: Stage, held: AssessmentRound, school: Organization) -> dict[str, Any]:
    """Mostly met; now and then one criterion is not. A school without departments answers 7.6 as not applying."""
    items = held.criteria_set.criteria.items_at(school.school_level)
    answers: dict[str, Any] = {item.code: True for item in items}
    if "7.6" in answers:
        answers["7.6"] = "na"
    if school != place("school") and stage.rng.random() < 0.2:
        answers[stage.rng.choice(("7.1e", "7.4a", "7.4b"))] = False
    return answers


def _examined(stage: Stage, held: AssessmentRound, school: Organization) -> Assessment:
    year = held.last_day.year
    handed_in = _judged(stage, held, school, stage.workday(date(year, 11, 2), date(year, 11, 9)))
    on = date(year, 11, 14)
    agreed = {item.item: Opinion(True) for item in handed_in.answers.all()}
    return conclude_examination(
        actor=cast_on("can-bo-tinh", on), assessment=handed_in, opinions=agreed, seen_at=handed_in.updated_at,
        opinion="Hồ sơ đủ, đúng thời gian.", now=at(on, 10, stage.rng.randint(0, 59)),
    )  # fmt: skip


def _decide(stage: Stage, held: AssessmentRound, passed: list, others: dict, year: int) -> None:
    day = date(year, 11, 18)
    province = "Bắc Giang" if day < MERGER else "Bắc Ninh"
    decide(
        actor=cast_on("can-bo-tinh", day), held=held, issuer=place("committee-2021" if day < MERGER else "committee"),
        recognised=passed, refused=others, authority_name=f"Ủy ban nhân dân tỉnh {province}",
        number=stage.rng.randint(1200, 2900), decided_on=day, place=province,
        signer_title="Chủ tịch", signer_name=stage.someone(), now=at(day, 15),
    )  # fmt: skip
