"""Reads for the browsing pages: a unit of a day with what lies in it, and where it came from and went."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from truongan.territory.models import AdministrativeUnit, Boundary, Level, Succession
from truongan.territory.querysets import AdministrativeUnitQuerySet


@dataclass(frozen=True)
class UnitPage:
    """Everything the page of one unit shows."""

    unit: AdministrativeUnit
    ancestors: list[AdministrativeUnit]
    predecessors: list[Succession]
    successors: list[Succession]
    same_code: list[AdministrativeUnit] = field(default_factory=list)
    boundary: Boundary | None = None


def units_to_browse(day: date, *, text: str = "", level: str = "") -> AdministrativeUnitQuerySet:
    """Units on `day` found by name or code and level; without either, the provinces.

    Each carries `district_count` and `commune_count`: units below it on that day.
    """
    units = AdministrativeUnit.objects.on(day).select_related("parent__parent")
    if level in Level.values:
        units = units.filter(level=level)
    elif not text:
        units = units.provinces()
    return with_counts(units.search(text), day).in_vietnamese_order()


def with_counts(units: AdministrativeUnitQuerySet, day: date) -> AdministrativeUnitQuerySet:
    """Numbers of districts and of communes below, on `day`, without loading them."""
    on_day = AdministrativeUnit.objects.on(day)
    children = on_day.filter(parent=OuterRef("pk"))
    grandchildren = on_day.filter(parent__parent=OuterRef("pk"))
    return units.annotate(
        district_count=_count(children.districts()),
        commune_count=_count(children.communes()) + _count(grandchildren),
    )


def _count(units: AdministrativeUnitQuerySet) -> Coalesce:
    """One number per row of the outer query; grouping by nothing needs a constant."""
    counted = units.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def level_counts(day: date, parent: AdministrativeUnit | None = None) -> dict[str, int]:
    """Units by level on `day`, below `parent` or in the nation."""
    units = AdministrativeUnit.objects.on(day)
    if parent:
        units = units.below(parent)
    found = dict(units.order_by().values_list("level").annotate(n=Count("pk")))
    return {level: found[level] for level in Level.values if level in found}


def unit_page(unit: AdministrativeUnit) -> UnitPage:
    """The page of one unit in seven queries at most."""
    return UnitPage(
        unit=unit,
        ancestors=_ancestors(unit),
        predecessors=list(Succession.objects.into(unit).between_peers().order_by("-effective_on", "old__sort_key")),
        successors=list(Succession.objects.of(unit).order_by("effective_on", "new__sort_key")),
        same_code=list(AdministrativeUnit.objects.filter(code=unit.code).exclude(pk=unit.pk).order_by("valid_from")),
        boundary=Boundary.objects.filter(unit=unit).only("unit_id", "source", "imported_at").first(),
    )


def boundaries_on(day: date) -> tuple[int, int]:
    """How many units of the day have a boundary, of how many."""
    units = AdministrativeUnit.objects.on(day)
    counted = units.aggregate(drawn=Count("boundary"), all=Count("pk"))
    return counted["drawn"], counted["all"]


def _ancestors(unit: AdministrativeUnit) -> list[AdministrativeUnit]:
    found = []
    while unit.parent is not None:
        unit = unit.parent
        found.append(unit)
    return found[::-1]


def children_of(unit: AdministrativeUnit, day: date) -> AdministrativeUnitQuerySet:
    """Units directly below on `day`; of a unit that does not exist then, those of its last or first day."""
    children = unit.children.all()
    if unit.is_valid_on(day):
        children = children.on(day)
    elif unit.valid_to and unit.valid_to <= day:
        children = children.filter(valid_to=unit.valid_to)
        day = unit.valid_to - timedelta(days=1)
    else:
        day = unit.valid_from
        children = children.on(day)
    return with_counts(children, day).in_vietnamese_order()
