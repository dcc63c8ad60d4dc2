from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol, Self

from django.db import models
from django.db.models import Q

from truongan.kernel.text import fold


class Unit(Protocol):
    """What a queryset needs of a unit: models import querysets, not the other way."""

    pk: Any
    path: str


class AdministrativeUnitQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Units that exist on `day`; `valid_to` is the first day they no longer do."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)

    def within(self, unit: Unit) -> Self:
        """The unit itself and every unit below it, of any date: combine with `on(day)`."""
        return self.filter(path__startswith=unit.path)

    def below(self, unit: Unit) -> Self:
        """Units below `unit`, without itself."""
        return self.within(unit).exclude(pk=unit.pk)

    def provinces(self) -> Self:
        return self.filter(level="province")

    def districts(self) -> Self:
        return self.filter(level="district")

    def communes(self) -> Self:
        return self.filter(level="commune")

    def search(self, text: str) -> Self:
        """Units whose name has every word of `text`, or whose code is it; with or without diacritics.

        A word typed with its diacritics counts as its plain letters, so "nếnh" and "nenh" find the same.
        """
        found = self
        for word in fold(text).split():
            found = found.filter(Q(search_fold__contains=word) | Q(code=word))
        return found

    def in_vietnamese_order(self) -> Self:
        return self.order_by("sort_key", "code")


class SuccessionQuerySet(models.QuerySet):
    def of(self, unit: Unit) -> Self:
        """What `unit` became, whole before parts."""
        return self.filter(old=unit).select_related("new__parent").order_by("-kind", "new__sort_key")

    def into(self, unit: Unit) -> Self:
        """What `unit` was made of, whole before parts."""
        return self.filter(new=unit).select_related("old__parent").order_by("-kind", "old__sort_key")

    def between_peers(self) -> Self:
        """Without the successions that only say in which higher unit a lower one came to lie."""
        higher = Q(new__level="province") & ~Q(old__level="province") | Q(new__level="district", old__level="commune")
        return self.exclude(higher)


class BoundaryQuerySet(models.QuerySet):
    def of(self, units: Iterable[Unit]) -> Self:
        """Boundaries of these units."""
        return self.filter(unit__in=[unit.pk for unit in units])

    def for_display(self) -> Self:
        """What a map needs: without the full geometry, which may be a hundred times larger."""
        return self.only("unit_id", "simplified", "bbox", "source")
