from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "accounts.person.registered": _("thêm người vào sổ"),
    "accounts.person.edited": _("sửa thông tin người"),
    "accounts.phone.revealed": _("xem số điện thoại"),
    "accounts.appointment.made": _("giao chức vụ"),
    "accounts.appointment.ended": _("kết thúc chức vụ"),
    "accounts.appointment.handed_over": _("bàn giao chức vụ"),
    "accounts.beat.assigned": _("phân công địa bàn"),
    "accounts.beat.ended": _("kết thúc phân công địa bàn"),
    "accounts.access.reset": _("cấp đường dẫn đặt lại mật khẩu"),
    "accounts.account.suspended": _("ngừng tài khoản"),
    "accounts.account.reopened": _("mở lại tài khoản"),
    "accounts.user.created": _("lập tài khoản"),
    "accounts.invitation.sent": _("mời lập tài khoản"),
    "accounts.invitation.resent": _("gửi lại lời mời"),
    "accounts.invitation.revoked": _("thu hồi lời mời"),
    "accounts.invitation.accepted": _("nhận lời mời, lập tài khoản"),
}
