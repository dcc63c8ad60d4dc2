from pathlib import PurePath
from secrets import token_hex

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from truongan.workbooks.querysets import UNDERWAY, SourceRowQuerySet, UploadQuerySet

_ENDINGS = frozenset({".xlsx", ".xls", ".csv", ".txt", ".tsv"})


def stored_name(upload: "Upload", filename: str) -> str:
    """The sender's file name never becomes a path: only a known ending is kept, so that readers name it right."""
    ending = PurePath(filename).suffix.lower()
    return f"uploads/{upload.sha256[:2]}/{token_hex(16)}{ending if ending in _ENDINGS else ''}"


class Upload(models.Model):
    """A workbook someone sent, and how far it has come.

    received → checking → ready | rejected, then ready → importing → imported | failed; cancelled from any wait.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", _("Đã nhận tệp")
        CHECKING = "checking", _("Đang đối chiếu")
        READY = "ready", _("Chờ bạn xem và nhập")
        REJECTED = "rejected", _("Bị trả lại")
        IMPORTING = "importing", _("Đang nhập")
        IMPORTED = "imported", _("Đã nhập")
        FAILED = "failed", _("Lỗi hệ thống, chưa nhập gì")
        CANCELLED = "cancelled", _("Đã hủy")

        @property
        def is_underway(self) -> bool:
            return self.value in UNDERWAY

    kind = models.CharField(_("loại biểu mẫu"), max_length=40, blank=True)
    filename = models.CharField(_("tên tệp"), max_length=255)
    file = models.FileField(_("tệp"), upload_to=stored_name, max_length=200)
    size = models.PositiveBigIntegerField(_("dung lượng (byte)"))
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người gửi")
    )
    # Whose file it is, in the importer's words; organizations stand above this context.
    scope_key = models.CharField(_("phạm vi"), max_length=200, blank=True)
    status = models.CharField(_("trạng thái"), max_length=10, choices=Status.choices, default=Status.RECEIVED)
    progress = models.PositiveIntegerField(_("đã xong (dòng)"), default=0)
    total = models.PositiveIntegerField(_("tổng số (dòng)"), default=0)
    message = models.TextField(_("thông báo"), blank=True)
    preview = models.JSONField(_("xem trước"), default=dict, blank=True)
    returned_file = models.FileField(_("tệp trả lại"), upload_to=stored_name, max_length=200, null=True, blank=True)
    created_at = models.DateTimeField(_("gửi lúc"))
    checked_at = models.DateTimeField(_("kiểm tra xong lúc"), null=True, blank=True)
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp gửi lên")
        verbose_name_plural = _("tệp gửi lên")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "received",
                        "checking",
                        "ready",
                        "rejected",
                        "importing",
                        "imported",
                        "failed",
                        "cancelled",
                    ]
                ),
                name="upload_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["imported", "failed", "cancelled"]) | Q(finished_at__isnull=True),
                name="upload_finished_at_only_when_finished",
            ),
        ]
        indexes = [
            models.Index(fields=["scope_key", "-created_at"], name="upload_by_scope"),
            models.Index(fields=["uploaded_by", "-created_at"], name="upload_by_sender"),
            models.Index(fields=["sha256"], name="upload_by_content"),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_underway(self) -> bool:
        return self.Status(self.status).is_underway

    @property
    def percent(self) -> int:
        """Share of rows done, 0 to 100."""
        return min(100, self.progress * 100 // self.total) if self.total else 0


class SourceRow(models.Model):
    """One row of one sheet of a file that was sent: what an imported record points back to."""

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="rows", verbose_name=_("tệp"))
    sheet = models.CharField(_("trang tính"), max_length=100)
    row = models.PositiveIntegerField(_("dòng"))

    objects = SourceRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng nguồn")
        verbose_name_plural = _("dòng nguồn")
        constraints = [
            models.UniqueConstraint(fields=["upload", "sheet", "row"], name="source_row_once_per_upload"),
        ]

    def __str__(self) -> str:
        return f"{self.upload.filename}, {self.sheet}, {self.row}"
