from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from truongan.organizations.models import Organization
from truongan.tips.querysets import TipOfficerQuerySet
from truongan.tips.states import Duty


class TipOfficer(models.Model):
    """Who answers for confidential tips in a unit: a handler, who reads them, or a keeper of half its recovery key."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="tip_officers", verbose_name=_("đơn vị")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="tip_duties", verbose_name=_("người")
    )
    duty = models.CharField(_("việc"), max_length=8, choices=Duty)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    named_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = TipOfficerQuerySet.as_manager()

    class Meta:
        constraints = [
            # One person, one duty in a unit: a handler who kept half the recovery would lose both at once.
            models.UniqueConstraint(
                fields=["organization", "user"], condition=Q(ended_on=None), name="tip_officer_one_duty_in_a_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.display_name}, {self.get_duty_display()}"
