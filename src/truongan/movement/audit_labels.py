"""What the audit page calls the verbs of this context."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "movement.scheme.registered": _("đăng ký điểm mô hình"),
    "movement.scheme.event_recorded": _("ghi sự kiện"),
    "movement.scheme.event_voided": _("hủy sự kiện ghi sai"),
    "movement.scheme.ended": _("kết thúc điểm mô hình"),
    "movement.scheme.suspended": _("tạm dừng điểm mô hình"),
    "movement.scheme.resumed": _("cho điểm mô hình hoạt động lại"),
    "movement.scheme.transferred": _("chuyển điểm mô hình"),
    "movement.scheme.restaffed": _("kiện toàn điểm mô hình"),
    "movement.scheme.renamed": _("đổi tên điểm mô hình"),
    "movement.type.registered": _("thêm loại mô hình"),
    "movement.type.changed": _("sửa loại mô hình"),
    "movement.team.added": _("lập tổ tự quản"),
    "movement.team.ended": _("kết thúc tổ tự quản"),
    "movement.team.roster_changed": _("thay đổi thành viên tổ"),
    "movement.group.registered": _("đăng ký nhóm kết nối"),
    "movement.group.changed": _("sửa thông tin nhóm kết nối"),
    "movement.group.ended": _("kết thúc nhóm kết nối"),
    "movement.group.members_changed": _("thay đổi thành viên nhóm"),
    "movement.group.checked": _("kiểm tra nhóm kết nối"),
    "movement.paper.recorded": _("ghi giấy tờ"),
    "movement.paper.removed": _("bỏ giấy tờ"),
    "movement.workbook.imported": _("nhập tệp Excel"),
    "movement.evidence.attached": _("đính kèm minh chứng"),
}
