from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "channels.zalo.connected": _("kết nối Zalo Official Account"),
    "channels.zalo.disconnected": _("ngắt Zalo Official Account"),
    "channels.zalo.linked": _("liên kết Zalo của mình"),
    "channels.zalo.unlinked": _("bỏ liên kết Zalo của mình"),
    "channels.zalo_group.created": _("lập nhóm Zalo do OA quản lý"),
    "channels.zalo_group.invited": _("mời người vào nhóm Zalo do OA quản lý"),
    "channels.zalo_group.accepted": _("duyệt người xin vào nhóm Zalo"),
    "channels.zalo_group.rejected": _("từ chối người xin vào nhóm Zalo"),
    "channels.zalo_group.removed": _("đưa người ra khỏi nhóm Zalo do OA quản lý"),
    "channels.zalo_group.left": _("bỏ nhóm Zalo do OA quản lý khỏi hệ thống"),
    "channels.push.allowed": _("bật thông báo trên một trình duyệt"),
    "channels.push.renewed": _("trình duyệt đổi địa chỉ nhận thông báo"),
    "channels.push.ended": _("tắt thông báo trên một trình duyệt"),
    "channels.address.verified": _("xác nhận một địa chỉ nhận tin"),
    "channels.address.closed": _("bỏ một địa chỉ nhận tin"),
    "channels.trial.sent": _("gửi tin thử cho mình"),
    "channels.preference.set": _("đặt cách nhận tin"),
    "channels.channel.opened": _("mở lại kênh gửi tin"),
    "channels.delivery.resent": _("gửi lại tin không tới"),
    "channels.delivery.given_up": _("bỏ tin không tới"),
}
