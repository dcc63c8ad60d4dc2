"""Addresses of other systems that are told of events, and each time one is told."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from truongan.api.querysets import DeliveryQuerySet, SubscriptionQuerySet
from truongan.api.states import DeliveryState, Event
from truongan.organizations.models import Organization


class Subscription(models.Model):
    """One address told of events within an organization's scope. Its secret is derived, never stored."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("đơn vị"), db_index=False
    )  # indexed below
    url = models.URLField(_("địa chỉ nhận"), max_length=500)
    events = ArrayField(models.CharField(max_length=30, choices=Event), verbose_name=_("báo khi nào"))
    salt = models.CharField(max_length=32)  # with the installation's own secret it makes the signing secret
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "url"], condition=Q(ended_at=None), name="subscription_once_per_address"
            )
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def event_labels(self) -> list[str]:
        return [str(Event(each).label) for each in self.events if each in Event.values]


class Delivery(models.Model):
    """One event told to one address: what was said, how often it was tried, what came back. No personal data."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries", db_index=False)
    entry_id = models.BigIntegerField()  # of the audit record
    event = models.CharField(_("sự kiện"), max_length=30, choices=Event)
    payload = models.JSONField()
    state = models.CharField(max_length=7, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    answered = models.PositiveSmallIntegerField(null=True)  # the last HTTP status
    error = models.CharField(max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "entry_id"], name="delivery_once_per_event")]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="api_delivery_due"),
            models.Index(fields=["subscription", "-id"], name="delivery_by_subscription"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.subscription_id}"


class Reading(models.Model):
    """How far the audit record has been read for events: one row. Entries get their numbers in order of commit."""

    entry_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.entry_id)
