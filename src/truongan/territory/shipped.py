"""The product's own file of units, as script/build-territory writes it."""

import csv
import lzma
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parent
UnitKey = tuple[str, date]  # code and first day: a code alone names several units


class ShippedUnit(NamedTuple):
    code: str
    valid_from: date
    valid_to: date | None
    kind: str
    name: str
    parent: UnitKey | None
    is_approximate: bool

    @property
    def key(self) -> UnitKey:
        return self.code, self.valid_from


class ShippedSuccession(NamedTuple):
    old: UnitKey
    new: UnitKey
    kind: str
    effective_on: date
    basis: str


def read_units() -> Iterator[ShippedUnit]:
    """Parents come before their children."""
    for row in _rows("units.csv.xz"):
        yield ShippedUnit(
            row["code"],
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            row["kind"],
            row["name"],
            (row["parent"], date.fromisoformat(row["parent_from"])) if row["parent"] else None,
            bool(row["approximate"]),
        )


def read_successions() -> Iterator[ShippedSuccession]:
    for row in _rows("succession.csv.xz"):
        yield ShippedSuccession(
            (row["old"], date.fromisoformat(row["old_from"])),
            (row["new"], date.fromisoformat(row["new_from"])),
            row["kind"],
            date.fromisoformat(row["effective_on"]),
            row["basis"],
        )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with lzma.open(_FOLDER / name, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
