"""What the audit page calls the verbs of this context."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "support.question.received": _("tiếp nhận câu hỏi của người dân"),
    "support.question.added": _("người hỏi bổ sung"),
    "support.question.withdrawn": _("người hỏi rút câu hỏi"),
    "support.question.rated": _("người hỏi đánh giá"),
    "support.question.assigned": _("phân công trả lời câu hỏi"),
    "support.question.forwarded": _("chuyển câu hỏi cho đơn vị khác"),
    "support.question.asked_back": _("hỏi lại người dân"),
    "support.question.noted": _("ghi chú nội bộ về câu hỏi"),
    "support.question.answered": _("trả lời câu hỏi"),
    "support.question.refused": _("không giải quyết câu hỏi"),
    "support.question.reopened": _("mở lại câu hỏi"),
    "support.question.forgotten": _("xóa thông tin người hỏi theo thời hạn"),
    "support.contact.revealed": _("xem thông tin liên hệ của người hỏi"),
    "support.answer.published": _("đăng hỏi đáp công khai"),
    "support.answer.edited": _("sửa hỏi đáp công khai"),
    "support.answer.removed": _("gỡ hỏi đáp công khai"),
    "support.topic.saved": _("ghi lĩnh vực hỗ trợ"),
    "support.route.saved": _("đặt đơn vị trả lời"),
    "support.route.removed": _("bỏ đơn vị trả lời"),
}
