from textwrap import shorten

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.directives.models import Directive
from truongan.movement.models import Scheme
from truongan.organizations.models import Organization, Sector
from truongan.plans.models.plan import Plan
from truongan.plans.querysets import MeasureQuerySet
from truongan.plans.states import Progress, Topic


class Measure(models.Model):
    """One thing a plan promises (biện pháp): about what, by whom, when, with what, and how far it has come.

    Keeps its identity through amendments, so that versions are compared measure by measure.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    topic = models.CharField(_("nội dung"), max_length=16, choices=Topic)
    text = models.TextField(_("biện pháp"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="plan_measures", verbose_name=_("người phụ trách")
    )
    responsible = models.CharField(_("người, bộ phận thực hiện"), max_length=200, blank=True)
    starts_on = models.DateField(_("từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)
    resources = models.CharField(_("nguồn lực"), max_length=300, blank=True)
    scheme = models.ForeignKey(
        Scheme, models.PROTECT, null=True, blank=True, related_name="plan_measures", verbose_name=_("điểm mô hình")
    )
    directive = models.ForeignKey(
        Directive,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_measures",
        verbose_name=_("văn bản chỉ đạo"),
    )
    progress = models.CharField(_("tiến độ"), max_length=11, choices=Progress, default=Progress.NOT_STARTED)
    percent = models.PositiveSmallIntegerField(_("phần trăm"), default=0)
    note = models.CharField(_("ghi chú tiến độ"), max_length=500, blank=True)
    done_on = models.DateField(_("làm xong ngày"), null=True, blank=True)
    progress_at = models.DateTimeField(null=True)
    progress_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="measure_ends_on_or_after_start",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="measure_percent_to_100"),
            models.CheckConstraint(
                condition=Q(progress="done", done_on__isnull=False, percent=100)
                | ~Q(progress="done") & Q(done_on=None, percent__lt=100),
                name="measure_done_has_a_day_and_100_percent",
            ),
        ]
        indexes = [models.Index(fields=["plan", "position"], name="measure_by_plan")]

    def __str__(self) -> str:
        return shorten(self.text, 80, placeholder="…")

    def get_absolute_url(self) -> str:
        return f"{reverse('plans:plan', args=[self.plan_id])}#bien-phap-{self.pk}"


class GuidanceComment(models.Model):
    """What the area police, the education sector or a committee advises about a plan or one of its measures."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="comments")
    measure = models.ForeignKey(Measure, models.SET_NULL, null=True, blank=True, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    sector = models.CharField(_("ngành"), max_length=12, choices=Sector)
    text = models.TextField(_("ý kiến"))
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("đã tiếp thu thế nào"), max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["plan", "at"], name="guidance_by_plan")]

    def __str__(self) -> str:
        return shorten(self.text, 80, placeholder="…")
