import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def _random_name(instance: "Upload", filename: str) -> str:
    """The sender's file name never becomes a path."""
    return f"uploads/{instance.sha256[:2]}/{secrets.token_hex(16)}"


class Upload(models.Model):
    """A workbook as it was received, and how far its checking and import have come."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("Đã nhận tệp")
        CHECKING = "checking", _("Đang đối chiếu")
        READY = "ready", _("Chờ bạn xem và nhập")
        REJECTED = "rejected", _("Bị trả lại")
        IMPORTING = "importing", _("Đang nhập")
        IMPORTED = "imported", _("Đã nhập")
        FAILED = "failed", _("Lỗi hệ thống, chưa nhập gì")
        CANCELLED = "cancelled", _("Đã hủy")

    kind = models.CharField(_("loại tệp"), max_length=30)
    filename = models.CharField(_("tên tệp"), max_length=200)
    file = models.FileField(upload_to=_random_name)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    scope_key = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.RECEIVED)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    preview = models.JSONField(default=dict)
    returned_file = models.FileField(upload_to=_random_name, null=True, blank=True)
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["uploaded_by", "-created_at"], name="upload_by_sender"),
            models.Index(fields=["sha256"], name="upload_by_content"),
        ]

    def __str__(self) -> str:
        return self.filename


class SourceRow(models.Model):
    """Where an imported record came from: file, sheet and row."""

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="rows")
    sheet = models.CharField(max_length=100)
    row = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "sheet", "row"], name="source_row_once_per_upload")]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row}"
