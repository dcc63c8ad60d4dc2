from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from truongan.organizations.models import Organization
from truongan.workbooks.models import SourceRow


class Declaration(models.Model):
    """A total somebody wrote down (in a workbook, on paper). Shown beside what is counted, never instead of it."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="declarations")
    measure = models.CharField(_("chỉ tiêu"), max_length=40)  # an indicator's code, as figures names it
    on = models.DateField(_("tính đến ngày"))
    value = models.PositiveIntegerField(_("số khai báo"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    source = models.ForeignKey(SourceRow, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "measure", "on"], name="declaration_once_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.measure} = {self.value} ({self.on:%d/%m/%Y})"
