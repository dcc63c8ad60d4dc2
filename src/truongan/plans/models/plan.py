from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Substr
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.directives.models import Directive
from truongan.documents.layout import number_and_symbol
from truongan.kernel.text import fold
from truongan.organizations.models import Organization
from truongan.plans.querysets import PlanQuerySet
from truongan.plans.states import Status


class Plan(models.Model):
    """What an organization will do in a school year for security, order and epidemic prevention.

    One per organization and school year; an approved one is amended, not made anew. `submitted_on` and
    `approved_on` are the first days of both and never go back, so that any past day can be asked.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="plans", verbose_name=_("trường, đơn vị")
    )
    school_year = models.CharField(_("năm học"), max_length=9)
    title = models.CharField(_("về việc"), max_length=400)
    status = models.CharField(_("tình trạng"), max_length=9, choices=Status, default=Status.DRAFT)
    revision = models.PositiveSmallIntegerField(_("lần"), default=1)  # 2 is the first amendment

    implements = models.ForeignKey(
        Directive, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name=_("thực hiện văn bản")
    )
    grounds = models.TextField(_("căn cứ, thực hiện"), blank=True)
    situation = models.TextField(_("đặc điểm tình hình"), blank=True)
    goals = models.TextField(_("mục đích, yêu cầu"), blank=True)
    arrangements = models.TextField(_("tổ chức thực hiện"), blank=True)

    superior = models.CharField(_("cơ quan chủ quản"), max_length=300, blank=True)
    issuer_name = models.CharField(_("tên cơ quan trên văn bản"), max_length=300)
    place = models.CharField(_("địa danh"), max_length=80, blank=True)
    symbol = models.CharField(_("ký hiệu"), max_length=40, blank=True)
    number = models.PositiveIntegerField(_("số"), null=True, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    authority = models.CharField(_("thẩm quyền ký"), max_length=4, blank=True)
    signer_title = models.CharField(_("chức vụ người ký"), max_length=200, blank=True)
    signer_own_title = models.CharField(_("chức vụ ở cơ quan"), max_length=200, blank=True)
    signer_name = models.CharField(_("người ký"), max_length=100, blank=True)
    recipients = models.TextField(_("nơi nhận"), blank=True)

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()  # what the writer saw: two windows never overwrite each other
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_to = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="plans_received")
    submitted_on = models.DateField(null=True)  # the first time
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    return_reason = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField(null=True)  # the first time
    search_fold = models.CharField(max_length=400, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "school_year"], name="plan_once_per_organization_and_school_year"
            ),
            models.CheckConstraint(condition=Q(school_year__regex=r"^\d{4}-\d{4}$"), name="plan_school_year_form"),
            models.CheckConstraint(
                condition=Exact(
                    Cast(Substr("school_year", 6, 4), models.IntegerField()),
                    Cast(Substr("school_year", 1, 4), models.IntegerField()) + 1,
                ),
                name="plan_school_year_is_two_years_running",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(submitted_on__isnull=False), name="plan_past_draft_was_submitted"
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(number__gte=1, issued_on__isnull=False, approved_on__isnull=False),
                name="plan_approved_has_number_and_days",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(return_reason=""), name="plan_returned_says_why"
            ),
            models.CheckConstraint(
                condition=Q(approved_on=None) | Q(approved_on__gte=F("submitted_on")),
                name="plan_approved_after_submitted",
            ),
        ]
        indexes = [
            models.Index(fields=["school_year", "submitted_on"], name="plan_by_year_and_submission"),
            models.Index(fields=["submitted_to", "status"], name="plan_by_superior_and_status"),
        ]

    def __str__(self) -> str:
        return self.title if self.school_year in self.title else f"{self.title} {self.school_year}"

    def get_absolute_url(self) -> str:
        return reverse("plans:plan", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether its text may be changed now."""
        return self.status in (Status.DRAFT, Status.RETURNED)

    @property
    def is_approved(self) -> bool:
        return self.status == Status.APPROVED

    @property
    def is_being_amended(self) -> bool:
        """An approved version is in force while the next one is written."""
        return self.approved_on is not None and self.status != Status.APPROVED

    @property
    def number_label(self) -> str:
        """`05/KH-THCSAD`, or nothing while it has no number."""
        return number_and_symbol(self.number, self.symbol) if self.number else ""

    def derive_keys(self) -> None:
        self.search_fold = fold(self.title)[:400]


class PlanVersion(models.Model):
    """The plan as it was submitted or approved: texts, measures and number, frozen for comparison and for printing."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Bản trình")
        APPROVED = "approved", _("Bản được duyệt")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=Kind)
    revision = models.PositiveSmallIntegerField()
    content = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="plan_version_once_per_position")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.position}"


class PlanDraft(models.Model):
    """What a person has typed into the plan's page and not yet saved; `seen_at` is the plan's state they began from."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="drafts")
    fields = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "plan"], name="plan_draft_once_per_person")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.plan_id}"
