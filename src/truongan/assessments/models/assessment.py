from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.activities.models import Activity
from truongan.assessments.models.criteria import CriteriaSet
from truongan.assessments.models.rounds import AssessmentRound, FiledPaper
from truongan.assessments.querysets import AssessmentQuerySet, EvidenceQuerySet
from truongan.assessments.states import OPEN, TONES, Occasion, Status, Value
from truongan.movement.models import Scheme
from truongan.organizations.models import Organization
from truongan.plans.models import Plan


class Assessment(models.Model):
    """A school judged by one version of a set: in a yearly round, or on a day.

    The result columns repeat the last judgement, for lists; `judgements` are the dated facts.
    """

    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="assessments", verbose_name=_("bộ tiêu chí")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="assessments", verbose_name=_("trường")
    )
    round = models.ForeignKey(
        AssessmentRound, models.PROTECT, null=True, blank=True, related_name="assessments", verbose_name=_("đợt")
    )
    on = models.DateField(_("ngày đánh giá"))
    status = models.CharField(_("tình trạng"), max_length=10, choices=Status, default=Status.DRAFT)
    met_count = models.PositiveSmallIntegerField(default=0, editable=False)
    applicable_count = models.PositiveSmallIntegerField(default=0, editable=False)
    result = models.CharField(max_length=40, blank=True, editable=False)  # blank: no class
    result_name = models.CharField(max_length=200, blank=True, editable=False)
    passes = models.BooleanField(default=False, editable=False)
    reason = models.TextField(blank=True, editable=False)
    cure_by = models.DateTimeField(null=True, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    examined_at = models.DateTimeField(null=True, editable=False)
    examined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    return_reason = models.CharField(max_length=500, blank=True, editable=False)
    opinion = models.CharField(_("ý kiến thẩm định"), max_length=500, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField()

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organization"],
                condition=Q(round__isnull=False),
                name="assessment_once_per_round_and_school",
            ),
            models.UniqueConstraint(
                fields=["criteria_set", "organization", "on"],
                condition=Q(round=None),
                name="assessment_once_per_set_school_and_day",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-on"], name="assessment_by_school"),
            models.Index(fields=["round", "status"], name="assessment_by_round"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} – {self.round or self.criteria_set.name}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def tone(self) -> str:
        return TONES[Status(self.status)]


class Answer(models.Model):
    """What the school says to one criterion, and what the superior found. `final` is what counts."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="answers")
    item = models.CharField(max_length=12)
    value = models.CharField(max_length=8, choices=Value, blank=True)  # blank: not answered
    counts = models.JSONField(default=list, blank=True)
    note = models.CharField(max_length=500, blank=True)
    is_agreed = models.BooleanField(null=True)
    opinion = models.CharField(max_length=500, blank=True)
    final = models.CharField(max_length=8, choices=Value, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "item"], name="answer_once_per_item")]
        indexes = [models.Index(fields=["item", "final"], name="answer_by_item")]

    def __str__(self) -> str:
        return f"{self.item} {self.value}"

    @property
    def given(self) -> Any:
        """The school's answer as the engine takes it; None while there is none."""
        return self.counts or as_answer(self.value)

    @property
    def settled(self) -> Any:
        """What counts, as the engine takes it: the school's answer unless the superior found otherwise."""
        return self.given if self.final == self.value else as_answer(self.final)


def as_answer(value: str) -> Any:
    return {Value.MET: True, Value.NOT_MET: False, Value.NOT_APPLICABLE: "na"}.get(Value(value)) if value else None


class Judgement(models.Model):
    """What an assessment added up to on a day; written once. Figures of any day are read from these."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="judgements")
    occasion = models.CharField(max_length=10, choices=Occasion)
    on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    met_count = models.PositiveSmallIntegerField(default=0)
    applicable_count = models.PositiveSmallIntegerField(default=0)
    result = models.CharField(max_length=40, blank=True)
    passes = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["assessment", "-made_at"], name="judgement_by_assessment")]

    def __str__(self) -> str:
        return f"{self.get_occasion_display()} {self.on:%d/%m/%Y}"


class Evidence(models.Model):
    """What proves an answer or a paper of the registration: a file, or a record of the register."""

    answer = models.ForeignKey(Answer, models.CASCADE, null=True, blank=True, related_name="evidence")
    paper = models.ForeignKey(FiledPaper, models.CASCADE, null=True, blank=True, related_name="evidence")
    scheme = models.ForeignKey(Scheme, models.PROTECT, null=True, blank=True, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="+")
    file = models.FileField(upload_to="assessments/%Y/%m", blank=True)
    filename = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__isnull=False, paper=None) | Q(answer=None, paper__isnull=False),
                name="assessment_evidence_proves_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.filename or str(self.record or "")

    @property
    def record(self) -> Scheme | Plan | Activity | None:
        """The record of the register it points at, with a page of its own."""
        return self.scheme or self.plan or self.activity
