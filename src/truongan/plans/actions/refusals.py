"""Why something about a plan cannot be done, and what every action begins with."""

from datetime import datetime

from truongan.kernel.refusals import Refusal
from truongan.plans.models import Plan


class CannotPlan(Refusal):
    """The plan is not in a state for this, or what was given does not fit. The message is safe to show."""


class ChangedMeanwhile(CannotPlan):
    """Somebody else saved the plan after the writer's page was made."""


def locked(plan: Plan, seen_at: datetime | None = None) -> Plan:
    """The plan as it stands now, held until the transaction ends; refused when it is not what the person saw."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("organization__reports_to").get(pk=plan.pk)
    if seen_at is not None and plan.updated_at != seen_at:
        raise ChangedMeanwhile(
            "Người khác vừa thay đổi kế hoạch này. Chữ bạn gõ còn trên trang và trong bản nháp: "
            "mở bản mới ở thẻ khác, xem họ đã đổi gì rồi chép sang."
        )
    return plan
