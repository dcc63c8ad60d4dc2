from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.directives.models import Directive
from truongan.documents.layout import number_and_symbol
from truongan.figures.models import Seal
from truongan.organizations.models import Organization
from truongan.reports.querysets import ResultReportQuerySet
from truongan.territory.models import AdministrativeUnit


class ResultReport(models.Model):
    """A "Báo cáo kết quả" of an organization about a unit on a day: a draft with live figures, then sealed.

    The texts hold figures as `{schemes.count}`; a draft shows them live, the seal freezes them.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        SEALED = "sealed", _("Đã chốt")

    issuer = models.ForeignKey(
        Organization, models.PROTECT, related_name="reports", verbose_name=_("cơ quan ban hành")
    )
    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, null=True, related_name="+", verbose_name=_("địa bàn")
    )
    on = models.DateField(_("số liệu tính đến ngày"))
    since = models.DateField(_("từ ngày"), null=True, blank=True)
    directive = models.ForeignKey(
        Directive, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("thực hiện văn bản")
    )
    # Numbers of the directive's thread as they were at sealing; a draft reads them live (thread/numbers.py).
    thread_numbers = models.JSONField(null=True)
    superior = models.CharField(_("cơ quan chủ quản"), max_length=300, blank=True)
    issuer_name = models.CharField(_("tên cơ quan trên văn bản"), max_length=300)
    place = models.CharField(_("địa danh"), max_length=80)
    symbol = models.CharField(_("ký hiệu"), max_length=40, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    subject = models.CharField(_("về việc"), max_length=400)
    grounds = models.TextField(_("căn cứ, thực hiện"), blank=True)
    work = models.TextField(_("công tác chỉ đạo, triển khai"), blank=True)
    results = models.TextField(_("kết quả"))
    difficulties = models.TextField(_("khó khăn, hạn chế"), blank=True)
    next_steps = models.TextField(_("phương hướng, nhiệm vụ"), blank=True)
    authority = models.CharField(_("thẩm quyền ký"), max_length=4, blank=True)
    signer_title = models.CharField(_("chức vụ người ký"), max_length=200, blank=True)
    signer_own_title = models.CharField(_("chức vụ ở cơ quan"), max_length=200, blank=True)
    signer_name = models.CharField(_("người ký"), max_length=100, blank=True)
    recipients = models.TextField(_("nơi nhận"), blank=True)
    status = models.CharField(max_length=6, choices=Status, default=Status.DRAFT)
    number = models.PositiveIntegerField(_("số"), null=True)
    seal = models.OneToOneField(Seal, models.PROTECT, null=True, related_name="report")
    sealed_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField()

    objects = ResultReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft", seal=None, number=None)
                | Q(status="sealed", seal__isnull=False, number__isnull=False, number__gte=1),
                name="report_sealed_iff_it_has_seal_and_number",
            ),
        ]
        indexes = [models.Index(fields=["issuer", "-on"], name="report_by_issuer")]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("reports:detail", args=[self.pk])

    @property
    def is_sealed(self) -> bool:
        return self.status == self.Status.SEALED

    @property
    def number_label(self) -> str:
        """`05/BC-BCĐ`, or nothing while it has no number."""
        return number_and_symbol(self.number, self.symbol) if self.number else ""


class SealedFile(models.Model):
    """The file produced at sealing, kept as it was: what was signed must not depend on a later version of us."""

    report = models.ForeignKey(ResultReport, models.PROTECT, related_name="files")
    format = models.CharField(max_length=4)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "format"], name="sealed_file_once_per_format")]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.format}"
