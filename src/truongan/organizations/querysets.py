from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from truongan.kernel.text import fold
from truongan.organizations.scope import EVERY_SECTOR, SCHOOL, Area, Scope


class OrganizationQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Every organization this person may know exists; what is outside is a 404, never a 403."""
        return self.filter(in_scope(user.scope)) if user.is_authenticated else self.none()

    def writable_by(self, user) -> Self:
        """Those this person writes for."""
        return self.filter(in_write_scope(user.scope))

    def administered_by(self, user) -> Self:
        """Those in which this person gives posts and invites."""
        return self.filter(_allowed(user.scope, "may_administer"))

    def schools(self) -> Self:
        return self.filter(sector=SCHOOL)

    def on(self, day: date) -> Self:
        """Those that existed on that day."""
        return self.filter(Q(founded_on=None) | Q(founded_on__lte=day), Q(closed_on=None) | Q(closed_on__gt=day))

    def closed_by(self, day: date) -> Self:
        """Those that no longer existed on that day."""
        return self.filter(closed_on__lte=day)

    def within(self, unit, day: date) -> Self:
        """Those placed inside the unit on that day, by the borders of that day."""
        placements: Any = self.model._meta.get_field("placements").related_model  # the model stands above this file
        return self.filter(pk__in=placements.objects.on(day).filter(path__startswith=unit.path).values("organization"))

    def search(self, text: str) -> Self:
        """Names or codes that contain every word typed, with or without diacritics."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_fold__contains=word)  # the code stands in it, first
        return found


class PlacementQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def visible_to(self, user) -> Self:
        """Those of the organizations this person sees."""
        return self.filter(in_scope(user.scope, "organization__")) if user.is_authenticated else self.none()

    def left_behind(self) -> Self:
        """Still open although the unit has ended, of organizations that outlived it: a person must place them."""
        outlived = Q(organization__closed_on=None) | Q(organization__closed_on__gt=F("unit__valid_to"))
        return self.filter(outlived, valid_to=None, unit__valid_to__isnull=False)


class RoutingRuleQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class CalendarExceptionQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """All of them: on which days offices work is no secret."""
        return self.all() if user.is_authenticated else self.none()

    def of_year(self, year: int) -> Self:
        return self.filter(day__year=year)

    def touching(self, path: str) -> Self:
        """Those of the place, of what it lies in and of what lies in it."""
        around = [path[:length] for length in range(1, len(path) + 1)]
        return self.filter(Q(unit=None) | Q(unit__path__in=around) | Q(unit__path__startswith=path))


def in_scope(scope: Scope, prefix: str = "") -> Q:
    """Condition on an organization reached through `prefix` ("organization__"): inside this scope.

    One index range per appointment, so that the person who sees least is answered fastest.
    """
    parts = [_in_area(area, prefix) for area in scope.areas]
    if scope.apart_ids or not parts:
        own = f"{prefix.removesuffix('__')}_id__in" if prefix else "pk__in"
        parts.append(Q(**{own: scope.apart_ids}))
    return reduce(or_, parts)


def _in_area(area: Area, prefix: str, sectors: frozenset[str] | None = None) -> Q:
    sectors = area.sectors if sectors is None else sectors
    inside = Q(**{f"{prefix}place_path__startswith": area.path}) if area.path else Q()
    if sectors != EVERY_SECTOR:
        inside &= Q(**{f"{prefix}sector__in": sorted(sectors)})
    return inside or Q(pk__isnull=False)


def in_write_scope(scope: Scope) -> Q:
    """Condition on an organization: this person writes for it."""
    return _allowed(scope, "may_write")


def _allowed(scope: Scope, right: str) -> Q:
    parts = [_in_area(area, "", area.sectors & area.works_in) for area in scope.areas if getattr(area, right)]
    own = [own.organization_id for own in scope.own if getattr(own, right)]
    return reduce(or_, parts, Q(pk__in=own))
