"""What the audit page calls the verbs of this context."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "plans.plan.started": _("lập kế hoạch năm học"),
    "plans.plan.copied": _("chép kế hoạch từ năm học trước"),
    "plans.plan.edited": _("sửa kế hoạch"),
    "plans.plan.discarded": _("bỏ dự thảo kế hoạch"),
    "plans.plan.submitted": _("trình kế hoạch"),
    "plans.plan.taken_back": _("rút lại kế hoạch đang trình"),
    "plans.plan.returned": _("trả lại kế hoạch"),
    "plans.plan.approved": _("duyệt kế hoạch"),
    "plans.plan.amended": _("mở lần sửa đổi kế hoạch"),
    "plans.plan.commented": _("góp ý kế hoạch"),
    "plans.comment.resolved": _("khép góp ý kế hoạch"),
    "plans.measure.progressed": _("ghi tiến độ biện pháp"),
}
