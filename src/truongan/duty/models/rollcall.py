from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.channels.models import Channel
from truongan.duty.querysets import AskedQuerySet, LivenessNormQuerySet, RollCallQuerySet, RollCallScheduleQuerySet
from truongan.organizations.models import Organization
from truongan.territory.models import AdministrativeUnit

PARTS = [
    ("groups", _("Thành viên nhóm kết nối")),
    ("heads", _("Người đứng đầu trường")),
    ("teams", _("Tổ trưởng, trưởng ban của các tổ")),
    ("officers", _("Cán bộ phụ trách địa bàn")),
    ("stations", _("Trạm Y tế")),
]


class PartOfNetwork(models.Model):
    """Which part of the network something concerns: within a unit or one school, narrowed by model type and level."""

    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("địa bàn")
    )
    school = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("một trường")
    )
    scheme_types = ArrayField(models.CharField(max_length=60), verbose_name=_("mô hình"), default=list, blank=True)
    school_levels = ArrayField(models.CharField(max_length=10), verbose_name=_("cấp học"), default=list, blank=True)
    parts = ArrayField(models.CharField(max_length=10, choices=PARTS), verbose_name=_("hỏi những ai"), default=list)

    class Meta:
        abstract = True


class _Network(PartOfNetwork):
    """Who asks, what the question is called, and whether it is a drill."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("đơn vị gọi")
    )  # in whose name
    title = models.CharField(_("tên cuộc điểm danh"), max_length=200)
    note = models.CharField(_("lời nhắn"), max_length=300, blank=True)
    is_drill = models.BooleanField(_("diễn tập"), default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class RollCallSchedule(_Network):
    """A roll-call that is called again every month on the same day and hour."""

    day_of_month = models.PositiveSmallIntegerField(_("ngày trong tháng"), default=1)
    hour = models.TimeField(_("giờ gọi"))
    minutes_open = models.PositiveIntegerField(_("nhận trả lời trong (phút)"), default=1440)
    next_at = models.DateTimeField(_("lần tới"))
    # Of the last time its day came, where it could not be called; empty again once it was.
    blocked_at = models.DateTimeField(null=True)
    blocked_why = models.CharField(_("vì sao không gọi được"), max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = RollCallScheduleQuerySet.as_manager()

    class Meta(_Network.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(day_of_month__gte=1, day_of_month__lte=28), name="rollcall_schedule_day_of_every_month"
            )
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(ended_at=None), name="rollcall_schedule_next")]


class RollCall(_Network):
    """One question to a whole network: are you there? It is open from being called until it is closed."""

    key = models.CharField(max_length=40, unique=True)  # of the form that called it: pressed twice, called once
    schedule = models.ForeignKey(RollCallSchedule, models.PROTECT, null=True, blank=True, related_name="calls")
    called_at = models.DateTimeField(_("gọi lúc"))
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closes_at = models.DateTimeField(_("nhận trả lời đến"))
    closed_at = models.DateTimeField(_("đóng lúc"), null=True)
    asked_count = models.PositiveIntegerField(_("số người được hỏi"), default=0)
    reminders = models.PositiveSmallIntegerField(_("số lần nhắc"), default=0)
    reminded_at = models.DateTimeField(null=True)
    # What it proved, written once after closing.
    evidence_at = models.DateTimeField(null=True)
    live_groups = models.PositiveIntegerField(_("nhóm còn hoạt động"), null=True)

    objects = RollCallQuerySet.as_manager()

    class Meta(_Network.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("called_at")), name="rollcall_closes_after_it_is_called"
            )
        ]
        indexes = [
            models.Index(fields=["organization", "-called_at"], name="rollcall_by_organization"),
            models.Index(fields=["closes_at"], condition=Q(closed_at=None), name="rollcall_open"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("rollcalls:board", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def cause(self) -> str:
        """What its messages are said for; reminders add `:reminder.1`."""
        return f"duty.rollcall.{self.pk}"

    @property
    def topic(self) -> str:
        """What its open boards listen to."""
        return self.cause


class Asked(models.Model):
    """One person asked, as part of which organization, and what they answered: dated evidence of a living network."""

    rollcall = models.ForeignKey(RollCall, models.CASCADE, related_name="asked", db_index=False)  # unique below
    person = models.ForeignKey(Person, models.PROTECT, related_name="roll_calls")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)  # see below
    capacity = models.CharField(_("tư cách"), max_length=10, choices=PARTS)
    answer = models.CharField(max_length=20, blank=True)
    answered_at = models.DateTimeField(null=True)
    via = models.CharField(_("trả lời qua"), max_length=10, choices=Channel, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # who phoned

    objects = AskedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rollcall", "person"], name="rollcall_asks_each_once")]
        indexes = [models.Index(fields=["organization", "rollcall"], name="rollcall_asked_by_organization")]

    def __str__(self) -> str:
        return f"{self.rollcall_id} {self.person_id}"


class LivenessNorm(models.Model):
    """When answers to a roll-call prove that a group lives: how many of its named members, and the area officer."""

    valid_from = models.DateField(_("từ ngày"), unique=True)
    least_percent = models.PositiveSmallIntegerField(_("ít nhất số phần trăm thành viên trả lời"))
    needs_officer = models.BooleanField(_("phải có cán bộ Công an phụ trách trả lời"))

    objects = LivenessNormQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(least_percent__gte=1, least_percent__lte=100), name="liveness_norm_is_a_percentage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.valid_from:%d/%m/%Y}: {self.least_percent} %"
