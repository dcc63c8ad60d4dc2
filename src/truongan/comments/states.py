"""What becomes of a comment, and the reasons a moderator chooses from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommentState(models.TextChoices):
    """held → published ↔ removed, or held ↔ rejected; withdrawn by its writer from held or published, for good."""

    HELD = "held", _("Chờ duyệt")
    PUBLISHED = "published", _("Đã đăng")
    REJECTED = "rejected", _("Không đăng")
    REMOVED = "removed", _("Đã gỡ")
    WITHDRAWN = "withdrawn", _("Người viết đã rút")


class Refusal(models.TextChoices):
    """Why a comment is not published, or no longer; shown to its writer under the tracking code."""

    INSULT = "insult", _("Lời lẽ xúc phạm, thô tục")
    PERSONAL = "personal", _("Nêu thông tin riêng của người khác")
    ADVERT = "advert", _("Quảng cáo, đường dẫn không liên quan")
    OFF_TOPIC = "off-topic", _("Không liên quan đến bài")
    ACCUSATION = "accusation", _("Tố cáo chưa kiểm chứng; việc này cần gửi qua mục Tố giác")
    REPEATED = "repeated", _("Trùng với ý kiến đã gửi")
    UNREADABLE = "unreadable", _("Không đọc được ý kiến")
    OTHER = "other", _("Không phù hợp quy định đăng ý kiến")


class Complaint(models.TextChoices):
    """What a reader finds wrong with a published comment."""

    INSULT = "insult", _("Xúc phạm, thô tục")
    PERSONAL = "personal", _("Lộ thông tin riêng của tôi hoặc người khác")
    FALSE = "false", _("Thông tin sai")
    ADVERT = "advert", _("Quảng cáo")
    OTHER = "other", _("Lý do khác")


TONES = {
    CommentState.HELD: "soon",
    CommentState.PUBLISHED: "ok",
    CommentState.REJECTED: "off",
    CommentState.REMOVED: "late",
    CommentState.WITHDRAWN: "off",
}
TAKEN_DOWN = (CommentState.REJECTED, CommentState.REMOVED)  # what a moderator may restore
WITHDRAWABLE = (CommentState.HELD, CommentState.PUBLISHED)
LONGEST = 2000  # letters of a comment
LONGEST_NAME = 60
