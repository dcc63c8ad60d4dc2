"""What the audit page calls the verbs of this context."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "tips.officer.named": _("phân công người về tố giác"),
    "tips.officer.ended": _("kết thúc phân công về tố giác"),
    "tips.key.made": _("tạo khóa riêng"),
    "tips.key.replaced": _("tạo lại khóa riêng"),
    "tips.key.changed": _("đổi cụm mật khẩu của khóa riêng"),
    "tips.unit_key.made": _("tạo khóa tố giác của đơn vị"),
    "tips.access.granted": _("cấp khóa tố giác cho người xử lý"),
    "tips.recovery.arranged": _("lập khóa khôi phục"),
    "tips.recovery.released": _("mở lớp khóa khôi phục thứ nhất"),
    "tips.recovery.completed": _("hoàn tất khôi phục khóa"),
    "tips.tip.opened": _("mở tố giác"),
    "tips.tip.answered": _("trả lời người tố giác"),
    "tips.tip.noted": _("ghi chú vào tố giác"),
    "tips.tip.state_changed": _("đổi tình trạng tố giác"),
    "tips.tip.forwarded": _("chuyển tố giác"),
    "tips.tip.deleted": _("xóa tố giác hết hạn"),
    "tips.route.changed": _("đặt nơi tiếp nhận tố giác"),
    "tips.route.removed": _("bỏ nơi tiếp nhận tố giác"),
}
