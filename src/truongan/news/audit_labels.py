"""What the audit page calls the verbs of this context."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "news.article.imported": _("nhập một bài đã có"),
    "news.page.created": _("soạn bài trên cổng"),
    "news.page.submitted": _("gửi bài để duyệt"),
    "news.page.approved": _("duyệt một bước của bài"),
    "news.page.returned": _("trả bài lại để sửa"),
    "news.page.withdrawn": _("rút bài khỏi quy trình duyệt"),
    "news.page.published": _("đăng bài lên cổng"),
    "news.page.scheduled": _("hẹn giờ đăng bài"),
    "news.page.unscheduled": _("bỏ hẹn giờ đăng bài"),
    "news.page.unpublished": _("gỡ bài khỏi cổng"),
    "news.page.deleted": _("xóa bài"),
    "news.page.moved": _("chuyển bài sang chuyên mục khác"),
    "news.page.renamed": _("đổi tên bài"),
    "news.page.reverted": _("lấy lại bản cũ của bài"),
}
