"""Which rules, rosters and roll-calls a person sees, and which hold at a time."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from truongan.organizations.querysets import in_scope


class MatrixRuleQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """All of them: by which rule somebody is told is no secret among those who work here."""
        return self.all() if user.is_authenticated else self.none()

    def on(self, day: date) -> Self:
        """Those that hold on that day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def not_ended_by(self, day: date) -> Self:
        """Those that hold on that day and those that begin later."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def touching(self, path: str) -> Self:
        """Rules of the whole country, of what the place lies in, and of what lies in it."""
        around = [path[:length] for length in range(1, len(path) + 1)]
        anywhere = Q(unit=None, organization=None)
        return self.filter(
            anywhere
            | Q(unit__path__in=around)
            | Q(unit__path__startswith=path)
            | Q(organization__place_path__startswith=path)
        )


class RosterQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Rosters of organizations this person sees."""
        return self.filter(in_scope(user.scope, "organization__")) if user.is_authenticated else self.none()

    def kept(self) -> Self:
        """Those not closed."""
        return self.filter(closed_at=None)


class ShiftQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Shifts of organizations this person sees, and the person's own."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(person=user.person_id) if user.person_id else Q(pk=None)
        return self.filter(in_scope(user.scope, "roster__organization__") | mine)

    def standing(self) -> Self:
        """Those not cancelled, of rosters not closed."""
        return self.filter(cancelled_at=None, roster__closed_at=None)

    def at(self, moment: datetime) -> Self:
        """Shifts that run at that moment: the start is included, the end is not."""
        return self.standing().filter(starts_at__lte=moment, ends_at__gt=moment)

    def between(self, start: datetime, end: datetime) -> Self:
        """Shifts that touch the time from `start` to before `end`."""
        return self.standing().filter(starts_at__lt=end, ends_at__gt=start)


class AbsenceQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Absences of people at home in organizations this person sees, and the person's own."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(person=user.person_id) if user.person_id else Q(pk=None)
        return self.filter(in_scope(user.scope, "person__organization__") | mine)

    def at(self, moment: datetime) -> Self:
        return self.filter(cancelled_at=None, starts_at__lte=moment, ends_at__gt=moment)

    def not_over(self, moment: datetime) -> Self:
        return self.filter(cancelled_at=None, ends_at__gt=moment)


class RollCallQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Roll-calls called by an organization this person sees, and those that asked into the person's scope."""
        if not user.is_authenticated:
            return self.none()
        asked: Any = self.model._meta.get_field("asked").related_model  # the model stands above this file
        within = asked.objects.visible_to(user).filter(rollcall=OuterRef("pk"))
        return self.filter(in_scope(user.scope, "organization__") | Exists(within))

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def overdue(self, now: datetime) -> Self:
        """Open although their time is over."""
        return self.open().filter(closes_at__lte=now)


class RollCallScheduleQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(in_scope(user.scope, "organization__")) if user.is_authenticated else self.none()

    def running(self) -> Self:
        return self.filter(ended_at=None)

    def due(self, now: datetime) -> Self:
        return self.running().filter(next_at__lte=now)


class AskedQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Those asked as part of an organization this person sees."""
        return self.filter(in_scope(user.scope, "organization__")) if user.is_authenticated else self.none()

    def answered(self) -> Self:
        return self.filter(answered_at__isnull=False)

    def silent(self) -> Self:
        return self.filter(answered_at=None)


class LivenessNormQuerySet(models.QuerySet):
    def on(self, day: date):
        """The norm in force on that day, or none."""
        return self.filter(valid_from__lte=day).order_by("-valid_from").first()
