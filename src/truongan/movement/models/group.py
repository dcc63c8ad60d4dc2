from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.movement.models.parts import DatedPlace, NamedPart
from truongan.movement.models.scheme import Scheme
from truongan.movement.querysets import GroupMembershipQuerySet, GroupQuerySet
from truongan.organizations.models import Organization
from truongan.workbooks.models import SourceRow


class Need(models.TextChoices):
    """Who must be in a group for it to do what it is for; kinds of groups choose among these."""

    AREA_POLICE = "area_police", _("Công an phụ trách địa bàn")
    HEALTH = "health", _("Y tế")
    SCHOOL = "school", _("Nhà trường (hiệu trưởng hoặc người được giao)")
    TEAM_LEADER = "team_leader", _("Tổ trưởng tổ tự quản")


class GroupKind(models.Model):
    """A kind of connection group and who must be in it. The rule is a row: provinces word it differently."""

    code = models.SlugField(max_length=50, unique=True)
    name = models.CharField(_("tên loại nhóm"), max_length=120)
    needs = models.JSONField(_("phải có trong nhóm"), default=list)  # codes of Need
    is_default = models.BooleanField(default=False)  # the rule for groups of which nobody said the kind

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="group_kind_one_default")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def need_labels(self) -> list[str]:
        return [str(Need(code).label) for code in self.needs if code in Need.values]


class ConnectionGroup(NamedPart):
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
    kind = models.ForeignKey(
        GroupKind, models.PROTECT, null=True, blank=True, related_name="groups", verbose_name=_("loại nhóm")
    )
    name = models.CharField(_("tên nhóm"), max_length=200)
    purpose = models.CharField(
        _("nhóm dùng để"), max_length=300, blank=True, default="", db_default=""
    )  # imports COPY past it
    platform = models.CharField(_("nền tảng"), max_length=10, choices=Platform, default=Platform.ZALO)
    link = models.URLField(_("đường dẫn tham gia"), max_length=300, blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="owned_groups", verbose_name=_("trưởng nhóm")
    )
    # Whom the owner (or whoever writes for the school) asked to take the group over; accepted, it becomes the owner.
    offered_to = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="offered_groups", verbose_name=_("mời nhận nhóm")
    )
    offered_at = models.DateTimeField(null=True)
    held_from = models.DateField(null=True, editable=False)  # by `organization`, once transferred: see FormerHolding
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
            models.CheckConstraint(
                condition=Q(offered_to=None, offered_at=None) | Q(offered_to__isnull=False, offered_at__isnull=False),
                name="group_offered_to_somebody_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["organization", "formed_on"], name="group_by_organization")]

    def get_absolute_url(self) -> str:
        return reverse("movement:group", args=[self.pk])

    @property
    def chat_place(self) -> str:
        """How channels call this group where an official account runs it."""
        return f"movement.group.{self.pk}"


class GroupMembership(DatedPlace):
    """A person's dated place in a group, and in which capacity; or a number of unnamed members."""

    class Capacity(models.TextChoices):
        MEMBER = "member", _("Thành viên mô hình")
        AREA_POLICE = "area_police", _("Công an phụ trách địa bàn")
        HEALTH = "health", _("Y tế")
        SCHOOL = "school", _("Nhà trường")

    group = models.ForeignKey(ConnectionGroup, models.CASCADE, related_name="memberships", db_index=False)  # see below
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="group_memberships")
    capacity = models.CharField(_("tư cách"), max_length=12, choices=Capacity, default=Capacity.MEMBER)

    objects = GroupMembershipQuerySet.as_manager()

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
    last_message_on = models.DateField(_("ngày của tin gần nhất"), null=True, blank=True)
    # Of a list compared with the roster (see queries.comparing): numbers, and people of the roster by their ids.
    # Who is in the list and not in the roster is counted, never kept by name.
    difference = models.JSONField(null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    source = models.ForeignKey(SourceRow, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "on"], name="group_check_once_per_day")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.on:%d/%m/%Y}"
