"""The two committed tables a person edits: known dates of reforms, and corrections of the packages."""

import csv
from datetime import date
from pathlib import Path
from typing import NamedTuple

TERRITORY = Path(__file__).resolve().parents[2] / "src/truongan/territory"


class Reform(NamedTuple):
    """Changes of units inside `scope` found between two lists took effect on `effective_on`."""

    scope: str
    after: date
    until: date
    effective_on: date
    is_exact: bool
    basis: str


class Correction(NamedTuple):
    subject: str
    list_day: str
    code: str
    value: str
    reason: str


def read_reforms() -> list[Reform]:
    return [
        Reform(
            row["scope"],
            date.fromisoformat(row["after"]),
            date.fromisoformat(row["until"]),
            date.fromisoformat(row["effective_on"]),
            row["exact"] == "yes",
            row["basis"],
        )
        for row in _rows("reforms.csv")
    ]


def read_corrections(subject: str) -> list[Correction]:
    """Corrections of one subject: recode, renamed, successor_2025, successor."""
    rows = (Correction(r["subject"], r["list"], r["code"], r["value"], r["reason"]) for r in _rows("corrections.csv"))
    return [row for row in rows if row.subject == subject]


def _rows(name: str) -> list[dict[str, str]]:
    with (TERRITORY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
