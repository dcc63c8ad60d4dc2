from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.accounts.querysets import AppointmentQuerySet, BeatQuerySet, InvitationQuerySet, PersonQuerySet
from truongan.accounts.scope import scope_of
from truongan.kernel.clock import today_vn
from truongan.kernel.text import fold, nfc, sort_key
from truongan.organizations.models import Organization
from truongan.organizations.scope import Scope
from truongan.territory.models import AdministrativeUnit


class Person(models.Model):
    """Someone who holds a post or belongs to a team or group. Pupils are counted, not named (Law 91/2025)."""

    name = models.CharField(_("họ và tên"), max_length=100)
    phone = models.CharField(_("điện thoại"), max_length=15, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    birth_year = models.PositiveSmallIntegerField(_("năm sinh"), null=True, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="people", verbose_name=_("đơn vị")
    )
    post = models.CharField(_("chức vụ, công việc"), max_length=120, blank=True)
    sort_key = models.CharField(max_length=600, editable=False)
    search_fold = models.CharField(max_length=120, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phone"], condition=~Q(phone=""), name="person_phone_belongs_to_one"),
        ]
        indexes = [
            models.Index(fields=["organization", "search_fold"], name="person_by_home_and_name"),
            models.Index(fields=["sort_key"], name="person_by_given_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", args=[self.pk])

    def derive_keys(self) -> None:
        """Fill the stored keys of search and order; call before saving a changed name."""
        self.name = nfc(self.name)
        self.search_fold = fold(self.name)[:120]
        self.sort_key = sort_key(self.name)[:600]


class User(AbstractUser):  # type: ignore[django-manager-missing]  # of Wagtail's photos
    """A sign-in. What it opens follows from the person's appointments."""

    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="user")

    @cached_property
    def scope(self) -> Scope:
        """What this person sees now. Access is decided when it is asked for, hence the clock here."""
        return scope_of(self, today_vn())

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        """The person's own name, also on screens of others than ours (the editors')."""
        return self.person.name if self.person else super().get_full_name()


class Appointment(models.Model):
    """A person's dated post in an organization, and what it allows there."""

    class Role(models.TextChoices):
        READER = "reader", _("Theo dõi")
        EDITOR = "editor", _("Cán bộ nhập liệu")
        LEADER = "leader", _("Lãnh đạo")
        ADMIN = "admin", _("Quản trị đơn vị")

    person = models.ForeignKey(Person, models.CASCADE, related_name="appointments")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="appointments")
    role = models.CharField(_("vai trò"), max_length=8, choices=Role, default=Role.READER)
    title = models.CharField(_("chức danh"), max_length=120, blank=True)
    is_head = models.BooleanField(_("người đứng đầu"), default=False)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="appointment_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["person", "organization", "role"], condition=Q(valid_to=None), name="appointment_open_once"
            ),
        ]
        indexes = [models.Index(fields=["organization", "valid_from"], name="appointment_by_organization")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.get_role_display()} {self.organization_id}"


class Beat(models.Model):
    """What an area officer is responsible for: one school or one unit, from a day to another."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="beats")
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, blank=True, related_name="beats")
    unit = models.ForeignKey(AdministrativeUnit, models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = BeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(organization=None) ^ Q(unit=None), name="beat_is_a_school_or_a_unit"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="beat_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.organization_id or self.unit_id}"


class Invitation(models.Model):
    """A single-use way in, made by an administrator of the unit. Only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=8, choices=Appointment.Role)
    title = models.CharField(max_length=120, blank=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organization", "-created_at"], name="invitation_by_organization")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.organization_id}"
