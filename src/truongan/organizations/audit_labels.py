from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "organizations.organization.created": _("đưa đơn vị vào sổ"),
    "organizations.organization.renamed": _("đổi tên đơn vị"),
    "organizations.organization.edited": _("sửa thông tin đơn vị"),
    "organizations.organization.closed": _("ghi giải thể đơn vị"),
    "organizations.organization.placed": _("đặt đơn vị vào địa bàn"),
    "organizations.placements.followed": _("chuyển địa bàn theo sắp xếp đơn vị hành chính"),
    "organizations.route.changed": _("đổi tuyến báo cáo"),
    "organizations.routing_rule.added": _("đặt quy tắc báo cáo"),
    "organizations.calendar.changed": _("đặt ngày làm việc, ngày nghỉ của địa bàn"),
    "organizations.calendar.restored": _("bỏ ngày đặt riêng của địa bàn"),
    "organizations.profile.saved": _("ghi quy mô trường"),
}
