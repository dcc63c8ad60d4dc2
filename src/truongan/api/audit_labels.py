"""What the audit page calls the verbs of this context."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "api.token.created": _("tạo mã truy cập cho hệ thống khác"),
    "api.token.revoked": _("thu hồi mã truy cập của hệ thống khác"),
    "api.subscription.created": _("đăng ký báo sự kiện cho hệ thống khác"),
    "api.subscription.ended": _("dừng báo sự kiện cho hệ thống khác"),
    "api.delivery.resent": _("gửi lại sự kiện cho hệ thống khác"),
}
