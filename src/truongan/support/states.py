"""The words of support: who asks, where a question stands, what can happen to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AskerKind(models.TextChoices):
    CITIZEN = "citizen", _("Người dân")
    BUSINESS = "business", _("Doanh nghiệp, tổ chức")


class QuestionState(models.TextChoices):
    NEW = "new", _("Mới tiếp nhận")
    WORKING = "working", _("Đang giải quyết")
    ASKED_BACK = "asked_back", _("Chờ người hỏi bổ sung")
    ANSWERED = "answered", _("Đã trả lời")
    REFUSED = "refused", _("Không giải quyết")
    WITHDRAWN = "withdrawn", _("Người hỏi đã rút")


RUNNING = (QuestionState.NEW, QuestionState.WORKING)  # the clock of the unit runs
OPEN = (*RUNNING, QuestionState.ASKED_BACK)
CLOSED = (QuestionState.ANSWERED, QuestionState.REFUSED, QuestionState.WITHDRAWN)


class StepKind(models.TextChoices):
    RECEIVED = "received", _("Tiếp nhận")
    ASSIGNED = "assigned", _("Phân công")
    FORWARDED = "forwarded", _("Chuyển đơn vị")
    ASKED_BACK = "asked_back", _("Đơn vị hỏi lại")
    ADDED = "added", _("Người hỏi bổ sung")
    ANSWERED = "answered", _("Trả lời")
    REFUSED = "refused", _("Không giải quyết")
    REOPENED = "reopened", _("Mở lại")
    WITHDRAWN = "withdrawn", _("Người hỏi rút")
    NOTED = "noted", _("Ghi chú nội bộ")
    RATED = "rated", _("Người hỏi đánh giá")


# What the asker reads of it; who inside the unit was given it, and notes, stay inside.
PUBLIC_STEPS = tuple(kind for kind in StepKind if kind not in (StepKind.ASSIGNED, StepKind.NOTED))


class Satisfaction(models.IntegerChoices):
    VERY_BAD = 1, _("1 – Rất không hài lòng")
    BAD = 2, _("2 – Không hài lòng")
    FAIR = 3, _("3 – Bình thường")
    GOOD = 4, _("4 – Hài lòng")
    VERY_GOOD = 5, _("5 – Rất hài lòng")


SATISFIED = 4  # from this score on an asker counts as satisfied
