from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.kernel.text import fold, nfc
from truongan.movement.models.scheme import Scheme
from truongan.movement.querysets import DatedQuerySet, GroupQuerySet
from truongan.organizations.models import Organization
from truongan.workbooks.models import SourceRow


class ConnectionGroup(models.Model):
    """A chat group (usually an ordinary Zalo group) tying members to the area police and health staff.

    Such a group cannot be read by any program (see channels): what stands here is a register
    kept by people, with dated checks as evidence.
    """

    class Platform(models.TextChoices):
        ZALO = "zalo", "Zalo"
        VIBER = "viber", "Viber"
        TELEGRAM = "telegram", "Telegram"
        OTHER = "other", _("Khác")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="groups", verbose_name=_("trường, đơn vị")
    )
    scheme = models.ForeignKey(
        Scheme, models.PROTECT, null=True, blank=True, related_name="groups", verbose_name=_("điểm mô hình")
    )
    name = models.CharField(_("tên nhóm"), max_length=200)
    platform = models.CharField(_("nền tảng"), max_length=10, choices=Platform, default=Platform.ZALO)
    link = models.URLField(_("đường dẫn tham gia"), max_length=300, blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="owned_groups", verbose_name=_("trưởng nhóm")
    )
    formed_on = models.DateField(_("ngày lập"))
    ended_on = models.DateField(_("kết thúc từ ngày"), null=True, blank=True)
    source = models.ForeignKey(SourceRow, models.PROTECT, null=True, blank=True, related_name="+")
    held_from = models.DateField(null=True, editable=False)  # by `organization`, once transferred: see FormerHolding
    search_fold = models.CharField(max_length=200, editable=False)
    # Derived from the checks.
    last_checked_on = models.DateField(null=True, editable=False)
    last_active_on = models.DateField(null=True, editable=False)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "search_fold"],
                condition=Q(ended_on=None),
                name="group_name_once_per_organization",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gt=F("formed_on")), name="group_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["organization", "formed_on"], name="group_by_organization")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("movement:group", args=[self.pk])

    def derive_keys(self) -> None:
        self.name = nfc(self.name)
        self.search_fold = fold(self.name)[:200]


class GroupMembership(models.Model):
    """A person's dated place in a group, and in which capacity; or a number of unnamed members."""

    class Capacity(models.TextChoices):
        MEMBER = "member", _("Thành viên mô hình")
        AREA_POLICE = "area_police", _("Công an phụ trách địa bàn")
        HEALTH = "health", _("Y tế")
        SCHOOL = "school", _("Nhà trường")

    group = models.ForeignKey(ConnectionGroup, models.CASCADE, related_name="memberships", db_index=False)  # see below
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="group_memberships")
    count = models.PositiveIntegerField(_("số người"), default=1)
    label = models.CharField(_("nhóm người (không nêu tên)"), max_length=120, blank=True)
    capacity = models.CharField(_("tư cách"), max_length=12, choices=Capacity, default=Capacity.MEMBER)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)
    source = models.ForeignKey(SourceRow, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(valid_to=None), name="group_member_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="group_membership_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(person=None, count__gte=1) & ~Q(label="") | Q(person__isnull=False, count=1),
                name="group_membership_named_or_counted",
            ),
        ]
        indexes = [
            models.Index(
                fields=["group", "valid_from"],
                include=["valid_to", "capacity", "count"],
                name="group_membership_sides",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id or self.label} trong {self.group_id}"


class GroupCheck(models.Model):
    """Somebody looked at the group on a day: is it alive, how many does it show."""

    group = models.ForeignKey(ConnectionGroup, models.CASCADE, related_name="checks")
    on = models.DateField(_("ngày kiểm tra"))
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    declared_count = models.PositiveIntegerField(_("số thành viên nhóm hiển thị"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    source = models.ForeignKey(SourceRow, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "on"], name="group_check_once_per_day")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.on:%d/%m/%Y}"
