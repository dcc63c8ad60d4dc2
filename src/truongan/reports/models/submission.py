from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.documents.layout import number_and_symbol
from truongan.figures.models import Seal
from truongan.organizations.models import Level, Organization
from truongan.reports.models.cycle import ReportCycle
from truongan.reports.querysets import SubmissionQuerySet
from truongan.reports.states import OPEN, SENT, TONES, WRITABLE, SubmissionStatus

# A check that is unknown passes: "number ≥ 1" alone would let a sealed report without a number in.
_SEALED = Q(status="sealed", number__isnull=False, number__gte=1, sealed_at__isnull=False, seal__isnull=False)


class Submission(models.Model):
    """What one organization owes in a cycle, from the moment the cycle is opened.

    `path` is the way up as it was then: primary keys from the cycle's issuer down to this organization, each ended
    by a slash, so that everything below is one index range. `seal` holds the figures as they were handed in.
    """

    Status = SubmissionStatus

    cycle = models.ForeignKey(ReportCycle, models.PROTECT, related_name="submissions")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="submissions")
    superior = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="submissions_below", verbose_name=_("nộp lên")
    )
    path = models.CharField(max_length=200)
    level = models.CharField(max_length=10, choices=Level)
    due_on = models.DateField(_("hạn nộp"), null=True)
    status = models.CharField(max_length=9, choices=SubmissionStatus, default=SubmissionStatus.DUE)
    work = models.TextField(_("công tác chỉ đạo, triển khai"), blank=True)
    results = models.TextField(_("kết quả"), blank=True)
    difficulties = models.TextField(_("khó khăn, hạn chế"), blank=True)
    proposals = models.TextField(_("đề xuất, kiến nghị"), blank=True)
    next_steps = models.TextField(_("phương hướng, nhiệm vụ"), blank=True)
    # Lower units whose notes were taken over already, so that taking them over again adds only what is new.
    noted_ids = models.JSONField(default=list)
    without_reason = models.TextField(_("lý do đi tiếp khi còn thiếu đơn vị"), blank=True)
    # Frozen when it is handed in: how far the units directly below were (periodic.texts.gathered_below), and the
    # earlier periods beside its own figures (periodic.comparison).
    gathered = models.JSONField(default=dict)
    comparison = models.JSONField(default=dict)
    return_reason = models.TextField(_("lý do trả lại"), blank=True)
    is_late = models.BooleanField(_("nộp trễ"), default=False)
    submitted_at = models.DateTimeField(_("nộp lúc"), null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(_("duyệt lúc"), null=True)
    seal = models.OneToOneField(Seal, models.PROTECT, null=True, related_name="submission")
    # The paper's frame, proposed from the register and confirmed by the writer.
    superior_name = models.CharField(_("cơ quan chủ quản"), max_length=300, blank=True)
    issuer_name = models.CharField(_("tên cơ quan trên văn bản"), max_length=300, blank=True)
    place = models.CharField(_("địa danh"), max_length=80, blank=True)
    symbol = models.CharField(_("ký hiệu"), max_length=40, blank=True)
    number = models.PositiveIntegerField(_("số"), null=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    authority = models.CharField(_("thẩm quyền ký"), max_length=4, blank=True)
    signer_title = models.CharField(_("chức vụ người ký"), max_length=200, blank=True)
    signer_own_title = models.CharField(_("chức vụ ở cơ quan"), max_length=200, blank=True)
    signer_name = models.CharField(_("người ký"), max_length=100, blank=True)
    recipients = models.TextField(_("nơi nhận"), blank=True)
    sealed_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "organization"], name="submission_once_per_organization"),
            models.CheckConstraint(
                condition=_SEALED | ~Q(status="sealed") & Q(number=None, sealed_at=None),
                name="submission_sealed_iff_it_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["due", "draft"])
                | Q(status="returned") & ~Q(return_reason="")
                | Q(status__in=["submitted", "accepted", "sealed"], submitted_at__isnull=False, seal__isnull=False),
                name="submission_sent_has_figures_returned_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["cycle", "path"], opclasses=["int8_ops", "text_pattern_ops"], name="submission_tree"),
            models.Index(fields=["organization", "status"], name="submission_by_organization"),
            models.Index(fields=["superior", "status"], name="submission_by_superior"),
            models.Index(
                fields=["due_on"], condition=Q(status__in=["due", "draft", "returned"]), name="submission_open_by_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle.name} – {self.organization.name}"

    def get_absolute_url(self) -> str:
        return reverse("reports:submission", args=[self.pk])

    @property
    def is_sealed(self) -> bool:
        return self.status == SubmissionStatus.SEALED

    @property
    def is_sent(self) -> bool:
        return self.status in SENT

    @property
    def is_writable(self) -> bool:
        return self.status in WRITABLE

    @property
    def is_owed(self) -> bool:
        return self.status in OPEN

    @property
    def is_top(self) -> bool:
        return self.superior_id is None

    @property
    def tone(self) -> str:
        return TONES[SubmissionStatus(self.status)]

    @property
    def number_label(self) -> str:
        """`05/BC-BCĐ`, or nothing while it has no number."""
        return number_and_symbol(self.number, self.symbol) if self.number else ""


class Addendum(models.Model):
    """A declared correction of a sealed report: its own number and day; the report itself stays as it is."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="addenda")
    ordinal = models.PositiveSmallIntegerField()
    reason = models.TextField(_("nội dung, lý do đính chính"))
    # Figures that differ from the report's: [{"code", "label", "was", "now"}]
    changes = models.JSONField(default=list)
    number = models.PositiveIntegerField(_("số"))
    symbol = models.CharField(_("ký hiệu"), max_length=40)
    issued_on = models.DateField(_("ngày ban hành"))
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "ordinal"], name="addendum_numbered_within_its_report"),
        ]

    def __str__(self) -> str:
        return f"{self.number_label}: {self.reason[:80]}"

    @property
    def number_label(self) -> str:
        return number_and_symbol(self.number, self.symbol)


class SubmissionFile(models.Model):
    """A file made at sealing, kept as it was; with `addendum` that of a correction."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="files")
    addendum = models.ForeignKey(Addendum, models.PROTECT, null=True, related_name="files")
    format = models.CharField(max_length=4)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "addendum", "format"],
                nulls_distinct=False,
                name="submission_file_once_per_format",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}.{self.format}"
