from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """waiting → sent → recalled; waiting → refused."""

    WAITING = "waiting", _("Chờ người thứ hai duyệt")
    SENT = "sent", _("Đã gửi")
    RECALLED = "recalled", _("Đã rút lại")
    REFUSED = "refused", _("Không duyệt")
