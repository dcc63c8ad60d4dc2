"""Which cases a person sees, which rows of law held on a day, what is due."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Q

from truongan.kernel.text import fold
from truongan.organizations.scope import SCHOOL, Area, Scope


class DatedQuerySet(models.QuerySet):
    """Rows of data that hold from one day to another; no first day: as long as anybody remembers."""

    def on(self, day: date) -> Self:
        """Those in force on that day."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day))

    def visible_to(self, user) -> Self:
        """All of them: categories and limits are no secret."""
        return self.all() if user.is_authenticated else self.none()


class IncidentQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Cases of the person's own organization, those handed to it, those they reported or were told of by an
        alarm, and those of the schools of their area: all kinds for government, committee, police and education,
        diseases alone for the health sector, none for the others (a child's identity is kept secret, NĐ 56/2017).
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(reduce(or_, _ways_of_seeing(user), Q(pk__in=[])))

    def parts_visible_to(self, user) -> tuple[list[Self], list[Self]]:
        """The cases of `visible_to` in parts that may overlap: those of the person's areas, and those seen besides.

        Each part has an index of its own, their OR has none: for lists in pages (`web.paging.Merged`).
        """
        if not user.is_authenticated:
            return [self.none()], []
        area, *besides = _ways_of_seeing(user)
        return [self.filter(area)], [self.filter(each) for each in besides]

    def standing(self) -> Self:
        """Cases that count: not merged into another as its duplicate."""
        return self.filter(duplicate_of=None)

    def open(self) -> Self:
        return self.exclude(state="concluded")

    def in_clusters(self) -> Self:
        """Those of one disease at one school that lie close together, as far as they still count."""
        clusters: Any = self.model._meta.apps.get_model("incidents", "Cluster")  # the model stands above this file
        keys = clusters.objects.filter(ended_at=None).annotate(key=models.Func("cases", function="unnest"))
        return self.filter(is_disease=True, pk__in=keys.values("key"))

    def unanswered(self) -> Self:
        """Nobody has taken them yet."""
        return self.filter(state="reported")

    def due_for_escalation(self, now: datetime) -> Self:
        """Nobody took them within the time of the level that was told last."""
        return self.filter(state="reported", next_level_at__lte=now)

    def due_for_deletion(self, day: date) -> Self:
        """Unsubstantiated ones whose term has ended and whose personal data is still kept."""
        return self.filter(delete_on__lte=day, wiped_at=None)

    def occurred_between(self, start: datetime, end: datetime) -> Self:
        """Occurred from `start` until before `end`."""
        return self.filter(occurred_at__gte=start, occurred_at__lt=end)

    def search(self, text: str) -> Self:
        """Every word typed is in the place, the account or the category, or in the school's name; diacritics optional."""
        found = self
        for word in fold(text).split():
            found = found.filter(Q(search_fold__contains=word) | Q(organization__search_fold__contains=word))
        return found


class ClusterQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those that still have cases enough."""
        return self.filter(ended_at=None)

    def of_cases(self, keys: Iterable[int]) -> Self:
        """Those any of these cases belongs to."""
        return self.filter(cases__overlap=list(keys))


class OfIncidentQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Those of the cases this person sees."""
        incidents: Any = self.model._meta.get_field("incident").related_model  # the model stands above this file
        return self.filter(incident__in=incidents.objects.all().visible_to(user).values("pk"))


def sees_everything_in(area: Area) -> bool:
    """Whether cases of every kind are seen through this area: its sector guides or keeps the schools."""
    return SCHOOL in area.works_in


def sees_diseases_in(area: Area) -> bool:
    return "health" in area.works_in


def _ways_of_seeing(user) -> list[Q]:
    """The area first. Columns of the case alone, each with its index: a commune's range is read, not the nation's."""
    area = in_area(user.scope)
    parts = [Q(pk__in=[]) if area is None else area]
    if user.scope.own_ids:
        parts.append(Q(seen_by_units__overlap=list(user.scope.own_ids)))
    if user.person_id:
        parts.append(Q(seen_by_people__contains=[user.person_id]))
    return parts


def in_area(scope: Scope) -> Q | None:
    """Condition on a case: its place is in an area of this scope whose sector is told of such cases."""
    parts = []
    for area in scope.areas:
        inside = Q(place_path__startswith=area.path) if area.path else Q(pk__isnull=False)
        if sees_everything_in(area):
            parts.append(inside)
        elif sees_diseases_in(area):
            parts.append(inside & Q(is_disease=True))
    return reduce(or_, parts) if parts else None
