"""The plans of 2021-2022 that schools with models made under Công văn 1646/BCĐ."""

from datetime import date, timedelta

from truongan.demo.chain import plans
from truongan.demo.chain import texts_2021 as texts
from truongan.demo.chain.directive_2021 import directive_1646
from truongan.demo.chain.stage import Stage, at, cast_on, place, speaker_for
from truongan.demo.places import ARTICLE_DAY
from truongan.directives.models import Directive, Duty
from truongan.movement.models import Scheme
from truongan.plans.actions import return_plan

YEAR = "2021-2022"
_EVERY = 4  # of the schools that say their plan is made, so many have it in the system and not on paper alone
_RETURNED = "Bổ sung người phụ trách và thời gian của từng biện pháp; nêu rõ phối hợp với Công an phụ trách địa bàn."


def make(stage: Stage) -> None:
    directive = directive_1646()
    if directive is None:
        return
    _of_the_cast(stage, directive)
    done = Duty.objects.filter(
        directive=directive, assignment__position=texts.PLAN_TASK, status="done", sector="school",
        organization__schemes__stock_from__lte=ARTICLE_DAY, organization__appointments__is_head=True,
    ).exclude(organization=place("school"))  # fmt: skip
    duties = list(done.select_related("organization").distinct().order_by("organization__code"))
    for duty in duties[::_EVERY]:
        _of_school(stage, duty, directive)


def _of_school(stage: Stage, duty: Duty, directive: Directive) -> None:
    """Mostly approved within the week; some still wait, a few were sent back."""
    day = duty.done_on or texts.PLAN_BY
    plan = plans.write(stage, duty.organization, YEAR, directive, day, speaker_for(duty.organization, day))
    fate, decided = stage.rng.random(), stage.workday(day + timedelta(days=2), day + timedelta(days=9))
    if fate < 0.86:
        plans.approve(stage, plan, decided)
        if stage.rng.random() < 0.3:
            plans.note_done(stage, plan, "epidemic", stage.workday(date(2021, 9, 1), date(2021, 9, 10)))
    elif fate < 0.91:
        return_plan(actor=None, plan=plan, reason=_RETURNED, now=stage.hour(decided))


def _of_the_cast(stage: Stage, directive: Directive) -> None:
    """The school of the cast links its measures to its models and has done two of them by the day of the article."""
    school, head = place("school"), cast_on("hieu-truong", date(2021, 8, 10))
    plan = plans.begin(stage, school, YEAR, directive, head, at(date(2021, 8, 10), 9))
    schemes = list(Scheme.objects.filter(organization=school).order_by("type__code"))
    plan = plans.link_measures(plan, schemes, directive, head, at(date(2021, 8, 11), 15))
    plan = plans.submit_plan(actor=head, plan=plan, now=at(date(2021, 8, 12), 10))
    plan = plans.approve_plan(actor=None, plan=plan, now=at(date(2021, 8, 17), 14))
    for topic in ("epidemic", "traffic"):
        plans.note_done(stage, plan, topic, date(2021, 9, 6))
