from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.activities.querysets import ActivityQuerySet
from truongan.activities.states import Form, Group, Kind
from truongan.directives.models import Directive
from truongan.kernel.text import fold
from truongan.movement.models import Scheme, SchemeEvent
from truongan.organizations.models import Organization
from truongan.plans.models import Measure
from truongan.plans.states import Topic


class Activity(models.Model):
    """Something an organization did on a day, before whom, and what it served.

    Never deleted: one recorded by mistake is voided and stays to be seen. `token` is made with the form, so that
    a form sent twice over a weak line is one activity.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="activities", verbose_name=_("trường, đơn vị")
    )
    kind = models.CharField(_("loại hoạt động"), max_length=18, choices=Kind)
    on = models.DateField(_("ngày"))
    starts_at = models.TimeField(_("bắt đầu"), null=True, blank=True)
    ends_at = models.TimeField(_("kết thúc"), null=True, blank=True)
    title = models.CharField(_("tên hoạt động"), max_length=300)
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    topics = ArrayField(
        models.CharField(max_length=16, choices=Topic), default=list, blank=True, verbose_name=_("nội dung")
    )
    forms = ArrayField(
        models.CharField(max_length=12, choices=Form), default=list, blank=True, verbose_name=_("hình thức")
    )
    content = models.TextField(_("nội dung, diễn biến"), blank=True)
    result = models.TextField(_("kết quả"), blank=True)
    chair = models.CharField(_("chủ trì"), max_length=120, blank=True)
    secretary = models.CharField(_("thư ký"), max_length=120, blank=True)
    partners = models.ManyToManyField(
        Organization, related_name="activities_joined", blank=True, verbose_name=_("đơn vị phối hợp")
    )
    other_partners = models.CharField(_("phối hợp khác"), max_length=300, blank=True)
    directive = models.ForeignKey(
        Directive, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("văn bản chỉ đạo")
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("biện pháp")
    )
    token = models.UUIDField(unique=True, editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(_("lý do hủy"), max_length=300, blank=True)
    search_fold = models.CharField(max_length=600, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="activity_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
                name="activity_voided_iff_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-on"], name="activity_by_organization"),
            models.Index(fields=["-on", "-id"], name="activity_by_day"),
            models.Index(fields=["measure"], name="activity_by_measure"),
            models.Index(fields=["directive"], name="activity_by_directive"),
            GinIndex(fields=["topics"], name="activity_by_topics"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activities:activity", args=[self.pk])

    @property
    def is_void(self) -> bool:
        return self.voided_at is not None

    @property
    def topic_labels(self) -> list[str]:
        return [str(Topic(code).label) for code in self.topics]

    @property
    def form_labels(self) -> list[str]:
        return [str(Form(code).label) for code in self.forms]

    def derive_keys(self) -> None:
        """Fill the stored key of search; call before saving changed words."""
        self.search_fold = fold(f"{self.title} {self.place} {self.other_partners}")[:600]


class Audience(models.Model):
    """How many of one group were there: attendances (lượt), and distinct people (người) where that was known."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="audiences")
    group = models.CharField(_("thành phần"), max_length=8, choices=Group)
    attendance_count = models.PositiveIntegerField(_("lượt người"))
    person_count = models.PositiveIntegerField(_("số người"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "group"], name="audience_once_per_group"),
            models.CheckConstraint(
                condition=Q(person_count=None) | Q(person_count__lte=F("attendance_count")),
                name="audience_people_within_attendances",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_group_display()} {self.attendance_count}"


class ActivityPerson(models.Model):
    """An adult known by name who took part: speakers, hosts, colleagues. Pupils are counted in the audience."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="participations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="participations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="activity_person_once")]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.person_id}"


class ActivityScheme(models.Model):
    """The activity proves that this scheme is active; `event` is the proof in the scheme's own record."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="scheme_links")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="activity_links")
    event = models.OneToOneField(SchemeEvent, models.PROTECT, related_name="activity_link")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "scheme"], name="activity_scheme_once")]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.scheme_id}"


class ActivityDraft(models.Model):
    """What a person has typed and not yet recorded, seen by them alone; photos are not kept in it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    fields = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organization"], name="activity_draft_once_per_person")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.organization_id}"
