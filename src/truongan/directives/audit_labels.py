"""What the audit page calls the verbs of this context."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "directives.directive.drafted": _("lập dự thảo văn bản"),
    "directives.directive.edited": _("sửa dự thảo văn bản"),
    "directives.directive.addressed": _("chọn nơi nhận văn bản"),
    "directives.directive.tasked": _("ghi nhiệm vụ của văn bản"),
    "directives.directive.file_attached": _("đính tệp vào dự thảo văn bản"),
    "directives.directive.file_detached": _("gỡ tệp khỏi dự thảo văn bản"),
    "directives.directive.discarded": _("bỏ dự thảo văn bản"),
    "directives.directive.issued": _("ban hành văn bản"),
    "directives.directive.replaced": _("thay thế văn bản"),
    "directives.directive.recalled": _("thu hồi văn bản"),
    "directives.directive.published": _("đăng văn bản lên trang công khai"),
    "directives.directive.unpublished": _("gỡ văn bản khỏi trang công khai"),
    "directives.directive.late_joiners_added": _("gửi văn bản cho đơn vị bổ sung"),
    "directives.directive.filed_incoming": _("vào sổ văn bản đến"),
    "directives.receipt.acknowledged": _("tiếp nhận văn bản"),
    "directives.duty.progressed": _("ghi tiến độ nhiệm vụ"),
    "directives.duty.completed": _("báo hoàn thành nhiệm vụ"),
    "directives.duty.returned": _("trả lại nhiệm vụ chưa đạt"),
    "directives.duty.transferred": _("chuyển giao nhiệm vụ"),
    "directives.extension.asked": _("đề nghị gia hạn nhiệm vụ"),
    "directives.extension.granted": _("đồng ý gia hạn nhiệm vụ"),
    "directives.extension.refused": _("không đồng ý gia hạn nhiệm vụ"),
    "directives.feed.made": _("tạo đường dẫn lịch hạn nhiệm vụ"),
    "directives.feed.revoked": _("hủy đường dẫn lịch hạn nhiệm vụ"),
    "directives.series.continued": _("nối tiếp sổ văn bản giấy"),
}
