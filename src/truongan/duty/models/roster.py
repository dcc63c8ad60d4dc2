from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.duty.querysets import RosterQuerySet, ShiftQuerySet
from truongan.organizations.models import Organization


class Roster(models.Model):
    """A duty list (lịch trực) an organization keeps: who answers when something happens, hour by hour."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="rosters", verbose_name=_("đơn vị"), db_index=False
    )  # indexed below
    name = models.CharField(_("tên lịch trực"), max_length=120)
    phone = models.CharField(_("điện thoại trực"), max_length=20, blank=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"], condition=Q(closed_at=None), name="roster_name_once_per_organization"
            )
        ]
        indexes = [models.Index(fields=["organization"], name="roster_by_organization")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("duty:roster", args=[self.pk])


class Shift(models.Model):
    """One person's hours on duty. A replaced person stays known; a cancelled shift counts no more."""

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="shifts", db_index=False)  # see below
    person = models.ForeignKey(Person, models.PROTECT, related_name="shifts", verbose_name=_("người trực"))
    starts_at = models.DateTimeField(_("từ"))
    ends_at = models.DateTimeField(_("đến"))
    instead_of = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    why_replaced = models.CharField(_("lý do thay"), max_length=200, blank=True)
    hand_over_note = models.TextField(_("bàn giao ca"), blank=True)
    handed_over_at = models.DateTimeField(null=True)
    handed_over_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_start"),
            models.UniqueConstraint(
                fields=["roster", "person", "starts_at"],
                condition=Q(cancelled_at=None),
                name="shift_once_per_person_and_start",
            ),
        ]
        indexes = [models.Index(fields=["roster", "starts_at"], name="shift_by_roster")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at:%d/%m/%Y %H:%M}"
