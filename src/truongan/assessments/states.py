"""Words for the states of an assessment and of one answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFT = "draft", _("Đang tự chấm")
    SUBMITTED = "submitted", _("Đã nộp, chờ thẩm định")
    RETURNED = "returned", _("Trả lại")
    EXAMINED = "examined", _("Đã thẩm định")
    RECOGNISED = "recognised", _("Được công nhận")
    REFUSED = "refused", _("Không công nhận")
    REVOKED = "revoked", _("Đã thu hồi")


TONES = {
    Status.DRAFT: "info",
    Status.SUBMITTED: "soon",
    Status.RETURNED: "late",
    Status.EXAMINED: "info",
    Status.RECOGNISED: "ok",
    Status.REFUSED: "off",
    Status.REVOKED: "off",
}
OPEN = (Status.DRAFT, Status.RETURNED)  # the school writes
HANDED_IN = (Status.SUBMITTED, Status.EXAMINED, Status.RECOGNISED, Status.REFUSED, Status.REVOKED)


class Value(models.TextChoices):
    MET = "met", _("Đạt")
    NOT_MET = "not_met", _("Chưa đạt")
    NOT_APPLICABLE = "na", _("Không áp dụng")


class Occasion(models.TextChoices):
    SUBMITTED = "submitted", _("Trường tự chấm")
    RETURNED = "returned", _("Trả lại")
    EXAMINED = "examined", _("Thẩm định")
