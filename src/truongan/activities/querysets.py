"""Which activities a person sees, which stood on a day, which lie in a period."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from truongan.kernel.text import fold
from truongan.organizations.querysets import in_scope


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Those of organizations this person sees, and those in which their own organization took part."""
        if not user.is_authenticated:
            return self.none()
        joined: Any = self.model._meta.get_field("partners").remote_field.through  # type: ignore[union-attr]  # m2m
        together = joined.objects.filter(organization__in=user.scope.own_ids).values("activity")
        return self.filter(in_scope(user.scope, "organization__") | Q(pk__in=together))

    def valid(self) -> Self:
        """Without those voided as recorded by mistake; these stay to be seen, struck through, and count nowhere."""
        return self.filter(voided_at=None)

    def standing_on(self, day: date) -> Self:
        """Valid ones held on or before `day`: what a figure of that day counts."""
        return self.valid().filter(on__lte=day)

    def in_period(self, start: date, end: date) -> Self:
        """Valid ones held from `start` until before `end` (exclusive, as everywhere in the register)."""
        return self.valid().filter(on__gte=start, on__lt=end)

    def about(self, topic: str) -> Self:
        return self.filter(topics__contains=[topic])

    def by_form(self, form: str) -> Self:
        return self.filter(forms__contains=[form])

    def of_scheme(self, scheme) -> Self:
        """Those that prove this scheme is active."""
        return self.filter(scheme_links__scheme=scheme)

    def search(self, text: str) -> Self:
        """Every word typed is in the title, place or partners, or in the organization's name; diacritics optional."""
        found = self
        for word in fold(text).split():
            found = found.filter(Q(search_fold__contains=word) | Q(organization__search_fold__contains=word))
        return found


class PhotoQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Photos of the activities this person sees."""
        activities: Any = self.model._meta.get_field("activity").related_model
        return self.filter(activity__in=activities.objects.all().visible_to(user).values("pk"))

    def publishable(self) -> Self:
        """Of valid activities, and either without a child to be recognised or with consent on record.

        What nobody has said anything about is not publishable.
        """
        consented = Q(shows_children=False) | Q(shows_children=True) & ~Q(consent_note="")
        return self.filter(consented, activity__voided_at=None)
