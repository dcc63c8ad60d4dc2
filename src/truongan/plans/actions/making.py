"""Beginning, copying, writing and throwing away a plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from truongan.accounts.models import Person
from truongan.audit.actions import record
from truongan.directives.models import Directive
from truongan.documents.sandbox import BrokenTemplate
from truongan.kernel.refusals import require
from truongan.movement.models import Scheme
from truongan.organizations.models import Organization
from truongan.plans import rules
from truongan.plans.actions.refusals import CannotPlan, locked
from truongan.plans.beginning import blank_plan, ground_of, starting_values
from truongan.plans.carrying_over import carried_measures, carried_texts
from truongan.plans.models import Measure, Plan, PlanDraft
from truongan.plans.school_years import first_year, is_school_year
from truongan.plans.starters import BrokenStarter, Starter
from truongan.plans.states import Topic

EDITABLE = (
    "title", "implements", "grounds", "situation", "goals", "arrangements", "superior", "issuer_name", "place",
    "symbol", "authority", "signer_title", "signer_own_title", "signer_name", "recipients",
)  # fmt: skip
MOST_MEASURES = 100


@dataclass(frozen=True)
class MeasureText:
    """What was written about one measure; `id` is that of the measure it changes, None for a new one."""

    topic: str
    text: str
    id: int | None = None
    person: Person | None = None
    responsible: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    resources: str = ""
    scheme: Scheme | None = None
    directive: Directive | None = None


_WRITTEN = tuple(each.name for each in fields(MeasureText) if each.name != "id")


@transaction.atomic
def start_plan(
    *,
    actor,
    organization: Organization,
    school_year: str,
    starter: Starter | None = None,
    implements: Directive | None = None,
    now: datetime,
) -> Plan:
    """Begin the plan of a school year with the texts of a starter (none: empty), filled from the register."""
    day = timezone.localdate(now)
    _must_be_able_to_start(actor, organization, school_year, day)
    if implements is not None:
        _refuse_unknown_directives(actor, [implements])
    plan = blank_plan(organization, school_year, implements=implements, day=day, now=now)
    plan.created_by = actor
    first: Sequence[Any] = ()
    if starter is not None:
        values = starting_values(plan, day)
        try:
            for name, text in starter.texts(values).items():
                setattr(plan, name, text or getattr(plan, name))
            first = starter.measures(organization, school_year, values)
        except (BrokenTemplate, BrokenStarter) as reason:
            raise CannotPlan(f"Mẫu “{starter.name}” chưa dùng được: {reason}") from reason
    return _kept(actor, plan, [MeasureText(**vars(each)) for each in first], now, "plans.plan.started")


@transaction.atomic
def copy_plan(*, actor, source: Plan, school_year: str, implements: Directive | None = None, now: datetime) -> Plan:
    """Begin from an earlier year's plan of the same organization: days moved on by the years between.

    Links are kept only where they still hold: people of the organization, schemes in the stock, directives in force.
    """
    organization, day = source.organization, timezone.localdate(now)
    _must_be_able_to_start(actor, organization, school_year, day)
    if first_year(source.school_year) >= first_year(school_year):
        raise CannotPlan("Chỉ chép từ kế hoạch của năm học trước.")
    if implements is not None:
        _refuse_unknown_directives(actor, [implements])
    plan = blank_plan(organization, school_year, implements=implements, day=day, now=now)
    plan.created_by = actor
    for name, text in carried_texts(source, school_year).items():
        setattr(plan, name, text)
    measures = [MeasureText(**each) for each in carried_measures(source, school_year, day)]
    return _kept(actor, plan, measures, now, "plans.plan.copied", source=source.school_year)


@transaction.atomic
def edit_plan(
    *,
    actor,
    plan: Plan,
    fields: dict[str, Any],
    measures: Sequence[MeasureText],
    seen_at: datetime | None,
    now: datetime,
) -> Plan:
    """Save texts and measures of a plan that is open. A measure that is not given any more is taken out.

    `seen_at`: when the writer's page was made; another's later change is never overwritten.
    """
    plan = locked(plan, seen_at)
    require(rules.may_write(actor, plan.organization))
    _refuse_unless_open(plan)
    _refuse_bad_measures(actor, plan, measures)
    if fields.get("implements") and fields["implements"] != plan.implements:
        _refuse_unknown_directives(actor, [fields["implements"]])
        fields = _resting_on(plan, fields)
    changed = [name for name in EDITABLE if name in fields and getattr(plan, name) != fields[name]]
    for name in changed:
        setattr(plan, name, fields[name])
    plan.updated_at = now
    plan.derive_keys()
    plan.save(update_fields=[*changed, "updated_at", "search_fold"])
    counts = _write_measures(plan, measures)
    PlanDraft.objects.filter(user=actor, plan=plan).delete()
    record(
        actor=actor, verb="plans.plan.edited", target=plan, organization=plan.organization, now=now,
        fields=changed, **counts,
    )  # fmt: skip
    return plan


def _resting_on(plan: Plan, fields: dict[str, Any]) -> dict[str, Any]:
    """The same fields, their grounds naming the directive that is implemented from now on."""
    ground, earlier = ground_of(fields["implements"]), ground_of(plan.implements) if plan.implements else ""
    lines = [line for line in fields.get("grounds", plan.grounds).splitlines() if line.strip() != earlier]
    return {**fields, "grounds": "\n".join([*lines, *([ground] if ground not in "\n".join(lines) else ())]).strip()}


@transaction.atomic
def discard_plan(*, actor, plan: Plan, now: datetime) -> None:
    """Throw away a plan nobody has submitted yet; one that was submitted stays in the record."""
    plan = locked(plan)
    require(rules.may_write(actor, plan.organization))
    if plan.submitted_on:
        raise CannotPlan("Kế hoạch đã trình thì không bỏ được; sửa và trình lại.")
    record(actor=actor, verb="plans.plan.discarded", target=plan, organization=plan.organization, now=now)
    try:
        plan.delete()
    except ProtectedError as error:
        raise CannotPlan("Đã có hoạt động ghi theo biện pháp của kế hoạch này, không bỏ được.") from error


def save_draft(*, actor, plan: Plan, fields: dict[str, str], now: datetime) -> PlanDraft:
    """Keep what a person has typed and not saved; only they see it."""
    draft, _ = PlanDraft.objects.update_or_create(
        user=actor, plan=plan, defaults={"fields": fields, "updated_at": now}
    )
    return draft


def discard_draft(*, actor, plan: Plan) -> None:
    PlanDraft.objects.filter(user=actor, plan=plan).delete()


def _must_be_able_to_start(actor, organization: Organization, school_year: str, day: date) -> None:
    require(rules.may_write(actor, organization))
    if not is_school_year(school_year):
        raise CannotPlan("Năm học viết dạng 2021-2022: hai năm liền nhau.")
    if organization.closed_on and organization.closed_on <= day:
        raise CannotPlan(f"{organization.name} đã giải thể, không lập kế hoạch nữa.")
    if Plan.objects.filter(organization=organization, school_year=school_year).exists():
        raise CannotPlan(_HAS_ONE.format(organization.name, school_year))


_HAS_ONE = "{0} đã có kế hoạch năm học {1}; mở kế hoạch đó để sửa."


def _kept(actor, plan: Plan, measures: Sequence[MeasureText], now: datetime, verb: str, **data: Any) -> Plan:
    plan.derive_keys()
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as error:  # two windows began the same plan at once
        raise CannotPlan(_HAS_ONE.format(plan.organization.name, plan.school_year)) from error
    _write_measures(plan, measures)
    record(actor=actor, verb=verb, target=plan, organization=plan.organization, now=now, **data)
    return plan


def _refuse_unless_open(plan: Plan) -> None:
    if plan.is_approved:
        raise CannotPlan("Kế hoạch đã được duyệt. Bấm “Sửa đổi kế hoạch” để lập lần sửa đổi rồi trình lại.")
    if not plan.is_open:
        raise CannotPlan("Kế hoạch đang chờ cấp trên duyệt. Rút lại hoặc chờ trả lại rồi sửa.")


def _refuse_bad_measures(actor, plan: Plan, measures: Sequence[MeasureText]) -> None:
    if len(measures) > MOST_MEASURES:
        raise CannotPlan(f"Một kế hoạch có nhiều nhất {MOST_MEASURES} biện pháp.")
    present = {each.pk: each for each in plan.measures.all()}
    if {each.id for each in measures if each.id} - present.keys():
        raise CannotPlan("Có biện pháp không thuộc kế hoạch này. Mở lại trang rồi sửa.")
    for number, each in enumerate(measures, start=1):
        before = present.get(each.id) if each.id else None
        for reason in _problems(plan, each, before):
            raise CannotPlan(f"Biện pháp {number}: {reason}")
    kept = {each.directive_id for each in present.values()}
    _refuse_unknown_directives(
        actor, [each.directive for each in measures if each.directive and each.directive.pk not in kept]
    )


def _problems(plan: Plan, measure: MeasureText, before: Measure | None) -> Iterable[str]:
    first = first_year(plan.school_year)
    earliest, latest = date(first, 6, 1), date(first + 1, 8, 31)
    if not measure.text.strip() or measure.topic not in Topic.values:
        yield "thiếu lời hoặc nội dung."
    if measure.starts_on and measure.ends_on and measure.ends_on < measure.starts_on:
        yield "ngày kết thúc trước ngày bắt đầu."
    if any(day and not earliest <= day <= latest for day in (measure.starts_on, measure.ends_on)):
        yield f"thời gian phải trong khoảng 01/06/{first} đến 31/08/{first + 1} của năm học."
    # Who was chosen before may have left since, and a scheme may have gone to another school: those stay as written.
    if measure.person and _is_strange(plan, measure.person, before.person_id if before else None):
        yield "người phụ trách không thuộc đơn vị này; ghi tên vào ô “Người, bộ phận thực hiện”."
    if measure.scheme and _is_strange(plan, measure.scheme, before.scheme_id if before else None):
        yield "điểm mô hình không thuộc đơn vị này."


def _is_strange(plan: Plan, thing: Person | Scheme, before: int | None) -> bool:
    return thing.organization_id != plan.organization_id and thing.pk != before


def _refuse_unknown_directives(actor, directives: Iterable[Directive]) -> None:
    """A plan carries out what was issued and what its writer may read."""
    wanted = {each.pk for each in directives}
    if actor is None or not wanted:
        return
    known = Directive.objects.visible_to(actor).given_out().filter(pk__in=wanted).count()
    if known != len(wanted):
        raise CannotPlan("Văn bản chỉ đạo này không có trong phạm vi của bạn hoặc chưa ban hành.")


def _write_measures(plan: Plan, measures: Sequence[MeasureText]) -> dict[str, int]:
    """Add, change and take out so that the plan has exactly these measures in this order; how many of each."""
    present = {each.pk: each for each in plan.measures.all()}
    added = changed = 0
    for position, text in enumerate(measures, start=1):
        values = {name: getattr(text, name) for name in _WRITTEN} | {"position": position}
        measure = present.pop(text.id, None) if text.id else None
        if measure is None:
            Measure.objects.create(plan=plan, **values)
            added += 1
        elif names := [name for name, value in values.items() if getattr(measure, name) != value]:
            for name in names:
                setattr(measure, name, values[name])
            measure.save(update_fields=names)
            changed += 1
    _take_out(present.values())
    return {"added": added, "changed": changed, "removed": len(present)}


def _take_out(measures: Iterable[Measure]) -> None:
    for measure in measures:
        try:
            measure.delete()
        except ProtectedError as error:
            raise CannotPlan(
                f"Biện pháp “{measure}” đã có hoạt động ghi theo, không bỏ được. "
                "Giữ lại và ghi tiến độ “Không thực hiện” nếu thôi làm."
            ) from error
