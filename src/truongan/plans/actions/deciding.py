"""Submission to the superior, return, approval, amendment."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from truongan.audit.actions import record
from truongan.channels.actions import notify
from truongan.documents.layout import Kind
from truongan.documents.series import take_number
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.plans import rules
from truongan.plans.actions.refusals import CannotPlan, locked
from truongan.plans.models import Plan, PlanVersion
from truongan.plans.snapshots import replaced_reference, snapshot
from truongan.plans.states import Status

_NEEDED = {
    "title": "trích yếu (về việc)", "signer_title": "chức vụ người ký", "signer_name": "người ký",
    "place": "địa danh", "symbol": "ký hiệu",
}  # fmt: skip


@transaction.atomic
def submit_plan(*, actor, plan: Plan, seen_at: datetime | None = None, now: datetime) -> Plan:
    """Hand the plan to the superior and freeze what was handed over. A body with no superior decides for itself."""
    plan, day = locked(plan, seen_at), timezone.localdate(now)
    require(rules.may_submit(actor, plan, day))
    if not plan.is_open:
        raise CannotPlan("Kế hoạch này đã trình hoặc đã duyệt.")
    _refuse_incomplete(plan)
    plan.status, plan.submitted_to = Status.SUBMITTED, _superior_of(plan.organization, day)
    plan.submitted_at, plan.submitted_by, plan.updated_at = now, actor, now
    plan.submitted_on = plan.submitted_on or day
    plan.save(update_fields=["status", "submitted_to", "submitted_at", "submitted_by", "submitted_on", "updated_at"])
    version = _freeze(plan, PlanVersion.Kind.SUBMITTED, actor, now)
    subject = f"{plan.organization.name} trình kế hoạch năm học {plan.school_year}"
    for body in _deciding_bodies(plan, day):
        _tell(plan, body, subject, plan.title, f"submitted:{version.pk}:{body.pk}", now)
    record(
        actor=actor, verb="plans.plan.submitted", target=plan, organization=plan.organization, now=now,
        to=plan.submitted_to.name if plan.submitted_to else "", version=version.position,
    )  # fmt: skip
    return plan


@transaction.atomic
def take_back_plan(*, actor, plan: Plan, seen_at: datetime | None = None, now: datetime) -> Plan:
    """Take back what the superior has not decided on yet, to go on writing; it stays made."""
    plan = locked(plan, seen_at)
    require(rules.may_submit(actor, plan, timezone.localdate(now)))
    if plan.status != Status.SUBMITTED:
        raise CannotPlan("Chỉ rút lại được kế hoạch đang chờ duyệt.")
    plan.status, plan.updated_at = Status.DRAFT, now
    plan.save(update_fields=["status", "updated_at"])
    record(actor=actor, verb="plans.plan.taken_back", target=plan, organization=plan.organization, now=now)
    return plan


@transaction.atomic
def return_plan(*, actor, plan: Plan, reason: str, seen_at: datetime | None = None, now: datetime) -> Plan:
    """Send a submitted plan back to its organization with what has to be put right."""
    plan = _submitted(actor, plan, seen_at, now)
    if not reason.strip():
        raise CannotPlan("Ghi rõ cần sửa gì rồi trả lại.")
    plan.status, plan.return_reason = Status.RETURNED, reason.strip()
    plan.returned_at, plan.returned_by, plan.updated_at = now, actor, now
    plan.save(update_fields=["status", "return_reason", "returned_at", "returned_by", "updated_at"])
    _tell(plan, plan.organization, f"Kế hoạch năm học {plan.school_year} được trả lại để sửa", plan.return_reason,
          f"returned:{now.isoformat()}", now)  # fmt: skip
    record(
        actor=actor, verb="plans.plan.returned", target=plan, organization=plan.organization, now=now,
        reason=plan.return_reason,
    )  # fmt: skip
    return plan


@transaction.atomic
def approve_plan(*, actor, plan: Plan, seen_at: datetime | None = None, now: datetime) -> Plan:
    """Approve: the plan takes the next number of its organization's KH series, dated today, and is frozen."""
    plan, day = _submitted(actor, plan, seen_at, now), timezone.localdate(now)
    plan.status, plan.return_reason = Status.APPROVED, ""
    plan.approved_at, plan.approved_by, plan.updated_at = now, actor, now
    plan.approved_on = plan.approved_on or day
    plan.issued_on = day
    plan.number = take_number(organization=plan.organization, year=day.year, series=Kind.PLAN)
    plan.save(
        update_fields=[
            "status", "return_reason", "approved_at", "approved_by", "approved_on", "issued_on", "number", "updated_at",
        ]
    )  # fmt: skip
    version = _freeze(plan, PlanVersion.Kind.APPROVED, actor, now)
    _tell(plan, plan.organization, f"Kế hoạch năm học {plan.school_year} đã được duyệt",
          f"Số {plan.number_label}; in bản có số để ký.", f"approved:{version.pk}", now)  # fmt: skip
    record(
        actor=actor, verb="plans.plan.approved", target=plan, organization=plan.organization, now=now,
        number=plan.number_label, version=version.position,
    )  # fmt: skip
    return plan


