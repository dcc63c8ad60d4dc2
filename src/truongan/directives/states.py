"""The words of the chain of command: kinds, urgency, states and the topics a directive is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DirectiveKind(models.TextChoices):
    """Kinds of directive by the code that stands in a symbol (Decree 30/2020/NĐ-CP, Appendix III)."""

    LETTER = "CV", _("Công văn")
    PLAN = "KH", _("Kế hoạch")
    DECISION = "QĐ", _("Quyết định")
    INSTRUCTION = "CT", _("Chỉ thị")
    NOTICE = "TB", _("Thông báo")
    GUIDANCE = "HD", _("Hướng dẫn")
    OTHER = "VB", _("Văn bản khác")


class Urgency(models.TextChoices):
    """How urgent a document is; ordinary ones carry no mark (Decree 30/2020/NĐ-CP, Appendix I)."""

    ORDINARY = "ordinary", _("Thường")
    URGENT = "urgent", _("Khẩn")
    VERY_URGENT = "very_urgent", _("Thượng khẩn")
    IMMEDIATE = "immediate", _("Hỏa tốc")


class Origin(models.TextChoices):
    COMPOSED = "composed", _("Soạn trên hệ thống")
    FILED = "filed", _("Vào sổ bản đã ký")
    OUTSIDE = "outside", _("Văn bản đến từ cơ quan ngoài hệ thống")


class DirectiveStatus(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    ISSUED = "issued", _("Đã ban hành")
    RECALLED = "recalled", _("Đã thu hồi")
    REPLACED = "replaced", _("Đã được thay thế")


class Topic(models.TextChoices):
    """What the movement's work is about; plans and activities use the same words."""

    CRIME = "crime", _("Phòng, chống tội phạm")
    SOCIAL_EVILS = "social_evils", _("Phòng, chống tệ nạn xã hội")
    DRUGS = "drugs", _("Phòng, chống ma túy")
    SCHOOL_VIOLENCE = "school_violence", _("Phòng, chống bạo lực học đường")
    TRAFFIC = "traffic", _("An toàn giao thông, cổng trường")
    EPIDEMIC = "epidemic", _("Phòng, chống dịch bệnh")
    ONLINE_SAFETY = "online_safety", _("An toàn trên mạng")
    FIRE = "fire", _("Phòng cháy, chữa cháy")


class DutyStatus(models.TextChoices):
    OPEN = "open", _("Đang thực hiện")
    DONE = "done", _("Đã hoàn thành")
    CANCELLED = "cancelled", _("Không phải thực hiện nữa")


class ExtensionState(models.TextChoices):
    ASKED = "asked", _("Đang chờ trả lời")
    GRANTED = "granted", _("Đồng ý")
    REFUSED = "refused", _("Không đồng ý")
    LAPSED = "lapsed", _("Không còn cần")  # the duty was done before anybody answered


OWN_SERIES = "chung"  # one series for every kind of an issuer
ARRIVAL_SERIES = "đến"  # số đến: incoming documents of one organization in one year
