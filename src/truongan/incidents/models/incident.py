from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.incidents.models.categories import Category, Disease, Severity, ViolationLevel
from truongan.incidents.querysets import IncidentQuerySet, OfIncidentQuerySet
from truongan.incidents.states import Causer, Group, Outcome, Role, State
from truongan.kernel.text import fold
from truongan.organizations.models import Organization


class Numbering(models.Model):
    """The last number a unit gave in a year: locked while the next one is taken."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "year"], name="numbering_once_a_year")]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.year}: {self.last}"


class Incident(models.Model):
    """A case: something that happened at a school, or with its people. Cases and people are counted apart.

    `key` is made with the form on the phone, so that a report sent three times over a bad line is one case.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="incidents", verbose_name=_("trường, đơn vị"), db_index=False
    )
    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveIntegerField(_("số"), editable=False)
    key = models.UUIDField(unique=True, editable=False)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("loại"))
    severity = models.ForeignKey(Severity, models.PROTECT, related_name="+", verbose_name=_("mức độ"))
    violation_level = models.ForeignKey(
        ViolationLevel, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mức vi phạm")
    )
    disease = models.ForeignKey(
        Disease, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bệnh")
    )
    place = models.CharField(_("nơi xảy ra"), max_length=200, blank=True)
    occurred_at = models.DateTimeField(_("xảy ra lúc"))
    what = models.TextField(_("chuyện gì đã xảy ra"), blank=True)
    causer = models.CharField(_("do ai gây ra"), max_length=9, choices=Causer, default=Causer.UNKNOWN)
    declared_count = models.PositiveIntegerField(_("tổng số người liên quan"), null=True, blank=True)
    has_child_victim = models.BooleanField(_("có trẻ em dưới 16 tuổi bị hại"), null=True, blank=True)
    state = models.CharField(_("tình trạng"), max_length=9, choices=State, default=State.REPORTED)
    outcome = models.CharField(_("kết luận"), max_length=15, choices=Outcome, blank=True)
    conclusion = models.TextField(_("kết quả xử lý"), blank=True)
    # Who works on it: at first the organization itself, later to whom it was handed.
    holder = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("đơn vị xử lý"))
    responsible = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người nhận")
    )
    reported_at = models.DateTimeField(_("báo lúc"))
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # What the telephone's clock said when the report left it, where it differed from ours: seconds it was ahead.
    clock_ahead = models.IntegerField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates")
    before_merge = models.CharField(max_length=9, choices=State, blank=True)  # what undoing a merge gives back
    # The alarm: levels of people as they stood when it was raised, with the reason each stands there.
    levels = models.JSONField(default=list, editable=False)
    rules_considered = models.JSONField(default=list, editable=False)  # of the routing matrix, and why (not) taken
    # Each time the matrix was asked: when, for which kind and degree, and what that changed.
    askings = models.JSONField(default=list, editable=False)
    level = models.PositiveSmallIntegerField(default=0)
    next_level_at = models.DateTimeField(null=True)
    unheard_at = models.DateTimeField(null=True)  # the last level's time passed, too, and nobody took it
    delete_on = models.DateField(null=True)
    wiped_at = models.DateTimeField(null=True)
    # Derived. The path is the organization's, kept equal by the database; the arrays are who sees it besides the area.
    place_path = models.CharField(max_length=200, editable=False)
    is_disease = models.BooleanField(default=False, editable=False)
    seen_by_units = ArrayField(models.BigIntegerField(), default=list, editable=False)
    seen_by_people = ArrayField(models.BigIntegerField(), default=list, editable=False)
    search_fold = models.CharField(max_length=600, editable=False)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "year", "number"], name="incident_number_once_a_year"),
            models.CheckConstraint(
                condition=Q(state=State.CONCLUDED, concluded_at__isnull=False) & ~Q(outcome="")
                | ~Q(state=State.CONCLUDED) & Q(outcome="", concluded_at=None),
                name="incident_concluded_iff_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of=None) | Q(outcome=Outcome.DUPLICATE), name="incident_merged_is_a_duplicate"
            ),
            models.CheckConstraint(condition=~Q(duplicate_of=F("id")), name="incident_is_not_its_own_duplicate"),
            models.CheckConstraint(
                condition=Q(delete_on=None) | Q(outcome=Outcome.UNSUBSTANTIATED),
                name="incident_deletion_only_of_unsubstantiated",
            ),
        ]
        indexes = [
            # What the queue filters by stands in it: a commune's pages and counts are found without reading its cases.
            models.Index(
                fields=["place_path", "-reported_at", "-id"],
                opclasses=["text_pattern_ops", "timestamptz_ops", "int8_ops"],
                include=["state", "outcome", "duplicate_of", "category", "severity", "occurred_at", "is_disease"],
                name="incident_queue_of_a_place",
            ),
            models.Index(fields=["organization", "-reported_at"], name="incident_by_organization"),
            models.Index(fields=["-reported_at", "-id"], name="incident_by_report"),
            models.Index(fields=["-occurred_at", "-id"], name="incident_by_occurrence"),
            models.Index(
                fields=["-reported_at", "-id"], condition=~Q(state=State.CONCLUDED), name="incident_open_by_report"
            ),
            models.Index(fields=["-reported_at"], condition=Q(outcome=Outcome.DUPLICATE), name="incident_duplicates"),
            models.Index(fields=["reported_at"], condition=Q(state=State.REPORTED), name="incident_unanswered"),
            models.Index(
                fields=["next_level_at"], condition=Q(next_level_at__isnull=False), name="incident_next_level"
            ),
            models.Index(
                fields=["delete_on"], condition=Q(delete_on__isnull=False, wiped_at=None), name="incident_deletion"
            ),
            GinIndex(fields=["seen_by_units"], name="incident_seen_by_units"),
            GinIndex(fields=["seen_by_people"], name="incident_seen_by_people"),
        ]

    def __str__(self) -> str:
        return f"{_('Vụ')} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:incident", args=[self.pk])

    @property
    def label(self) -> str:
        """Its number in the unit's own series of the year: `03/2026`."""
        return f"{self.number:02d}/{self.year}"

    @property
    def is_open(self) -> bool:
        return self.state != State.CONCLUDED

    @property
    def is_unanswered(self) -> bool:
        return self.state == State.REPORTED

    @property
    def occurred_on(self):
        """The day in Viet Nam."""
        return timezone.localdate(self.occurred_at)

    @property
    def causes(self) -> str:
        """What messages of the alarm begin their cause with."""
        return f"incidents.incident.{self.pk}:"

    def derive_keys(self) -> None:
        """Fill what is stored for search and scope; call before saving changed words or another holder."""
        self.is_disease = self.category.is_disease
        self.place_path = self.organization.place_path
        disease = self.disease.name if self.disease else ""
        self.search_fold = fold(f"{self.label} {self.category.name} {disease} {self.place} {self.what}")[:600]
        self.seen_by_units = sorted({*self.seen_by_units, self.organization_id, self.holder_id})


