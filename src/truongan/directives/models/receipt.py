from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from truongan.directives.models.directive import Directive
from truongan.directives.querysets import ReceiptQuerySet
from truongan.organizations.models import Level, Organization, SchoolLevel, Sector


class Addressed(models.Model):
    """A row of a recipient with a copy of where and what it was, so that a board is sums over one table."""

    path = models.CharField(max_length=200, blank=True)  # the organization's place_path at that time
    level = models.CharField(max_length=10, choices=Level)
    sector = models.CharField(max_length=12, choices=Sector)
    school_level = models.CharField(max_length=10, choices=SchoolLevel, blank=True)

    class Meta:
        abstract = True


class Receipt(Addressed):
    """That one organization was sent a directive, when it opened it and when it said so.

    `arrival_number` (số đến) counts per organization and year and is taken at the acknowledgement.
    """

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="receipts")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="receipts")
    received_at = models.DateTimeField(_("gửi đến lúc"))
    is_late_joiner = models.BooleanField(_("bổ sung sau"), default=False)
    opened_at = models.DateTimeField(_("mở xem lúc"), null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(_("xác nhận lúc"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    arrived_on = models.DateField(_("ngày đến"), null=True, blank=True)
    arrival_year = models.PositiveSmallIntegerField(null=True, blank=True)
    arrival_number = models.PositiveIntegerField(_("số đến"), null=True, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "organization"], name="receipt_once_per_recipient"),
            models.UniqueConstraint(
                fields=["organization", "arrival_year", "arrival_number"],
                condition=Q(arrival_number__isnull=False),
                name="receipt_arrival_number_once_per_year",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, arrival_number=None, arrival_year=None, arrived_on=None)
                | Q(
                    acknowledged_at__isnull=False,
                    arrival_number__gte=1,
                    arrival_year__isnull=False,
                    arrived_on__isnull=False,
                ),
                name="receipt_acknowledged_iff_it_has_arrival_number",
            ),
        ]
        indexes = [
            models.Index(
                fields=["directive", "path"], opclasses=["int8_ops", "text_pattern_ops"], name="receipt_by_place"
            ),
            # How many units acknowledged each of a page of directives, from the index alone.
            models.Index(
                fields=["directive"], condition=Q(acknowledged_at__isnull=False), name="receipt_acknowledged"
            ),
            models.Index(fields=["organization", "-received_at"], name="receipt_by_organization"),
        ]

    def __str__(self) -> str:
        return f"{self.directive_id} → {self.organization_id}"

    @property
    def is_acknowledged(self) -> bool:
        return self.acknowledged_at is not None
