from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.directives.models.directive import Directive
from truongan.directives.models.receipt import Addressed
from truongan.directives.querysets import DutyQuerySet, ProgressQuerySet
from truongan.directives.states import DutyStatus, ExtensionState
from truongan.organizations.models import Organization


class Assignment(models.Model):
    """One task a directive gives, to all its recipients or to those of them that `target` describes."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="assignments")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    task = models.TextField(_("nhiệm vụ"))
    due_on = models.DateField(_("hạn thực hiện"), null=True, blank=True)
    evidence_required = models.CharField(_("kết quả, minh chứng phải có"), max_length=500, blank=True)
    # {} means every recipient; otherwise {"sectors": […], "levels": […], "school_levels": […]}
    target = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directive", "position"], name="assignment_once_per_position")]

    def __str__(self) -> str:
        return self.task[:80]


class Duty(Addressed):
    """An assignment at one organization, which may hand it over; its own due day starts as the assignment's."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="duties")
    # Copied from the assignment: a board of a directive is sums over this one table.
    directive = models.ForeignKey(Directive, models.CASCADE, related_name="duties")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="duties")
    responsible = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="duties", verbose_name=_("người phụ trách")
    )
    due_on = models.DateField(_("hạn"), null=True, blank=True)
    status = models.CharField(max_length=9, choices=DutyStatus, default=DutyStatus.OPEN)
    percent = models.PositiveSmallIntegerField(_("tiến độ"), default=0)
    assigned_at = models.DateTimeField()
    done_on = models.DateField(_("hoàn thành ngày"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    carried_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="carried_to")

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "organization"], name="duty_once_per_organization"),
            models.CheckConstraint(
                condition=Q(status="done", done_at__isnull=False, done_on__isnull=False)
                | ~Q(status="done") & Q(done_at=None, done_on=None),
                name="duty_done_iff_it_has_a_day",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="duty_percent_within_hundred"),
        ]
        indexes = [
            models.Index(
                fields=["directive", "path"], opclasses=["int8_ops", "text_pattern_ops"], name="duty_by_place"
            ),
            models.Index(fields=["organization", "status", "due_on"], name="duty_by_organization"),
            models.Index(fields=["due_on"], condition=Q(status="open"), name="duty_open_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} → {self.organization_id}"

    def get_absolute_url(self) -> str:
        return reverse("directives:duty", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status == DutyStatus.OPEN


class Progress(models.Model):
    """A dated note on how far a duty is; never edited, a later one says more."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="progress")
    note = models.TextField(_("kết quả, tiến độ"))
    percent = models.PositiveSmallIntegerField(_("tiến độ (%)"), null=True, blank=True)
    is_completion = models.BooleanField(default=False)
    at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ProgressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__lte=100), name="progress_percent_within_hundred"
            )
        ]
        indexes = [models.Index(fields=["duty", "-at"], name="progress_by_duty")]

    def __str__(self) -> str:
        return self.note[:80]


class ProgressFile(models.Model):
    """Evidence of progress: typed by its content, hashed, photos without EXIF."""

    progress = models.ForeignKey(Progress, models.CASCADE, related_name="files")
    file = models.FileField(upload_to="directives/%Y/%m")
    filename = models.CharField(_("tên tệp"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.filename


class ExtensionRequest(models.Model):
    """A responsible organization asks for a later day; who gave the assignment answers. One open at a time."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="extensions")
    due_on = models.DateField(_("hạn lúc đề nghị"))
    asked_until = models.DateField(_("đề nghị lùi đến"))
    reason = models.CharField(_("lý do"), max_length=500)
    state = models.CharField(max_length=7, choices=ExtensionState, default=ExtensionState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    granted_until = models.DateField(_("cho lùi đến"), null=True, blank=True)
    answer = models.CharField(_("trả lời"), max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["duty"], condition=Q(state="asked"), name="extension_asked_one_at_a_time"),
            models.CheckConstraint(condition=Q(asked_until__gt=F("due_on")), name="extension_asks_for_later"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at=None) | ~Q(state="asked") & Q(decided_at__isnull=False),
                name="extension_decided_iff_not_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} → {self.asked_until}"


class HandOver(models.Model):
    """A duty went from one organization or person to another on a day, and why."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="hand_overs")
    from_organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    to_organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    from_person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    to_person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    on = models.DateField(_("từ ngày"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["duty", "-at"], name="hand_over_by_duty")]

    def __str__(self) -> str:
        return f"{self.duty_id}: {self.from_organization_id} → {self.to_organization_id}"
