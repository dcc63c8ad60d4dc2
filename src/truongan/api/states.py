"""What a token may do, what a subscription may be told, and how far a delivery has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TokenScope(models.TextChoices):
    """One part of the product to read, or one kind of thing to write."""

    REGISTER = "register:read", _("Đọc sổ đăng ký: đơn vị, mô hình, tổ, nhóm")
    FIGURES = "figures:read", _("Đọc số liệu")
    DIRECTIVES = "directives:read", _("Đọc văn bản chỉ đạo và nhiệm vụ")
    DUTY = "duty:read", _("Đọc lịch trực, quy tắc báo tin và điểm danh")
    INCIDENTS = "incidents:read", _("Đọc vụ việc (không có lời kể, không có tên)")
    ALERTS = "alerts:read", _("Đọc cảnh báo")
    WRITE_GROUPS = "groups:write", _("Ghi lần kiểm tra nhóm kết nối")
    WRITE_DIRECTIVES = "directives:write", _("Tiếp nhận văn bản thay đơn vị")
    WRITE_ROLLCALLS = "rollcalls:write", _("Gọi điểm danh")
    WRITE_INCIDENTS = "incidents:write", _("Báo vụ việc, thêm ghi chú")


class Event(models.TextChoices):
    """What other systems can be told of, as it happens."""

    INCIDENT_REPORTED = "incident.reported", _("Có vụ việc mới")
    INCIDENT_ACKNOWLEDGED = "incident.acknowledged", _("Vụ việc có người nhận")
    INCIDENT_CONCLUDED = "incident.concluded", _("Vụ việc kết thúc")
    DIRECTIVE_ISSUED = "directive.issued", _("Văn bản được ban hành")
    DIRECTIVE_RECEIVED = "directive.received", _("Đơn vị tiếp nhận văn bản")
    ROLLCALL_CLOSED = "rollcall.closed", _("Điểm danh đóng")
    ALERT_SENT = "alert.sent", _("Cảnh báo được gửi")
    ALERT_RECALLED = "alert.recalled", _("Cảnh báo bị rút lại")
    GROUP_CHECKED = "group.checked", _("Nhóm kết nối được kiểm tra")


class DeliveryState(models.TextChoices):
    """waiting → sent | dead; a dead one is put back to waiting by hand."""

    WAITING = "waiting", _("Đang chờ")
    SENT = "sent", _("Đã nhận")
    DEAD = "dead", _("Thôi gửi")
