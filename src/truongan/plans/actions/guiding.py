"""Advice on a plan from those who guide the schools."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from truongan.audit.actions import record
from truongan.channels.actions import notify
from truongan.kernel.refusals import require
from truongan.plans import rules
from truongan.plans.actions.refusals import CannotPlan, locked
from truongan.plans.models import GuidanceComment, Measure, Plan


@transaction.atomic
def comment_on_plan(*, actor, plan: Plan, text: str, measure: Measure | None = None, now: datetime) -> GuidanceComment:
    """Advise on a plan or one of its measures; the organization is told."""
    plan = locked(plan)
    require(rules.may_guide(actor, plan))
    if not text.strip():
        raise CannotPlan("Ghi ý kiến.")
    if measure is not None and measure.plan_id != plan.pk:
        raise CannotPlan("Biện pháp này không thuộc kế hoạch.")
    post = rules.guiding_post(actor, plan, timezone.localdate(now))
    agency = post.organization if post else None
    comment = GuidanceComment.objects.create(
        plan=plan, measure=measure, author=actor, organization=agency, sector=agency.sector if agency else "",
        text=text.strip(), at=now,
    )  # fmt: skip
    said_by = agency.name if agency else actor.display_name
    notify(
        organization=plan.organization, subject=f"{said_by} góp ý kế hoạch năm học {plan.school_year}",
        text=comment.text, link=f"{reverse('plans:plan', args=[plan.pk])}#gop-y-{comment.pk}",
        key=f"plans.comment.{comment.pk}", now=now,
    )  # fmt: skip
    record(
        actor=actor, verb="plans.plan.commented", target=plan, organization=plan.organization, now=now,
        note=comment.text,
    )  # fmt: skip
    return comment


@transaction.atomic
def resolve_comment(*, actor, comment: GuidanceComment, answer: str = "", now: datetime) -> GuidanceComment:
    """Close a comment, with how it was taken up; its author may close it too."""
    comment = (
        GuidanceComment.objects.select_for_update(of=("self",)).select_related("plan__organization").get(pk=comment.pk)
    )
    require(rules.may_resolve(actor, comment))
    if comment.resolved_at:
        raise CannotPlan("Ý kiến này đã được khép lại.")
    comment.resolved_at, comment.resolved_by, comment.answer = now, actor, answer.strip()
    comment.save(update_fields=["resolved_at", "resolved_by", "answer"])
    if comment.author != actor and comment.author.person is not None:
        plan = comment.plan
        notify(
            person=comment.author.person, subject=f"{plan.organization.name} đã tiếp thu góp ý kế hoạch",
            text=comment.answer, link=f"{reverse('plans:plan', args=[plan.pk])}#gop-y-{comment.pk}",
            key=f"plans.comment.{comment.pk}.resolved", now=now,
        )  # fmt: skip
    record(
        actor=actor, verb="plans.comment.resolved", target=comment.plan, organization=comment.plan.organization,
        now=now, note=comment.answer,
    )  # fmt: skip
    return comment
