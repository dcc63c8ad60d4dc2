from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """A way to reach somebody. The value is the name of the folder under `channels/ways/` that knows how."""

    INBOX = "inbox", _("Hộp thông báo")
    PUSH = "push", _("Thông báo trên điện thoại")
    ZALO = "zalo", _("Zalo OA")
    SMS = "sms", _("Tin nhắn SMS")
    EMAIL = "email", _("Thư điện tử")
    ZALO_GROUP = "zalo_group", _("Nhóm Zalo do OA lập")
    MANUAL = "manual", _("Người báo tận nơi")


class Urgency(models.TextChoices):
    NORMAL = "normal", _("Thường")
    URGENT = "urgent", _("Khẩn")
    LIFE_SAFETY = "life", _("Nguy hiểm tính mạng")
