from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from truongan.kernel.text import fold
from truongan.organizations.querysets import in_scope


class DatedQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Rows in force on that day: from is included, to is not."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class AppointmentQuerySet(DatedQuerySet):
    def not_ended_by(self, day: date) -> Self:
        """Those in force on that day and those that begin later: all a sign-in may still open."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def visible_to(self, user) -> Self:
        """Posts in organizations this person sees."""
        return self.filter(in_scope(user.scope, "organization__")) if user.is_authenticated else self.none()


class BeatQuerySet(DatedQuerySet):
    def visible_to(self, user) -> Self:
        """Beats of officers this person sees."""
        return self.filter(in_scope(user.scope, "person__organization__")) if user.is_authenticated else self.none()

    def within(self, path: str) -> Self:
        """Those of schools and of units inside the unit of this path (empty: the country)."""
        if not path:
            return self.all()
        # Each of the two has an index; their OR over two joins has none.
        every = self.model._default_manager
        schools = every.filter(organization__place_path__startswith=path).values("pk")
        return self.filter(pk__in=schools.union(every.filter(unit__path__startswith=path).values("pk")))


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """People at home in an organization this person sees."""
        return self.filter(in_scope(user.scope, "organization__")) if user.is_authenticated else self.none()

    def known_to(self, user) -> Self:
        """Visible, or the officer who answers for one of this person's own organizations, or oneself.

        For one person's page; lists keep to `visible_to`, which is one index range.
        """
        if not user.is_authenticated:
            return self.none()
        beats: Any = self.model._meta.get_field("beats").related_model  # the model stands above this file
        guards = beats.objects.filter(organization__in=user.scope.own_ids, valid_to=None).values("person")
        return self.filter(
            Q(pk__in=self.all().visible_to(user).values("pk")) | Q(pk__in=guards) | Q(pk=user.person_id)
        )

    def search(self, text: str) -> Self:
        found = self
        for word in fold(text).split():
            found = found.filter(search_fold__contains=word)
        return found


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Those into organizations this person administers."""
        scope = user.scope
        administered = Q(organization__in=[own.organization_id for own in scope.own if own.may_administer])
        for area in scope.areas:
            if area.may_administer:
                administered |= Q(
                    organization__place_path__startswith=area.path, organization__sector__in=area.sectors
                )
        return self.filter(administered)

    def locked(self) -> Self:
        """Each with its person and organization, locked until the transaction ends."""
        return self.select_for_update(of=("self",)).select_related("person", "organization")

    def open_at(self, now: datetime) -> Self:
        """Neither used nor revoked nor expired."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)
