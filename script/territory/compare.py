"""Compares the built files with an independent compilation (a folder of CSV files); for developers only.

The folder holds units_2021.csv, units_202503.csv, units_2025.csv (code, full_name, parent_code),
succession.csv and succession_2021.csv (old_code, new_code, kind). Every class of difference it
prints is explained in docs/explanation/territory-differences.md.
"""

import csv
import lzma
import sys
from collections import Counter, defaultdict
from pathlib import Path

from reference_files import TERRITORY
from sources import spelled
from timeline import fold

LISTS = (("units_2021", "2021-11-01"), ("units_202503", "2025-03-01"), ("units_2025", "2025-07-01"))


def read_built(name: str) -> list[dict[str, str]]:
    with lzma.open(TERRITORY / name, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def units_on(day: str, units: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in units if row["valid_from"] <= day and day < (row["valid_to"] or "9")}


def compare_list(name: str, day: str, units: list[dict[str, str]], folder: Path) -> Counter:
    ours, found = units_on(day, units), Counter()
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        theirs = {row["code"]: spelled(row["full_name"], row["parent_code"]) for row in csv.DictReader(file)}
    for code in sorted(theirs.keys() | ours.keys()):
        kind, what = difference(ours.get(code), theirs.get(code))
        found[kind] += 1
        if kind not in ("same", "marks or spaces"):
            print(f"  {name} {code} {kind}: {what}")
    return found


def difference(ours, theirs) -> tuple[str, str]:
    if ours is None or theirs is None:
        return ("missing here", str(theirs)) if ours is None else ("only here", str(ours))
    if (ours["kind"], ours["parent"]) != (theirs.kind, theirs.parent):
        return "kind or parent", f"{ours['kind']} {ours['parent']} | {theirs}"
    if ours["name"] == theirs.name:
        return "same", ""
    what = f"{ours['name']} | {theirs.name}"
    return ("marks or spaces" if fold(ours["name"]) == fold(theirs.name) else "spelling"), what


def later_codes(day: str, links: list[dict[str, str]], units: dict) -> dict[str, set]:
    """Code on `day` → (code, whole|part) on 01/07/2025, following every succession."""
    after = defaultdict(list)
    for row in links:
        after[row["old"], row["old_from"]].append(row)
    ends = {(row["code"], row["valid_from"]): row["valid_to"] for row in units}

    def follow(key, whole):
        if not ends[key] or key[1] >= "2025-07-01":
            return {(key[0], "whole" if whole else "part")}
        return {
            each
            for row in after[key]
            if row["effective_on"] == ends[key]
            for each in follow((row["new"], row["new_from"]), whole and row["kind"] == "whole")
        }

    return {code: follow((code, row["valid_from"]), True) for code, row in units_on(day, units).items()}


def compare_succession(name: str, day: str, units, links, folder: Path) -> Counter:
    ours, theirs, found = later_codes(day, links, units), defaultdict(set), Counter()
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            theirs[row["old_code"]].add((row["new_code"], row["kind"]))
    for code in sorted(ours):
        if len(code) != 5 and code not in theirs:
            continue
        kind = "same" if ours[code] == theirs[code] else "differs" if theirs[code] else "unresolved there"
        if any(len(each) < 5 for each, _ in ours[code]) and len(code) == 5:
            kind += ", known here only by province"
        found[kind] += 1
        if kind == "differs" or "province" in kind:
            print(f"  {name} {code} {kind}: {sorted(ours[code])} | {sorted(theirs[code])}")
    return found


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit("script/check-territory FOLDER")
    folder = Path(sys.argv[1])
    units, links = read_built("units.csv.xz"), read_built("succession.csv.xz")
    for name, day in LISTS:
        print(name, dict(compare_list(name, day, units, folder)))
    print("succession", dict(compare_succession("succession", "2025-03-01", units, links, folder)))
    print("succession_2021", dict(compare_succession("succession_2021", "2021-11-01", units, links, folder)))


if __name__ == "__main__":
    main()
