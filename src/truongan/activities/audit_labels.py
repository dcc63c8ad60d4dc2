"""What the audit page calls the verbs of this context."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "activities.activity.recorded": _("ghi hoạt động"),
    "activities.activity.changed": _("sửa hoạt động"),
    "activities.activity.voided": _("hủy hoạt động ghi sai"),
    "activities.photo.added": _("thêm ảnh"),
    "activities.photo.described": _("ghi chú thích ảnh"),
    "activities.photo.removed": _("gỡ ảnh"),
}
