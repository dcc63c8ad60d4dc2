from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from truongan.movement.models.group import ConnectionGroup
from truongan.movement.models.scheme import Scheme, SchemeEvent
from truongan.movement.querysets import FormerHoldingQuerySet
from truongan.organizations.models import Organization


class FormerHolding(models.Model):
    """The days on which an organization held a scheme (or a group of it) before handing it on.

    The present holder stands on the scheme itself, with the day it received it (`held_from`); so only what was
    ever transferred has rows here. Teams have none: they are where their scheme is.
    """

    event = models.ForeignKey(SchemeEvent, models.PROTECT, related_name="holdings")  # the transfer that ended it
    scheme = models.ForeignKey(Scheme, models.CASCADE, null=True, related_name="former_holdings")
    group = models.ForeignKey(ConnectionGroup, models.CASCADE, null=True, related_name="former_holdings")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="former_holdings")
    valid_from = models.DateField(_("từ ngày"), null=True)  # empty: from the beginning
    valid_to = models.DateField(_("đến trước ngày"))

    objects = FormerHoldingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scheme=None, group__isnull=False) | Q(scheme__isnull=False, group=None),
                name="holding_of_a_scheme_or_a_group",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to__gt=F("valid_from")), name="holding_ends_after_start"
            ),
            models.UniqueConstraint(fields=["scheme", "valid_to"], name="scheme_handed_on_once_a_day"),
            models.UniqueConstraint(fields=["group", "valid_to"], name="group_handed_on_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id or self.group_id} ở {self.organization_id} đến {self.valid_to:%d/%m/%Y}"