class Involved(models.Model):
    """How many of one group took part in one role, and how many of them were hurt. No names."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="involved")
    role = models.CharField(_("vai trò"), max_length=8, choices=Role)
    group = models.CharField(_("nhóm người"), max_length=8, choices=Group)
    count = models.PositiveIntegerField(_("số người"))
    injured_count = models.PositiveIntegerField(_("bị thương"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "role", "group"], name="involved_once_per_role_and_group"),
            models.CheckConstraint(condition=Q(injured_count__lte=F("count")), name="involved_injured_within_count"),
            models.CheckConstraint(condition=Q(count__gt=0), name="involved_is_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.get_group_display()} {self.count}"


class NamedPerson(models.Model):
    """Somebody named, where the work needs it. A minor is shown by initials; the name needs a reason and leaves a trace.

    Never in a list, an export, a message or a total.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="named")
    name = models.CharField(_("họ và tên"), max_length=100)
    role = models.CharField(_("vai trò"), max_length=8, choices=Role)
    group = models.CharField(_("nhóm người"), max_length=8, choices=Group)
    birth_year = models.PositiveSmallIntegerField(_("năm sinh"), null=True, blank=True)
    is_minor = models.BooleanField(_("chưa đủ 18 tuổi"), default=True)
    note = models.CharField(_("lớp, nơi ở, ghi chú"), max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = OfIncidentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.initials  # in records and lists of changes, too

    @property
    def initials(self) -> str:
        """`N. V. A.`"""
        return " ".join(f"{word[0].upper()}." for word in self.name.split())

    @property
    def shown(self) -> str:
        """What stands on a page until somebody says why they need more."""
        return self.initials if self.is_minor else self.name


class Photo(models.Model):
    """A picture of what happened: small, upright, without EXIF; goes with the other personal data."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="photos")
    file = models.FileField(upload_to="incidents/%Y/%m")
    thumbnail = models.FileField(upload_to="incidents/%Y/%m")
    filename = models.CharField(_("tên tệp"), max_length=200)
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "sha256"], name="incident_photo_once")]

    def __str__(self) -> str:
        return self.filename
