from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from truongan.movement.models.group import GroupCheck
from truongan.movement.models.scheme import Paper, SchemeEvent


class Evidence(models.Model):
    """A file that proves an event, a check or a paper: typed by its content, hashed, photos without EXIF."""

    event = models.ForeignKey(SchemeEvent, models.CASCADE, null=True, blank=True, related_name="evidence")
    check_up = models.ForeignKey(GroupCheck, models.CASCADE, null=True, blank=True, related_name="evidence")
    paper = models.ForeignKey(Paper, models.CASCADE, null=True, blank=True, related_name="evidence")
    file = models.FileField(upload_to="evidence/%Y/%m")
    filename = models.CharField(_("tên tệp"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(event__isnull=False, check_up=None, paper=None)
                | Q(event=None, check_up__isnull=False, paper=None)
                | Q(event=None, check_up=None, paper__isnull=False),
                name="evidence_proves_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.filename
