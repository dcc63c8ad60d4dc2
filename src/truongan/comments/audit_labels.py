"""What the audit page calls the verbs of this context."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "comments.comment.approved": _("đăng ý kiến"),
    "comments.comment.rejected": _("không đăng ý kiến"),
    "comments.comment.removed": _("gỡ ý kiến đã đăng"),
    "comments.comment.restored": _("khôi phục ý kiến"),
    "comments.comment.edited": _("sửa ý kiến"),
    "comments.comment.answered": _("trả lời ý kiến"),
    "comments.comment.withdrawn": _("người viết rút ý kiến"),
    "comments.complaint.settled": _("giữ ý kiến bị báo vi phạm"),
    "comments.thread.closed": _("đóng phần ý kiến"),
    "comments.thread.reopened": _("mở lại phần ý kiến"),
}
