"""Where cases happened: units of the scope coloured by how many, drawn on the server; the list holds the same."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from truongan.incidents.querysets import IncidentQuerySet
from truongan.kernel.numbers import vn_number
from truongan.territory.drawing import as_geojson, box_of, path_of, projection
from truongan.territory.models import AdministrativeUnit, Boundary

_CLASSES = 5
_NO_CASES = "none"


@dataclass(frozen=True)
class Place:
    """One unit with its cases. `colour` is 0 (few) to 4 (many) or "none"; no `path` where no boundary is known."""

    unit: AdministrativeUnit
    cases: int
    open_cases: int
    colour: str
    path: str = ""
    boundary: Boundary | None = None

    @property
    def words(self) -> str:
        """`3 vụ, 1 đang mở`."""
        if not self.cases:
            return _("không có vụ nào")
        return _("%(n)s vụ, %(open)s đang mở") % {"n": vn_number(self.cases), "open": vn_number(self.open_cases)}


@dataclass(frozen=True)
class CaseMap:
    """`height` 0: fewer than two units have a boundary, the list stands alone."""

    places: list[Place]
    height: int
    legend: list[tuple[str, str, int]]
    sources: list[str]
    box: list[float]

    @property
    def total(self) -> int:
        return sum(each.cases for each in self.places)

    def as_geojson(self, href_of: Callable[[AdministrativeUnit], str]) -> dict[str, Any]:
        """The shapes for a map that can be moved: names of units and how many cases, nothing of any case."""
        return as_geojson(
            self.box,
            (
                (
                    place.boundary,
                    {
                        "name": place.unit.full_name,
                        "text": place.words,
                        "class": -1 if place.colour == _NO_CASES else int(place.colour),
                        "href": href_of(place.unit),
                    },
                )
                for place in self.places
                if place.boundary is not None
            ),
        )

    @property
    def drawn(self) -> list[Place]:
        return [each for each in self.places if each.path]

    @property
    def listed(self) -> list[Place]:
        """Those with cases, the most first."""
        return [each for each in self.places if each.cases]

    @property
    def quiet(self) -> list[Place]:
        return [each for each in self.places if not each.cases]

    @property
    def missing(self) -> int:
        return len(self.places) - len(self.drawn)


def case_map(cases: IncidentQuerySet, units: Iterable[AdministrativeUnit]) -> CaseMap:
    """Cases by the unit each lies in; units do not overlap. Two queries."""
    units = list(units)
    counts = _counts(cases, units)
    boundaries = {each.unit_id: each for each in Boundary.objects.of(units).for_display()}
    if len(boundaries) < 2:
        boundaries = {}
    box = box_of(boundaries.values()) if boundaries else []
    colours, legend = _coloured({unit.pk: counts[unit.pk][0] for unit in units})
    paths, height = _paths(boundaries, box)
    places = [
        Place(unit, *counts[unit.pk], colours[unit.pk], paths.get(unit.pk, ""), boundaries.get(unit.pk))
        for unit in units
    ]
    places.sort(key=lambda each: (-each.cases, each.unit.sort_key))
    return CaseMap(places, height, legend, sorted({each.source for each in boundaries.values()}), box)


@dataclass(frozen=True)
class SchoolCases:
    """One school of a single commune: how many cases, how many of them open."""

    pk: int
    name: str
    cases: int
    open_cases: int


def by_school(cases: IncidentQuerySet) -> list[SchoolCases]:
    """Where a view is one commune there is nothing to colour: its schools that have cases, the most first; one query."""
    rows = (
        cases.order_by()
        .values_list("organization", "organization__name", "organization__sort_key")
        .annotate(n=Count("pk"), still=Count("pk", filter=~Q(state="concluded")))
    )
    return [
        SchoolCases(pk, name, n, still)
        for pk, name, _key, n, still in sorted(rows, key=lambda each: (-each[3], each[2], each[0]))
    ]


def units_of(path: str, day: date) -> list[AdministrativeUnit]:
    """The units directly beneath a place, or the provinces; a commune alone stands for itself."""
    units = AdministrativeUnit.objects.on(day)
    if not path:
        return list(units.provinces().in_vietnamese_order())
    beneath = list(units.filter(parent__path=path).in_vietnamese_order())
    return beneath or list(units.filter(path=path))


def _counts(cases: IncidentQuerySet, units: list[AdministrativeUnit]) -> dict[int, tuple[int, int]]:
    """Grouped by place in the database, then put under the unit whose path begins it."""
    found: dict[int, list[int]] = {unit.pk: [0, 0] for unit in units}
    by_path = {unit.path: unit.pk for unit in units}
    rows = cases.order_by().values_list("place_path", "state").annotate(n=Count("pk"))
    for path, state, count in rows:
        steps = [path[: at + 1] for at, mark in enumerate(path) if mark == "/"]
        unit = next((by_path[step] for step in steps if step in by_path), None)
        if unit is not None:
            found[unit][0] += count
            found[unit][1] += count if state != "concluded" else 0
    return {unit: (both[0], both[1]) for unit, both in found.items()}


def _coloured(counts: dict[int, int]) -> tuple[dict[int, str], list[tuple[str, str, int]]]:
    """Classes of like size over the units that have any, the most cases always darkest; none is a class of its own."""
    limits = _limits(sorted(count for count in counts.values() if count))
    darkest = _CLASSES - 1
    colours = {
        key: str(darkest - len(limits) + sum(count > each for each in limits)) if count else _NO_CASES
        for key, count in counts.items()
    }
    sizes = Counter(colours.values())
    order = sorted((each for each in sizes if each != _NO_CASES), reverse=True)
    legend = [
        (colour, _span([counts[key] for key, each in colours.items() if each == colour]), sizes[colour])
        for colour in [*order, *([_NO_CASES] if _NO_CASES in sizes else [])]
    ]
    return colours, legend


def _limits(some: list[int]) -> list[int]:
    """The largest count of each class but the last; few different counts are a class each."""
    different = sorted(set(some))
    if len(different) <= _CLASSES:
        return different[:-1]
    return sorted({some[len(some) * part // _CLASSES - 1] for part in range(1, _CLASSES)} - {some[-1]})


def _span(values: list[int]) -> str:
    low, high = vn_number(min(values)), vn_number(max(values))
    return low if low == high else f"{low}–{high}"


def _paths(boundaries: dict[int, Boundary], box: list[float]) -> tuple[dict[int, str], int]:
    if not boundaries:
        return {}, 0
    place, height = projection(box)
    return {key: path_of(each, place) for key, each in boundaries.items()}, height
