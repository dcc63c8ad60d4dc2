"""Communes of Bắc Giang on the day of the article, with the districts of then and the communes of now."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from truongan.demo.cast import MERGER
from truongan.territory.models import Kind
from truongan.territory.shipped import ShippedUnit, UnitKey, read_successions, read_units

ARTICLE_DAY = date(2021, 9, 14)
PROVINCE = ("24", date(2021, 1, 1))
MERGED_PROVINCE = ("24", date(2025, 7, 1))


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit as a sender of a workbook writes it."""

    code: str
    name: str
    full_name: str

    @property
    def in_sentence(self) -> str:
        """`thị trấn Nếnh`."""
        return self.full_name.removesuffix(self.name).lower() + self.name

    @classmethod
    def of(cls, unit: ShippedUnit) -> "Place":
        return cls(unit.code, unit.name, f"{Kind(unit.kind).label} {unit.name}")


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of 2021: `district` it was in, `heir` it has been since the merger of July 2025."""

    place: Place
    district: Place
    heir: Place
    until: date  # the first day on which its name or borders were another's


@cache
def communes() -> tuple[Commune, ...]:
    """The 209 communes of Bắc Giang on 14/09/2021, in the order of their codes."""
    units = {unit.key: unit for unit in read_units()}
    heirs = {each.old: each.new for each in read_successions() if each.kind == "whole"}
    districts = {key for key, unit in units.items() if unit.parent == PROVINCE and _existed(unit)}
    return tuple(
        Commune(
            Place.of(unit),
            Place.of(units[unit.parent]),
            Place.of(units[_last(unit.key, heirs)]),
            _end(unit, units, heirs),
        )
        for unit in sorted(units.values(), key=lambda each: each.code)
        if unit.parent in districts and _existed(unit)
    )


@cache
def communes_of_today() -> tuple[Place, ...]:
    """The 99 communes of the merged province."""
    return tuple(Place.of(unit) for unit in read_units() if unit.parent == MERGED_PROVINCE and unit.valid_to is None)


def districts() -> tuple[Place, ...]:
    return tuple(dict.fromkeys(each.district for each in communes()))


def district_ends() -> dict[str, date]:
    """The first day without a district of this code: Yên Dũng joined Bắc Giang city half a year before the merger."""
    ends: dict[str, date] = {}
    for unit in read_units():
        if unit.parent == PROVINCE:
            ends[unit.code] = max(ends.get(unit.code, date.min), unit.valid_to or MERGER)
    return ends


def _existed(unit: ShippedUnit) -> bool:
    return unit.valid_from <= ARTICLE_DAY and (unit.valid_to is None or unit.valid_to > ARTICLE_DAY)


def _end(unit: ShippedUnit, units: dict[UnitKey, ShippedUnit], heirs: dict[UnitKey, UnitKey]) -> date:
    """A commune made a ward under its own code goes on; joined to another, it ends."""
    while unit.valid_to and unit.valid_to < MERGER and heirs.get(unit.key, ("", None))[0] == unit.code:
        unit = units[heirs[unit.key]]
    return unit.valid_to or MERGER


def _last(key: UnitKey, heirs: dict[UnitKey, UnitKey]) -> UnitKey:
    while key in heirs:
        key = heirs[key]
    return key
