"""School-year plans: begun from the shipped text, submitted, advised on, approved or sent back, and worked through."""

from datetime import date, timedelta
from functools import cache

from django.utils.timezone import localdate

from truongan.accounts.models import User
from truongan.demo.chain.stage import LEADERS, Stage, at, speaker_for
from truongan.directives.models import Directive
from truongan.movement.models import Scheme
from truongan.organizations.models import Organization
from truongan.plans.actions import (
    MeasureText,
    approve_plan,
    edit_plan,
    record_progress,
    start_plan,
    submit_plan,
)
from truongan.plans.models import Measure, Plan
from truongan.plans.starters import Starter, starters_for
from truongan.plans.states import Progress

_KEPT = 6  # measures of a plan: enough to be read, few enough to be loaded by the hundred
_NONE_YET = (
    "Nhà trường chưa có mô hình tự quản về an ninh, trật tự; dự kiến thành lập tổ tự quản, nhóm kết nối và ra mắt mô "
    "hình vào đầu năm học."
)
_HARD = (
    "cổng trường sát đường liên xã, giờ tan học đông xe; một số học sinh ở trọ xa gia đình.",
    "nhiều cha mẹ học sinh làm việc theo ca ở khu công nghiệp, ít thời gian phối hợp với nhà trường.",
    "sân trường hẹp, khu vực cổng còn hàng quán; học sinh dùng mạng xã hội nhiều, khó theo dõi.",
    "trường có hai điểm lẻ cách xa nhau, lực lượng bảo vệ mỏng.",
)


def write(
    stage: Stage, school: Organization, year: str, directive: Directive | None, submitted_on: date, actor: User | None
) -> Plan:
    """A plan submitted on a day, begun some days before."""
    begun = at(submitted_on - timedelta(days=stage.rng.randint(2, 6)), stage.rng.randint(8, 16))
    plan = begin(stage, school, year, directive, actor, begun)
    return submit_plan(actor=actor, plan=plan, now=stage.hour(submitted_on))


def begin(stage: Stage, school: Organization, year: str, directive: Directive | None, actor: User | None, now) -> Plan:
    """A draft with measures on some of the topics."""
    has_models = Scheme.objects.filter(organization=school).in_stock_on(localdate(now)).exists()
    starter = _starter(stage, school, has_models)
    return start_plan(
        actor=actor, organization=school, school_year=year, starter=starter, implements=directive, now=now
    )


def _starter(stage: Stage, school: Organization, has_models: bool) -> Starter:
    """The shipped text with its gap filled, some of its measures, and no model counted where there is none yet."""
    shipped = _shipped(school.school_level, school.pk)
    content = dict(shipped.content)
    said = {"Khó khăn": f"Khó khăn: {stage.rng.choice(_HARD)}"} | ({} if has_models else {"Nhà trường có": _NONE_YET})
    lines = str(content["situation"]).strip().splitlines()
    content["situation"] = "\n".join(
        next((ours for first, ours in said.items() if line.startswith(first)), line) for line in lines
    )
    kept = sorted(stage.rng.sample(range(len(content["measures"])), min(_KEPT, len(content["measures"]))))
    content["measures"] = [content["measures"][place] for place in kept]
    return Starter(shipped.code, content)


@cache
def _shipped(_level: str, school_id: int) -> Starter:
    return starters_for(Organization.objects.get(pk=school_id))[0]


def link_measures(plan: Plan, schemes: list[Scheme], directive: Directive | None, actor: User | None, now) -> Plan:
    """Measures name the model that carries them and the directive they serve, in turn."""
    rows = list(plan.measures.order_by("position"))
    texts = [_as_text(each) for each in rows]
    for number, (text, scheme) in enumerate(zip(texts, schemes, strict=False)):
        texts[number] = MeasureText(**{**vars(text), "scheme": scheme, "directive": directive})
    return edit_plan(actor=actor, plan=plan, fields={}, measures=texts, seen_at=plan.updated_at, now=now)


def _as_text(measure: Measure) -> MeasureText:
    names = ("topic", "text", "person", "responsible", "starts_on", "ends_on", "resources", "scheme", "directive")
    return MeasureText(id=measure.pk, **{name: getattr(measure, name) for name in names})


def approve(stage: Stage, plan: Plan, decided_on: date) -> Plan:
    superior = plan.submitted_to
    actor = speaker_for(superior, decided_on, LEADERS) if superior else None
    return approve_plan(actor=actor, plan=plan, now=stage.hour(decided_on))


def finish(plan: Plan, done_on: date) -> None:
    """When the school year ends, what was promised and not yet noted is noted as done."""
    actor = speaker_for(plan.organization, done_on)
    for measure in plan.measures.exclude(progress=Progress.DONE).order_by("position"):
        record_progress(
            actor=actor, measure=measure, progress=Progress.DONE, done_on=done_on, now=at(done_on, 15),
            note="Đã thực hiện trong năm học.",
        )  # fmt: skip


def note_done(stage: Stage, plan: Plan, topic: str, done_on: date) -> None:
    """The first measure on a topic is done."""
    measure = plan.measures.filter(topic=topic).order_by("position").first()
    if measure:
        actor = speaker_for(plan.organization, done_on)
        record_progress(
            actor=actor, measure=measure, progress=Progress.DONE, done_on=done_on, now=stage.hour(done_on),
            note="Đã thực hiện, có lưu hồ sơ.",
        )  # fmt: skip
