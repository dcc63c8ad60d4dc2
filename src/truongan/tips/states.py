"""The life of a tip, and what can be confided about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TipState(models.TextChoices):
    NEW = "new", _("Mới")
    READ = "read", _("Đã đọc")
    IN_PROGRESS = "in_progress", _("Đang xác minh")
    SUBSTANTIATED = "substantiated", _("Có cơ sở")
    UNSUBSTANTIATED = "unsubstantiated", _("Chưa đủ cơ sở")
    CLOSED = "closed", _("Đã khép")


class Topic(models.TextChoices):
    VIOLENCE = "violence", _("Bạo lực học đường")
    CHILD = "child", _("Xâm hại, ngược đãi trẻ em")
    CRIME = "crime", _("Trộm cắp, gây rối, tội phạm khác")
    DRUGS = "drugs", _("Ma túy, thuốc lá điện tử")
    TRAFFIC = "traffic", _("Giao thông trước cổng trường")
    HEALTH = "health", _("Dịch bệnh, an toàn thực phẩm")
    STAFF = "staff", _("Hành vi của cán bộ, giáo viên, nhân viên")
    OTHER = "other", _("Việc khác")


class Duty(models.TextChoices):
    HANDLER = "handler", _("Người xử lý")
    KEEPER = "keeper", _("Người giữ khóa khôi phục")


class Kind(models.TextChoices):
    FROM_TIPSTER = "tipster", _("Người tố giác")
    REPLY = "reply", _("Đơn vị")
    NOTE = "note", _("Ghi chú nội bộ")


# What an officer may choose from each state. Reading is not chosen, it happens.
NEXT: dict[str, tuple[str, ...]] = {
    TipState.NEW: (TipState.IN_PROGRESS, TipState.SUBSTANTIATED, TipState.UNSUBSTANTIATED),
    TipState.READ: (TipState.IN_PROGRESS, TipState.SUBSTANTIATED, TipState.UNSUBSTANTIATED),
    TipState.IN_PROGRESS: (TipState.SUBSTANTIATED, TipState.UNSUBSTANTIATED),
    TipState.SUBSTANTIATED: (TipState.CLOSED, TipState.IN_PROGRESS),
    TipState.UNSUBSTANTIATED: (TipState.IN_PROGRESS,),
    TipState.CLOSED: (TipState.IN_PROGRESS,),
}
OPEN = (TipState.NEW, TipState.READ, TipState.IN_PROGRESS)
TONES = {
    TipState.NEW: "late",
    TipState.READ: "soon",
    TipState.IN_PROGRESS: "info",
    TipState.SUBSTANTIATED: "ok",
    TipState.UNSUBSTANTIATED: "off",
    TipState.CLOSED: "off",
}
