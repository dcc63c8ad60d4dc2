"""What the audit page calls the verbs of this context."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "alerts.alert.proposed": _("soạn cảnh báo"),
    "alerts.alert.approved": _("duyệt cảnh báo"),
    "alerts.alert.refused": _("không duyệt cảnh báo"),
    "alerts.alert.sent": _("gửi cảnh báo"),
    "alerts.alert.recalled": _("rút lại cảnh báo"),
    "alerts.template.added": _("thêm mẫu cảnh báo"),
    "alerts.template.changed": _("sửa mẫu cảnh báo"),
    "alerts.template.closed": _("thôi dùng mẫu cảnh báo"),
    "alerts.template.reopened": _("dùng lại mẫu cảnh báo"),
}
