from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.assessments.models.criteria import CriteriaSet
from truongan.assessments.querysets import RegistrationQuerySet, RoundQuerySet
from truongan.organizations.models import Organization


class AssessmentRound(models.Model):
    """One cycle of a yearly set in the place of an agency: period, deadlines and who decides, all of them rows."""

    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="rounds", verbose_name=_("bộ tiêu chí"))
    organizer = models.ForeignKey(
        Organization, models.PROTECT, related_name="assessment_rounds", verbose_name=_("cơ quan tổ chức")
    )
    name = models.CharField(_("tên đợt"), max_length=120)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến trước ngày"))
    register_by = models.DateField(_("đăng ký đến hết ngày"), null=True, blank=True)
    decide_before = models.DateField(_("quyết định trước ngày"), null=True, blank=True)
    authorities = models.JSONField(_("cơ quan ra quyết định"), default=list)  # "government:commune": sector and level
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField()

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="round_ends_after_start"),
            models.UniqueConstraint(
                fields=["criteria_set", "organizer", "starts_on"], name="round_once_per_set_place_and_period"
            ),
        ]
        indexes = [models.Index(fields=["organizer", "-starts_on"], name="round_by_organizer")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("assessments:round", args=[self.pk])

    @property
    def last_day(self):
        """The last day of the period, as people write it."""
        return self.ends_on - timedelta(days=1)


class Registration(models.Model):
    """A school's registration to strive for the title of a round, with its papers."""

    round = models.ForeignKey(AssessmentRound, models.PROTECT, related_name="registrations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="assessment_registrations")
    registered_on = models.DateField(_("ngày đăng ký"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "organization"], name="registration_once_per_round_and_school")
        ]

    def __str__(self) -> str:
        return f"{self.organization} – {self.round}"

    @property
    def is_late(self) -> bool:
        limit = self.round.register_by
        return bool(limit and self.registered_on > limit)


class FiledPaper(models.Model):
    """One paper of a registration: resolution, plan, registration form; which ones a set asks for is in the set."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="papers")
    code = models.CharField(max_length=40)
    number = models.CharField(_("số"), max_length=60, blank=True)
    signed_on = models.DateField(_("ngày ký"), null=True, blank=True)
    does_not_apply = models.BooleanField(_("không áp dụng"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "code"], name="filed_paper_once_per_registration"),
            models.CheckConstraint(
                condition=Q(does_not_apply=True, signed_on=None) | Q(does_not_apply=False, signed_on__isnull=False),
                name="filed_paper_signed_or_not_applicable",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}".strip()

    @property
    def title(self) -> str:
        """What the set calls it."""
        papers = self.registration.round.criteria_set.criteria.papers
        return next((paper.name for paper in papers if paper.code == self.code), self.code)
