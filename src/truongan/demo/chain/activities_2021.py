"""What was done under Công văn 1646/BCĐ between 29/07 and 14/09/2021."""

from datetime import date, time

from truongan.demo.agencies import agency_code
from truongan.demo.cast import START
from truongan.demo.chain import activities
from truongan.demo.chain.activities import DOINGS, LAUNCH, of_public, of_school
from truongan.demo.chain.directive_2021 import directive_1646
from truongan.demo.chain.plans_2021 import YEAR
from truongan.demo.chain.stage import Stage, place
from truongan.demo.places import districts
from truongan.directives.models import Directive
from truongan.movement.models import Scheme, SchemeEvent
from truongan.organizations.models import Organization, SchoolProfile
from truongan.plans.models import Measure, Plan

OPENING_DAY = date(2021, 9, 5)
_LAUNCHES = 14  # beside the one of the cast's school
_TALKS_SINCE, _TALKS_UNTIL = date(2021, 8, 23), date(2021, 9, 12)


def hold(stage: Stage) -> None:
    directive = directive_1646()
    if directive is None:
        return
    _of_offices(stage, directive)
    _of_the_cast(stage, directive)
    _of_schools_with_plans(stage, directive)
    _launches(stage, directive)


def _of_offices(stage: Stage, directive: Directive) -> None:
    """Province and districts spoke to everybody, over loudspeakers and on their pages."""
    offices = [place("police-2021"), place("education-2021"), place("health-2021")]
    codes = [agency_code(each.code, START, sector) for each in districts() for sector in ("committee", "police")]
    offices += list(Organization.objects.filter(code__in=codes).order_by("code"))
    for number, office in enumerate(offices):
        doing = DOINGS[(0, 5, 6)[number % 3]]
        on = stage.workday(date(2021, 8, 9), date(2021, 9, 10))
        activities.hold(stage, office, doing, on, of_public(stage, 80, 600), directive=directive)


def _of_the_cast(stage: Stage, directive: Directive) -> None:
    """Opening day at Trường THCS Ánh Dương: the model is launched before the whole school; two talks around it."""
    school = place("school")
    schemes = list(Scheme.objects.filter(organization=school).order_by("pk"))
    partners = [place("commune-police-2021"), place("commune-health-2021")]
    audience = _audience(stage, school)
    activities.hold(
        stage, school, LAUNCH, OPENING_DAY, audience, directive=directive, schemes=schemes, partners=partners,
        starts_at=time(7, 30), pictured="gate",
    )  # fmt: skip
    for doing, on, scene in ((DOINGS[5], date(2021, 9, 6), "board"), (DOINGS[1], date(2021, 9, 10), "hall")):
        measure = _measure(Plan.objects.filter(organization=school, school_year=YEAR).first(), doing.topics)
        activities.hold(
            stage, school, doing, on, audience, directive=directive, measure=measure, schemes=schemes,
            partners=partners[:1], pictured=scene,
        )  # fmt: skip


def _of_schools_with_plans(stage: Stage, directive: Directive) -> None:
    """Who made a plan carries out a first measure of it."""
    made = Plan.objects.filter(implements=directive, status="approved").exclude(organization=place("school"))
    for plan in made.select_related("organization").order_by("organization__code"):
        doing = stage.rng.choice((DOINGS[5], DOINGS[5], DOINGS[0], DOINGS[1], DOINGS[3], DOINGS[6]))
        on = stage.workday(_TALKS_SINCE, _TALKS_UNTIL)
        schemes = list(Scheme.objects.filter(organization=plan.organization).order_by("pk"))
        activities.hold(
            stage, plan.organization, doing, on, _audience(stage, plan.organization), directive=directive,
            measure=_measure(plan, doing.topics), schemes=schemes,
        )  # fmt: skip


def _launches(stage: Stage, directive: Directive) -> None:
    """Some of the launches that the register knows, as the events they were."""
    known = SchemeEvent.objects.filter(kind="launched", on__gte=date(2021, 8, 16), voided_at=None)
    known = known.exclude(scheme__organization=place("school")).select_related("scheme__organization")
    rows = list(known.order_by("scheme__organization__code", "on", "scheme__type__code"))
    for number, event in enumerate(stage.rng.sample(rows, min(_LAUNCHES, len(rows)))):
        school = event.scheme.organization
        activities.hold(
            stage, school, LAUNCH, event.on, _audience(stage, school), directive=directive, schemes=[event.scheme],
            pictured="gate" if number == 0 else "",
        )  # fmt: skip


def _measure(plan: Plan | None, topics: tuple[str, ...]) -> Measure | None:
    return plan.measures.filter(topic__in=topics).order_by("position").first() if plan else None


def _audience(stage: Stage, school: Organization) -> list:
    profile = SchoolProfile.objects.filter(organization=school, school_year=YEAR).first()
    if profile is None:
        return of_school(stage, 200, 20)
    return of_school(stage, profile.pupil_count or 200, profile.staff_count or 20)
