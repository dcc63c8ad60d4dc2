from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.channels.models import Message
from truongan.incidents.models.categories import Limit
from truongan.incidents.models.incident import Incident
from truongan.incidents.querysets import OfIncidentQuerySet
from truongan.incidents.states import EntryKind, StepKind
from truongan.organizations.models import Organization
from truongan.tips.models import Tip


class Entry(models.Model):
    """One line of a case's timeline. Written once; never changed."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="entries", db_index=False)
    kind = models.CharField(max_length=11, choices=EntryKind)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # who answered without signing in
    text = models.TextField(blank=True)

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["incident", "at", "id"], name="entry_of_incident")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind}"


class Alarm(models.Model):
    """One level of people told of a case, until when they had time, and how the level ended."""

    class End(models.TextChoices):
        TAKEN = "taken", _("Có người nhận")
        TIMEOUT = "timeout", _("Hết thời gian chờ")
        CANNOT = "cannot", _("Không ai ở cấp này nhận được")
        CLOSED = "closed", _("Vụ việc đã kết thúc")
        RISEN = "risen", _("Mức độ, loại đã đổi: gọi theo phân công mới")
        INFORMED = "informed", _("Đã có người nhận, báo để biết")

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="alarms")
    level = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    message = models.OneToOneField(Message, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=8, choices=End, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "level"], name="alarm_once_per_level")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.level}"


class Step(models.Model):
    """A first step that was taken, when, and whom it reached."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="steps")
    kind = models.CharField(_("việc"), max_length=8, choices=StepKind)
    at = models.DateTimeField(_("lúc"))
    told = models.CharField(_("báo cho ai, làm gì"), max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = OfIncidentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind}"


class Task(models.Model):
    """What somebody is to do about a case, and by when."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="tasks")
    text = models.CharField(_("việc cần làm"), max_length=300)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người làm")
    )
    due_at = models.DateTimeField(_("hạn"), null=True, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = OfIncidentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text


class Notification(models.Model):
    """That somebody was told, or something done, under a limit of the law, and by when it had to be."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="notifications")
    limit = models.ForeignKey(Limit, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"))
    due_at = models.DateTimeField(null=True)  # as computed then; none: at once
    told = models.CharField(_("báo cho ai, bằng cách nào"), max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "limit"], name="notification_once_per_limit")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.limit_id}"


class TipLink(models.Model):
    """That a confidential tip is about the same thing: its number and state only, nothing of what it says."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="tip_links")
    tip_number = models.BigIntegerField()  # stays when the tip is deleted
    tip = models.ForeignKey(Tip, models.SET_NULL, null=True, related_name="+")
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "tip_number"], name="tip_linked_once")]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.tip_number}"


class Declaration(models.Model):
    """That an organization has reported everything of a school year, or that nothing happened there."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    school_year = models.CharField(_("năm học"), max_length=9)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "school_year"], name="declaration_once_a_school_year"),
            models.CheckConstraint(condition=Q(school_year__regex=r"^\d{4}-\d{4}$"), name="declaration_year_form"),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.school_year}"
