from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q

from truongan.organizations.querysets import in_scope


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """The person's inbox: what is for the organizations of their current posts, and for themselves.

        An index range per post; whoever covers an area does not read the letters of everybody in it.
        """
        if not user.is_authenticated:
            return self.none()
        mine = Q(organization__in=user.scope.own_ids)
        return self.filter(mine | Q(person=user.person_id) if user.person_id else mine)

    def with_reading(self, user) -> Self:
        """Each with `is_read`: whether this person has opened it, or its question is answered, whatever way."""
        known = Q(Exists(self._readings(user))) | Q(recipient__answered_at__isnull=False)
        return self.annotate(is_read=ExpressionWrapper(known, models.BooleanField()))

    def unread_by(self, user) -> Self:
        return self.filter(~Exists(self._readings(user)), recipient__answered_at=None)

    def asking(self, user, now: datetime) -> Self:
        """Those whose question waits for this person's answer."""
        if user.person_id is None:
            return self.none()
        open_still = Q(recipient__message__expires_at=None) | Q(recipient__message__expires_at__gt=now)
        rows = self.filter(open_still, recipient__person=user.person_id, recipient__answered_at=None)
        return rows.filter(recipient__message__recalled_at=None).exclude(recipient__message__choices=[])

    def _readings(self, user):
        readings: Any = self.model._meta.get_field("readings").related_model  # the model stands above this file
        return readings.objects.filter(notice=OuterRef("pk"), user=user.pk)


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Those said in the name of an organization this person sees, and those said to the person."""
        if not user.is_authenticated:
            return self.none()
        recipients: Any = self.model._meta.get_field("recipients").related_model  # the model stands above this file
        mine = recipients.objects.filter(person=user.person_id).values("message") if user.person_id else []
        return self.filter(in_scope(user.scope, "organization__") | Q(pk__in=mine))


class RecipientQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Those told as part of an organization this person sees, and the person's own."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(person=user.person_id) if user.person_id else Q()
        return self.filter(in_scope(user.scope, "organization__") | mine)

    def answered(self) -> Self:
        return self.filter(answered_at__isnull=False)

    def silent(self) -> Self:
        return self.filter(answered_at=None)


FAILED = ("dead", "parked", "unsure")  # states of deliveries


class DeliveryQuerySet(models.QuerySet):
    def failed(self) -> Self:
        """Those nobody will try again unless an administrator says so."""
        return self.filter(state__in=FAILED)


class AddressQuerySet(models.QuerySet):
    def in_use(self) -> Self:
        """Verified and not given up."""
        return self.filter(closed_at=None, verified_at__isnull=False)
