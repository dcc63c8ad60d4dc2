"""What the audit page calls the verbs of this context."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "reports.report.drafted": _("lập dự thảo báo cáo"),
    "reports.report.edited": _("sửa dự thảo báo cáo"),
    "reports.report.sealed": _("chốt báo cáo"),
    "reports.report.discarded": _("bỏ dự thảo báo cáo"),
    "reports.cycle.opened": _("mở kỳ báo cáo"),
    "reports.cycle.changed": _("đổi việc tự mở kỳ báo cáo sau"),
    "reports.cycle.reminded": _("nhắc nộp báo cáo định kỳ"),
    "reports.submission.started": _("lập báo cáo định kỳ"),
    "reports.submission.edited": _("sửa báo cáo định kỳ"),
    "reports.submission.noted": _("lấy ý kiến của đơn vị trực thuộc vào báo cáo"),
    "reports.submission.submitted": _("nộp báo cáo định kỳ"),
    "reports.submission.returned": _("trả lại báo cáo định kỳ"),
    "reports.submission.accepted": _("duyệt báo cáo định kỳ"),
    "reports.submission.framed": _("bổ sung thể thức báo cáo định kỳ"),
    "reports.submission.sealed": _("chốt báo cáo định kỳ"),
    "reports.submission.corrected": _("đính chính báo cáo định kỳ đã chốt"),
}
