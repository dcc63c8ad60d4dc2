from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.duty.querysets import AbsenceQuerySet


class Absence(models.Model):
    """A person cannot be reached for a while; what would reach them reaches the deputy instead."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="absences", verbose_name=_("người vắng"))
    deputy = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người thay")
    )
    starts_at = models.DateTimeField(_("từ"))
    ends_at = models.DateTimeField(_("đến"))
    reason = models.CharField(_("lý do"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_ends_after_start"),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("person")), name="absence_deputy_is_somebody_else"
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at", "starts_at"], condition=Q(cancelled_at=None), name="absence_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} vắng"
