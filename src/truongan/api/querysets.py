from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from truongan.api.states import DeliveryState
from truongan.organizations.models import Organization


class OfAnAdministeredOrganization(models.QuerySet):
    through = "organization"

    def visible_to(self, user) -> Self:
        """Those of organizations this person administers; for others they do not exist."""
        if not user.is_authenticated:
            return self.none()
        administered = Organization.objects.administered_by(user).values("pk")
        return self.filter(**{f"{self.through}__in": administered})


class ApiTokenQuerySet(OfAnAdministeredOrganization):
    def usable_at(self, moment: datetime) -> Self:
        """Neither revoked nor expired."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=moment), revoked_at=None)


class SubscriptionQuerySet(OfAnAdministeredOrganization):
    def open(self) -> Self:
        """Those not ended."""
        return self.filter(ended_at=None)

    def told_on(self, day: date) -> Self:
        """Those open whose organization still exists on that day."""
        return self.open().exclude(organization__in=Organization.objects.closed_by(day).values("pk"))


class DeliveryQuerySet(OfAnAdministeredOrganization):
    through = "subscription__organization"

    def due(self, moment: datetime) -> Self:
        """Waiting, and their time has come; of subscriptions not ended."""
        return self.filter(state=DeliveryState.WAITING, next_at__lte=moment, subscription__ended_at=None)


class ExpiringQuerySet(models.QuerySet):
    def before(self, moment: datetime) -> Any:
        return self.filter(at__lt=moment)
