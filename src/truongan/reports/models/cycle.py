from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.directives.models import Directive
from truongan.organizations.models import Organization, Sector
from truongan.reports.querysets import ReportCycleQuerySet
from truongan.reports.states import CycleKind


class ReportCycle(models.Model):
    """One round of reporting: a period, whom the reports come together at, and by when each level owes its own.

    `since` and `until` are both inside the period. Deadlines are frozen when it is opened: {"school": "2026-09-15"}.
    """

    kind = models.CharField(_("loại kỳ"), max_length=12, choices=CycleKind)
    name = models.CharField(_("kỳ báo cáo"), max_length=200)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến hết ngày"))
    deadlines = models.JSONField(_("hạn nộp"), default=dict)
    basis = models.CharField(_("căn cứ"), max_length=200, blank=True)
    issuer = models.ForeignKey(
        Organization, models.PROTECT, related_name="report_cycles", verbose_name=_("cơ quan tổng hợp")
    )
    directive = models.ForeignKey(
        Directive, models.PROTECT, null=True, blank=True, related_name="report_cycles", verbose_name=_("theo văn bản")
    )
    sectors = ArrayField(
        models.CharField(max_length=12, choices=Sector), default=list, verbose_name=_("ngành báo cáo")
    )
    request = models.TextField(_("yêu cầu"), blank=True)
    repeats = models.BooleanField(_("tự mở kỳ sau"), default=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    gathered_at = models.DateTimeField(null=True)  # who takes part is written down and no longer changes

    objects = ReportCycleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="report_cycle_ends_after_start"),
            models.UniqueConstraint(
                fields=["issuer", "kind", "since"],
                condition=~Q(kind__in=["thematic", "quick"]),
                name="report_cycle_once_per_period",
            ),
        ]
        indexes = [
            models.Index(fields=["issuer", "kind", "-until"], name="report_cycle_by_issuer"),
            models.Index(fields=["directive"], name="report_cycle_by_directive"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("reports:cycle", args=[self.pk])

    @property
    def deadline_days(self) -> dict[str, date]:
        """Level → day, from the school upwards as the rules order them."""
        return {level: date.fromisoformat(day) for level, day in self.deadlines.items()}

    @property
    def last_deadline(self) -> date:
        return max(self.deadline_days.values(), default=self.until)
