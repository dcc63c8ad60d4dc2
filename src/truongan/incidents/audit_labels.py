"""What the audit page calls the verbs of this context."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "incidents.incident.reported": _("báo vụ việc"),
    "incidents.incident.taken": _("nhận vụ việc"),
    "incidents.incident.in_hand": _("bắt đầu xử lý vụ việc"),
    "incidents.incident.changed": _("sửa vụ việc"),
    "incidents.incident.noted": _("ghi chú vào vụ việc"),
    "incidents.incident.concluded": _("kết thúc vụ việc"),
    "incidents.incident.reopened": _("mở lại vụ việc"),
    "incidents.incident.handed_over": _("chuyển giao vụ việc"),
    "incidents.incident.merged": _("gộp vụ trùng"),
    "incidents.incident.unmerged": _("bỏ gộp vụ trùng"),
    "incidents.incident.wiped": _("xóa dữ liệu cá nhân của vụ việc không có căn cứ"),
    "incidents.incident.exported": _("xuất danh sách vụ việc"),
    "incidents.photo.added": _("thêm ảnh vào vụ việc"),
    "incidents.photo.removed": _("gỡ ảnh của vụ việc"),
    "incidents.step.recorded": _("ghi bước xử lý ban đầu"),
    "incidents.task.given": _("giao việc trong vụ việc"),
    "incidents.task.done": _("xong việc trong vụ việc"),
    "incidents.person.named": _("ghi tên người liên quan"),
    "incidents.person.revealed": _("xem họ tên người liên quan"),
    "incidents.person.removed": _("bỏ tên người liên quan"),
    "incidents.notification.recorded": _("ghi thông báo theo quy định"),
    "incidents.tip.linked": _("gắn tin tố giác vào vụ việc"),
    "incidents.row.set": _("đổi danh mục vụ việc"),
    "incidents.row.ended": _("thôi dùng một dòng danh mục vụ việc"),
    "incidents.year.declared": _("xác nhận đã báo đủ vụ việc năm học"),
}
