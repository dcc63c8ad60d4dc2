"""What the audit page calls the verbs of this context."""

from django.utils.translation import gettext_lazy as _

AUDIT_LABELS = {
    "news.article.imported": _("nhập một bài đã có"),
    "news.article.published": _("đăng bài viết"),
}