@transaction.atomic
def amend_plan(*, actor, plan: Plan, reason: str, seen_at: datetime | None = None, now: datetime) -> Plan:
    """Open an approved plan again; the approved version stays in force until the amended one is approved."""
    plan = locked(plan, seen_at)
    require(rules.may_submit(actor, plan, timezone.localdate(now)))
    if not plan.is_approved:
        raise CannotPlan("Chỉ kế hoạch đã duyệt mới cần sửa đổi; kế hoạch này đang mở hoặc đang chờ duyệt.")
    if not reason.strip():
        raise CannotPlan("Ghi lý do sửa đổi.")
    plan.status, plan.revision, plan.updated_at = Status.DRAFT, plan.revision + 1, now
    plan.number = plan.issued_on = None
    plan.save(update_fields=["status", "revision", "number", "issued_on", "updated_at"])
    record(
        actor=actor, verb="plans.plan.amended", target=plan, organization=plan.organization, now=now,
        reason=reason.strip(),
    )  # fmt: skip
    return plan


def _submitted(actor, plan: Plan, seen_at: datetime | None, now: datetime) -> Plan:
    plan = locked(plan, seen_at)
    require(rules.may_decide(actor, plan, timezone.localdate(now)))
    if plan.status != Status.SUBMITTED:
        raise CannotPlan("Kế hoạch này không còn chờ duyệt: đã duyệt, đã trả lại hoặc đơn vị đã rút lại.")
    return plan


def _refuse_incomplete(plan: Plan) -> None:
    if missing := [label for name, label in _NEEDED.items() if not getattr(plan, name).strip()]:
        raise CannotPlan(f"Còn thiếu: {', '.join(missing)}. Bổ sung rồi trình.")
    if not plan.measures.exists():
        raise CannotPlan("Kế hoạch chưa có biện pháp nào. Thêm ít nhất một biện pháp rồi trình.")


def _superior_of(organization: Organization, day: date) -> Organization:
    superior = organization.reports_to
    if superior is None and not organization.is_school:
        return organization
    if superior is None:
        raise CannotPlan("Chưa ghi đơn vị báo cáo lên đơn vị nào. Nhờ cấp trên ghi “Báo cáo lên” ở trang đơn vị.")
    if superior.closed_on and superior.closed_on <= day:
        raise CannotPlan(f"{superior.name} đã giải thể. Nhờ cấp trên ghi lại “Báo cáo lên” ở trang đơn vị.")
    return superior


def _deciding_bodies(plan: Plan, day: date) -> Iterable[Organization]:
    """The superior and the committee beside it; nobody is told of what they handed to themselves."""
    superior = plan.submitted_to
    if superior is None or superior == plan.organization:
        return ()
    committees = Organization.objects.on(day).filter(rules.beside_it(superior), sector="committee")
    return {superior, *committees} - {plan.organization}


def _freeze(plan: Plan, kind: str, actor, now: datetime) -> PlanVersion:
    position = (plan.versions.aggregate(last=Max("position"))["last"] or 0) + 1
    return PlanVersion.objects.create(
        plan=plan, position=position, kind=kind, revision=plan.revision, at=now, by=actor,
        content=snapshot(plan, replaces=replaced_reference(plan)),
    )  # fmt: skip


def _tell(plan: Plan, organization: Organization | None, subject: str, text: str, cause: str, now: datetime) -> None:
    notify(
        organization=organization, subject=subject, text=text, link=reverse("plans:plan", args=[plan.pk]),
        key=f"plans.plan.{plan.pk}.{cause}", now=now,
    )  # fmt: skip
