"""How far the measures of a plan have come."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from truongan.audit.actions import record
from truongan.kernel.refusals import require
from truongan.plans import rules
from truongan.plans.actions.refusals import CannotPlan
from truongan.plans.models import Measure
from truongan.plans.states import Progress


@transaction.atomic
def record_progress(
    *,
    actor,
    measure: Measure,
    progress: str,
    percent: int = 0,
    note: str = "",
    done_on: date | None = None,
    now: datetime,
) -> Measure:
    """Say how far a measure is: done needs the day (today by default), dropped needs a reason in the note.

    `percent` counts only for one under way (1 to 99). Not before the plan was first submitted.
    """
    measure = Measure.objects.select_for_update(of=("self",)).select_related("plan__organization").get(pk=measure.pk)
    plan, today = measure.plan, timezone.localdate(now)
    require(rules.may_write(actor, plan.organization))
    if plan.submitted_on is None:
        raise CannotPlan("Trình kế hoạch trước, rồi ghi tiến độ.")
    percent, done_on = _agreed(progress, percent, done_on, note, today)
    before = measure.get_progress_display()
    measure.progress, measure.percent, measure.done_on = progress, percent, done_on
    measure.note, measure.progress_at, measure.progress_by = note.strip(), now, actor
    measure.save(update_fields=["progress", "percent", "done_on", "note", "progress_at", "progress_by"])
    record(
        actor=actor, verb="plans.measure.progressed", target=plan, organization=plan.organization, now=now,
        changes={str(measure): [before, _said(measure)]}, measure=measure.pk,
    )  # fmt: skip
    return measure


def _agreed(progress: str, percent: int, done_on: date | None, note: str, today: date) -> tuple[int, date | None]:
    if progress not in Progress.values:
        raise CannotPlan("Chọn tiến độ.")
    if progress == Progress.DROPPED and not note.strip():
        raise CannotPlan("Ghi vì sao không thực hiện.")
    if done_on and done_on > today:
        raise CannotPlan("Ngày làm xong chưa đến.")
    if progress == Progress.DONE:
        return 100, done_on or today
    if not 0 <= percent <= 99:
        raise CannotPlan("Phần trăm từ 0 đến 99; đủ 100 thì chọn “Đã làm xong”.")
    return (percent if progress == Progress.ONGOING else 0), None


def _said(measure: Measure) -> str:
    words = measure.get_progress_display()
    return f"{words} {measure.percent}%" if measure.progress == Progress.ONGOING else words
