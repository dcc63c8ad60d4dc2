from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from truongan.tips.states import Duty


class TipOfficerQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Named and not ended."""
        return self.filter(ended_on=None)

    def handlers(self) -> Self:
        return self.open().filter(duty=Duty.HANDLER)

    def keepers(self) -> Self:
        return self.open().filter(duty=Duty.KEEPER)

    def in_post_on(self, day: date) -> Self:
        """Those who hold a post in the very unit that day: who left the unit reads nothing more of it."""
        posts: Any = self.model._meta.apps.get_model("accounts", "Appointment")
        held = posts.objects.on(day).filter(
            organization=models.OuterRef("organization"), person=models.OuterRef("user__person")
        )
        return self.filter(models.Exists(held), user__is_active=True)

    def visible_to(self, user) -> Self:
        """Those of units this person administers or has a duty in."""
        if not user.is_authenticated:
            return self.none()
        organizations: Any = self.model._meta.get_field("organization").related_model  # stands in another context
        administered = organizations.objects.administered_by(user).exclude(sector="school").values("pk")
        officers: Any = self.model
        own = officers.objects.open().filter(user=user).values("organization")
        return self.filter(Q(organization__in=administered) | Q(organization__in=own))


class TipQuerySet(models.QuerySet):
    def visible_to(self, user, day: date) -> Self:
        """Tips handed to a unit in which this person handles them and holds a post that day; nobody else's, ever.

        An installation's administrator sees none: who may name handlers is not thereby one.
        """
        if not user.is_authenticated:
            return self.none()
        officers: Any = self.model._meta.apps.get_model("tips", "TipOfficer")
        units = officers.objects.handlers().in_post_on(day).filter(user=user).values("organization")
        accesses: Any = self.model._meta.get_field("accesses").related_model
        return self.filter(pk__in=accesses.objects.filter(organization__in=units).values("tip"))

    def due_for_deletion(self, day: date) -> Self:
        """Those whose term ends on that day or has ended."""
        return self.filter(delete_on__lte=day)

    def waiting(self) -> Self:
        """Nobody of the unit has read it, or something was added since."""
        return self.filter(is_unread=True)


class UnitKeyQuerySet(models.QuerySet):
    def current(self) -> Self:
        """The one new tips are sealed to."""
        return self.filter(retired_on=None)


class RouteQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """All of them: which unit is competent is no secret."""
        return self.all() if user.is_authenticated else self.none()


class UnlockingQuerySet(models.QuerySet):
    def open_at(self, now: datetime) -> Self:
        return self.filter(expires_at__gt=now)
