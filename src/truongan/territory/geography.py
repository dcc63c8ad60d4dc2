"""Units as they stood on a day, and where units of other days lie among them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from truongan.territory.models import AdministrativeUnit, Succession
from truongan.territory.querysets import AdministrativeUnitQuerySet

# Above this many units one question for all successions is cheaper than naming the units.
_ALL_AT_ONCE = 500


class UnknownUnit(LookupError):
    """No unit has this code on this day. The message is safe to show."""


@dataclass(frozen=True)
class Located:
    """Where a unit lies in another geography: wholly inside `unit`, or only known to touch `parts`.

    Neither is set when the shipped file does not say (which `check_territory` reports).
    """

    unit: AdministrativeUnit | None
    parts: tuple[AdministrativeUnit, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.unit is not None


class _Place(NamedTuple):
    """One step of the way: a unit, its life, and the day from which our record was in it (None: not told)."""

    unit_id: int
    valid_from: date
    valid_to: date | None
    since: date | None


class _Link(NamedTuple):
    to_id: int
    valid_from: date
    valid_to: date | None
    on: date


@dataclass(frozen=True)
class Geography:
    """The units of one day: `Geography(date(2021, 9, 14))` has districts, that of 2026 has none."""

    day: date

    def units(self) -> AdministrativeUnitQuerySet:
        return AdministrativeUnit.objects.on(self.day)

    def unit_by_code(self, code: str) -> AdministrativeUnit:
        """The unit that bore `code` on this day; raises UnknownUnit."""
        return unit_by_code(code, self.day)

    def locate(self, unit: AdministrativeUnit, *, placed_on: date | None = None) -> Located:
        """Where `unit` lies on this day, following every succession forwards or backwards.

        A split unit is reported as the parts it may lie in, never shared out. `placed_on` is the day on which
        the record was known to be in the unit: with it, land that the unit lost or gained between the two
        days makes parts too; without it, a unit that exists on this day is simply itself.
        """
        places = self._trace([unit.pk], placed_on)[unit.pk]
        found = AdministrativeUnit.objects.select_related("parent").in_bulk(places)
        if len(places) == 1:
            return Located(found[places[0]])
        return Located(None, tuple(sorted(found.values(), key=lambda each: (each.sort_key, each.code))))

    def mapping(self, units: Iterable[AdministrativeUnit | int]) -> dict[int, int | None]:
        """For each unit (or its key): the unit of this day it lies in wholly, None where it was split.

        Few queries for any number of units. The unit found may be of a higher level: districts of old lie in
        provinces today.
        """
        return {start: places[0] if len(places) == 1 else None for start, places in self.parts(units).items()}

    def parts(self, units: Iterable[AdministrativeUnit | int]) -> dict[int, list[int]]:
        """For each unit: every unit of this day it lies in or touches. One: it lies in it wholly."""
        return self._trace([each if isinstance(each, int) else each.pk for each in units])

    def _trace(self, starts: Collection[int], placed_on: date | None = None) -> dict[int, list[int]]:
        """Start → units of this day it leads to; two queries per step, reforms so far make three steps."""
        arrived: dict[int, set[int]] = {start: set() for start in starts}
        rows = _chosen(AdministrativeUnit.objects.all(), "pk", starts).values_list("pk", "valid_from", "valid_to")
        moving = {pk: {_Place(pk, start, end, placed_on)} for pk, start, end in rows if pk in arrived}
        while moving:
            links = self._links({place.unit_id for places in moving.values() for place in places})
            onward: dict[int, set[_Place]] = {}
            for start, places in moving.items():
                arrived[start] |= {place.unit_id for place in places if self._is_here(place)}
                if steps := {step for place in places for step in self._steps(place, links[place.unit_id])}:
                    onward[start] = steps
            moving = onward
        return {start: sorted(places) for start, places in arrived.items()}

    def _is_here(self, place: _Place) -> bool:
        return place.valid_from <= self.day and (place.valid_to is None or self.day < place.valid_to)

    def _steps(self, place: _Place, links: list[_Link]) -> list[_Place]:
        """Where a place leads: to all it became or came from, and to land it gave or took while it existed.

        What was given away before our record came, or taken in after it, does not concern it.
        """
        if self._is_here(place) and place.since is None:
            return []
        concerning = [link for link in links if place.since is None or self._is_between(place.since, link.on)]
        return [_Place(link.to_id, link.valid_from, link.valid_to, link.on) for link in concerning]

    def _is_between(self, since: date, on: date) -> bool:
        return since < on <= self.day or self.day < on <= since

    def _links(self, ids: set[int]) -> dict[int, list[_Link]]:
        """Forwards from old to new up to this day, backwards from new to old down to it."""
        links: dict[int, list[_Link]] = defaultdict(list)
        forwards = Succession.objects.filter(effective_on__lte=self.day)
        # A district is told to lie in the new province; that does not make it one of its predecessors.
        backwards = Succession.objects.filter(effective_on__gt=self.day).between_peers()
        for near, far, queryset in (("old", "new", forwards), ("new", "old", backwards)):
            rows = _chosen(queryset, near, ids).values_list(
                near, far, f"{far}__valid_from", f"{far}__valid_to", "effective_on"
            )
            for near_id, *link in rows:
                links[near_id].append(_Link(*link))
        return links


def _chosen(queryset, field: str, ids: Collection[int]):
    return queryset if len(ids) > _ALL_AT_ONCE else queryset.filter(**{f"{field}__in": ids})


def unit_by_code(code: str, day: date) -> AdministrativeUnit:
    """The unit that bore `code` on `day`: "24" is Bắc Giang in 2021, Bắc Ninh in 2026. Raises UnknownUnit."""
    found = AdministrativeUnit.objects.on(day).filter(code=code).select_related("parent").first()
    if found is None:
        raise UnknownUnit(f"Không có đơn vị hành chính mã {code} vào ngày {day:%d/%m/%Y}.")
    return found


def predecessors(unit: AdministrativeUnit) -> list[Succession]:
    """What the unit was made of or took in, newest first."""
    return sorted(Succession.objects.into(unit), key=lambda each: each.effective_on, reverse=True)


def successors(unit: AdministrativeUnit) -> list[Succession]:
    """What the unit became or gave away, oldest first."""
    return sorted(Succession.objects.of(unit), key=lambda each: each.effective_on)


def certain_path(unit: AdministrativeUnit) -> str:
    """Path in today's geography of the smallest unit that surely contains `unit`; "": only the nation.

    A split commune is surely only in its province. Used to filter records of any date by today's units.
    """
    return certain_paths([unit])[unit.pk]


def certain_paths(units: Iterable[AdministrativeUnit | int]) -> dict[int, str]:
    """`certain_path` for many units, by primary key."""
    places = Geography(date.max).parts(units)
    ids = {each for parts in places.values() for each in parts}
    paths = dict(_chosen(AdministrativeUnit.objects.all(), "pk", ids).values_list("pk", "path"))
    return {start: _common([paths[each] for each in parts]) for start, parts in places.items()}


def _common(paths: list[str]) -> str:
    """Longest path shared by all, in whole segments."""
    shared = ""
    for segments in zip(*(path.split("/")[:-1] for path in paths), strict=False):
        if len(set(segments)) > 1:
            break
        shared += f"{segments[0]}/"
    return shared
