"""What the audit page calls the verbs of this context."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "duty.rule.added": _("thêm quy tắc báo tin"),
    "duty.rule.changed": _("đổi quy tắc báo tin"),
    "duty.rule.ended": _("kết thúc quy tắc báo tin"),
    "duty.roster.opened": _("lập lịch trực"),
    "duty.roster.closed": _("đóng lịch trực"),
    "duty.roster.copied": _("chép lịch trực sang tuần sau"),
    "duty.shift.added": _("xếp ca trực"),
    "duty.shift.replaced": _("thay người trực"),
    "duty.shift.cancelled": _("bỏ ca trực"),
    "duty.shift.handed_over": _("bàn giao ca trực"),
    "duty.beat.handed_over": _("bàn giao địa bàn"),
    "duty.absence.recorded": _("ghi vắng mặt"),
    "duty.absence.cancelled": _("bỏ ghi vắng mặt"),
    "duty.rollcall.called": _("gọi điểm danh mạng lưới"),
    "duty.rollcall.reminded": _("nhắc trả lời điểm danh"),
    "duty.rollcall.noted": _("ghi trả lời điểm danh qua điện thoại"),
    "duty.rollcall.closed": _("đóng điểm danh"),
    "duty.rollcall.proved": _("ghi kết quả điểm danh vào sổ nhóm"),
    "duty.rollcall.scheduled": _("đặt lịch điểm danh hằng tháng"),
    "duty.rollcall.unscheduled": _("dừng lịch điểm danh hằng tháng"),
    "duty.rollcall.blocked": _("điểm danh hằng tháng không gọi được"),
    "duty.norm.set": _("đặt mức nhóm còn hoạt động"),
    "duty.norm.withdrawn": _("bỏ mức nhóm còn hoạt động chưa có hiệu lực"),
}
