"""Plans of today: one returned to the head of the cast's school, others waiting for advice or approval, most approved."""

from datetime import date, timedelta

from truongan.demo.agencies import route_everyone
from truongan.demo.chain import plans
from truongan.demo.chain.directive_2026 import directive_of_2026
from truongan.demo.chain.stage import LEADERS, Stage, at, cast_on, place, speaker_for
from truongan.movement.models import Scheme
from truongan.organizations.models import Organization
from truongan.plans.actions import comment_on_plan, copy_plan, return_plan, submit_plan
from truongan.plans.models import Plan

LAST_YEAR, YEAR = "2025-2026", "2026-2027"
_APPROVED = 12
_ADVICE = (
    "Ghi rõ thời gian Công an phường cùng trực cổng trường: sáng thứ hai và chiều thứ sáu; thêm số điện thoại đầu mối."
)
_RETURNED = (
    "Biện pháp về an toàn trên mạng chưa có người phụ trách; bổ sung chỉ tiêu kiểm tra được và tiếp thu ý kiến của Công "
    "an phường rồi trình lại."
)


def of_last_year(stage: Stage) -> None:
    """2025-2026: the cast's schools had theirs approved, so that this year's can be copied and compared."""
    route_everyone(date(2025, 10, 1))
    for key in ("school", "neighbour-school", "other-school"):
        school, day = place(key), date(2025, 9, 10)
        plan = plans.write(stage, school, LAST_YEAR, None, day, speaker_for(school, day, LEADERS))
        plans.approve(stage, plan, date(2025, 9, 16))


def of_this_year(stage: Stage) -> None:
    directive = directive_of_2026()
    if directive is None:
        return
    _return_that_of_the_cast(stage, directive)
    for key, day in (("neighbour-school", date(2026, 11, 10)), ("other-school", date(2026, 11, 5))):
        school = place(key)
        plan = plans.write(stage, school, YEAR, directive, day, speaker_for(school, day, LEADERS))
        if key == "other-school":
            plans.approve(stage, plan, date(2026, 11, 12))
    _waiting_at_the_department(stage, directive)
    _approved(stage, directive)


def _return_that_of_the_cast(stage: Stage, directive) -> None:
    """Copied from last year, submitted, advised on by the area police, returned by the ward."""
    school, head = place("school"), cast_on("hieu-truong", date(2026, 11, 4))
    source = Plan.objects.filter(organization=school, school_year=LAST_YEAR).first()
    if source is None:
        return
    plan = copy_plan(actor=head, source=source, school_year=YEAR, now=at(date(2026, 11, 4), 9))
    schemes = list(Scheme.objects.filter(organization=school).in_stock_on(date(2026, 11, 4)).order_by("type__code"))
    plan = plans.link_measures(plan, schemes, directive, head, at(date(2026, 11, 5), 15))
    plan = submit_plan(actor=head, plan=plan, now=at(date(2026, 11, 6), 10))
    officer = cast_on("cong-an-xa", date(2026, 11, 9))
    measure = plan.measures.filter(topic="traffic").first() or plan.measures.order_by("position").first()
    comment_on_plan(actor=officer, plan=plan, text=_ADVICE, measure=measure, now=at(date(2026, 11, 9), 14))
    ward = cast_on("truong-phong-xa", date(2026, 11, 12))
    return_plan(actor=ward, plan=plan, reason=_RETURNED, now=at(date(2026, 11, 12), 16))


def _with_heads(level: str) -> list[Organization]:
    """Schools with models and a head on record, ordered by code."""
    living = Scheme.objects.in_stock_on(date(2026, 11, 1)).values("organization")
    having = Organization.objects.filter(school_level=level, pk__in=living, appointments__is_head=True)
    return list(having.distinct().order_by("code"))


def _waiting_at_the_department(stage: Stage, directive) -> None:
    """Upper secondary schools report to the department: two of theirs wait there."""
    for number, school in enumerate(_with_heads("THPT")[:2]):
        plans.write(stage, school, YEAR, directive, date(2026, 11, 11 + number), None)


def _approved(stage: Stage, directive) -> None:
    known = {place(key).pk for key in ("school", "other-school")}
    free = [each for each in _with_heads("THCS") if each.pk not in known]
    for school in stage.rng.sample(free, min(_APPROVED, len(free))):
        day = stage.workday(date(2026, 11, 3), date(2026, 11, 9))
        plan = plans.write(stage, school, YEAR, directive, day, None)
        plans.approve(stage, plan, stage.workday(day + timedelta(days=2), date(2026, 11, 16)))
