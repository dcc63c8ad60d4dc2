"""What the audit page calls the verbs of this context."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "reports.report.drafted": _("lập dự thảo báo cáo"),
    "reports.report.edited": _("sửa dự thảo báo cáo"),
    "reports.report.sealed": _("chốt báo cáo"),
    "reports.report.discarded": _("bỏ dự thảo báo cáo"),
}
