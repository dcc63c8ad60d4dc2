"""Kinds of reporting cycles and what becomes of a submission."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CycleKind(models.TextChoices):
    WEEK = "week", _("Báo cáo tuần")
    MONTH = "month", _("Báo cáo tháng")
    QUARTER = "quarter", _("Báo cáo quý")
    HALF = "half", _("Báo cáo 6 tháng")
    YEAR = "year", _("Báo cáo năm")
    SCHOOL_YEAR = "school-year", _("Báo cáo năm học")
    THEMATIC = "thematic", _("Báo cáo chuyên đề")
    QUICK = "quick", _("Báo cáo nhanh")


class SubmissionStatus(models.TextChoices):
    """due → draft → submitted → returned | accepted → sealed; what is returned is edited and submitted again."""

    DUE = "due", _("Chưa lập")
    DRAFT = "draft", _("Đang lập")
    SUBMITTED = "submitted", _("Đã nộp")
    RETURNED = "returned", _("Trả lại")
    ACCEPTED = "accepted", _("Đã duyệt")
    SEALED = "sealed", _("Đã chốt")


CHOSEN_DATES = (CycleKind.THEMATIC, CycleKind.QUICK)
OPEN = (SubmissionStatus.DUE, SubmissionStatus.DRAFT, SubmissionStatus.RETURNED)  # the unit still has to act
SENT = (SubmissionStatus.SUBMITTED, SubmissionStatus.ACCEPTED, SubmissionStatus.SEALED)
DONE = (SubmissionStatus.ACCEPTED, SubmissionStatus.SEALED)  # what the level above may build on
WRITABLE = (SubmissionStatus.DRAFT, SubmissionStatus.RETURNED)
TONES = {
    SubmissionStatus.DUE: "",
    SubmissionStatus.DRAFT: "info",
    SubmissionStatus.SUBMITTED: "soon",
    SubmissionStatus.RETURNED: "late",
    SubmissionStatus.ACCEPTED: "ok",
    SubmissionStatus.SEALED: "ok",
}
