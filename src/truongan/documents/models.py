from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from truongan.documents.querysets import PaperTemplateQuerySet
from truongan.organizations.models import Organization


class NumberSeries(models.Model):
    """How far an issuer has counted its documents in a year; a committee with an agency's seal has its own."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="number_series")
    year = models.PositiveSmallIntegerField(_("năm"))
    series = models.CharField(_("sổ"), max_length=20)
    last_number = models.PositiveIntegerField(_("số cuối cùng"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "year", "series"], name="number_series_once_per_issuer_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.series}/{self.year}"


class PaperTemplate(models.Model):
    """An administrator's Word file in the place of a built-in paper, for some time and some organizations.

    Without an organization it serves the whole installation. The file stands in the database: templates are
    small, few, and must be the same for every worker.
    """

    paper = models.CharField(_("loại giấy"), max_length=40)
    name = models.CharField(_("tên mẫu"), max_length=120)
    organization = models.ForeignKey(
        Organization,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="paper_templates",
        verbose_name=_("dùng cho"),
    )
    valid_from = models.DateField(_("dùng từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)
    content = models.BinaryField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="replaced")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("tải lên lúc"))

    objects = PaperTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            # An end on the first day is a template withdrawn before it served.
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="paper_template_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["paper", "organization"],
                condition=Q(valid_to=None),
                nulls_distinct=False,
                name="paper_template_one_open_per_organization",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.valid_to is None
