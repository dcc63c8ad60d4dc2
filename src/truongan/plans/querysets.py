"""Which plans a person sees, and which existed on a day."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from truongan.kernel.text import fold
from truongan.organizations.querysets import in_scope
from truongan.plans.states import Progress


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Plans of organizations this person sees; one never submitted only by those of its own organization
        and by those who guide it (police, education, committee and government of its area)."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(in_scope(user.scope, "organization__")).filter(
            Q(submitted_on__isnull=False) | _own_or_guided(user.scope)
        )

    def of_year(self, school_year: str) -> Self:
        return self.filter(school_year=school_year)

    def made_on(self, day: date, school_year: str) -> Self:
        """Plans of a school year that had been made by that day: submitted to the superior at least once.

        A plan returned for correction stays made; a draft nobody has submitted is not.
        """
        return self.of_year(school_year).filter(submitted_on__lte=day)

    def approved_on_day(self, day: date, school_year: str) -> Self:
        """Plans of a school year that had been approved by that day; one being amended stays approved."""
        return self.of_year(school_year).filter(approved_on__lte=day)

    def search(self, text: str) -> Self:
        """Every word typed is in the title or the organization's name, with or without diacritics."""
        found = self
        for word in fold(text).split():
            found = found.filter(Q(search_fold__contains=word) | Q(organization__search_fold__contains=word))
        return found


class MeasureQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Measures of the plans this person sees."""
        if not user.is_authenticated:
            return self.none()
        plans: Any = self.model._meta.get_field("plan").related_model  # the model stands above this file
        return self.filter(plan__in=plans.objects.visible_to(user).values("pk"))

    def counted(self) -> Self:
        """Those that count in n of N: a measure that was dropped is no longer promised."""
        return self.exclude(progress=Progress.DROPPED)

    def overdue_on(self, day: date) -> Self:
        """Neither done nor dropped although their last day has passed."""
        return self.filter(ends_on__lt=day, progress__in=(Progress.NOT_STARTED, Progress.ONGOING))


def _own_or_guided(scope) -> Q:
    found = Q(organization__in=scope.own_ids)
    for area in scope.areas:
        found |= Q(organization__place_path__startswith=area.path, organization__sector__in=area.works_in)
    return found
