"""What a plan and a measure can be in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFT = "draft", _("Đang soạn")
    SUBMITTED = "submitted", _("Đã trình")
    RETURNED = "returned", _("Trả lại")
    APPROVED = "approved", _("Đã duyệt")


class Topic(models.TextChoices):
    """What a measure is about: the topics of directives under the same codes, and anything else."""

    CRIME = "crime", _("Phòng, chống tội phạm")
    SOCIAL_EVILS = "social_evils", _("Phòng, chống tệ nạn xã hội")
    DRUGS = "drugs", _("Phòng, chống ma túy")
    SCHOOL_VIOLENCE = "school_violence", _("Phòng, chống bạo lực học đường")
    TRAFFIC = "traffic", _("An toàn giao thông, cổng trường")
    EPIDEMIC = "epidemic", _("Phòng, chống dịch bệnh")
    ONLINE_SAFETY = "online_safety", _("An toàn trên mạng")
    FIRE = "fire", _("Phòng cháy, chữa cháy")
    OTHER = "other", _("Nội dung khác")


class Progress(models.TextChoices):
    NOT_STARTED = "not_started", _("Chưa làm")
    ONGOING = "ongoing", _("Đang làm")
    DONE = "done", _("Đã làm xong")
    DROPPED = "dropped", _("Không thực hiện")
