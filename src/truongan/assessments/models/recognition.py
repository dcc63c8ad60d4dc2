from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.assessments.models.assessment import Assessment
from truongan.assessments.models.rounds import AssessmentRound
from truongan.assessments.querysets import DecisionQuerySet, RecognitionQuerySet
from truongan.documents.layout import number_and_symbol
from truongan.organizations.models import Organization


class RecognitionDecision(models.Model):
    """A decision of the competent authority about schools of a round, recorded by the agency that keeps it."""

    round = models.ForeignKey(AssessmentRound, models.PROTECT, related_name="decisions")
    issuer = models.ForeignKey(
        Organization, models.PROTECT, related_name="recognition_decisions", verbose_name=_("cơ quan ghi quyết định")
    )
    authority_name = models.CharField(_("cơ quan ban hành"), max_length=200)
    number = models.PositiveIntegerField(_("số"))
    symbol = models.CharField(_("ký hiệu"), max_length=40, default="QĐ-UBND")
    decided_on = models.DateField(_("ngày quyết định"))
    place = models.CharField(_("địa danh"), max_length=80, blank=True)
    signer_title = models.CharField(_("chức vụ người ký"), max_length=200, blank=True)
    signer_name = models.CharField(_("người ký"), max_length=100, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority_name", "number", "symbol", "decided_on"], name="recognition_decision_once"
            )
        ]

    def __str__(self) -> str:
        return f"Quyết định {self.number_label}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:decision", args=[self.pk])

    @property
    def number_label(self) -> str:
        return number_and_symbol(self.number, self.symbol)


class Recognition(models.Model):
    """One school of a decision: recognised or not. School and place stay written as they were on the day."""

    decision = models.ForeignKey(RecognitionDecision, models.PROTECT, related_name="recognitions")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="recognitions")
    school_name = models.CharField(max_length=200)
    place_name = models.CharField(max_length=200, blank=True)
    is_recognised = models.BooleanField()
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    revoked_on = models.DateField(_("thu hồi từ ngày"), null=True, blank=True)
    revoke_reason = models.CharField(_("lý do thu hồi"), max_length=300, blank=True)
    revoke_number = models.CharField(_("số quyết định thu hồi"), max_length=60, blank=True)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "assessment"], name="recognition_once_per_decision"),
            models.CheckConstraint(
                condition=Q(revoked_on=None) | Q(is_recognised=True) & ~Q(revoke_reason=""),
                name="recognition_revoked_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.school_name
