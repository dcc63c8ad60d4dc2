"""The lists of units as the packages hold them: code → (full name, parent's code)."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

PACKAGES = Path(__file__).resolve().parents[2] / "var/territory"  # filled by script/build-territory
ADMIN_UNITS = PACKAGES / "vietnamadminunits-1.0.4/vietnamadminunits"
PROVINCES_PACKAGES = {  # list's day → pinned release of vietnam-provinces with the list of that day
    "2021-01-01": "0.3.0",
    "2023-05-07": "0.5.0",
    "2025-01-04": "0.6.0",
}
KINDS = {
    "Phường": "ward",
    "Xã": "commune",
    "Thị trấn": "township",
    "Đặc khu": "special_zone",
    "Huyện": "rural_district",
    "Quận": "urban_district",
    "Thị xã": "town",
    "Thành phố": "city",
    "Tỉnh": "province",
}
LEVELS = {2: "province", 3: "district", 5: "commune"}
_TONES = {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}
_FIRST = {"o": "òóỏõọ", "u": "ùúủũụ"}


class Unit(NamedTuple):
    kind: str
    name: str
    parent: str

    @property
    def full_name(self) -> str:
        prefix = {kind: word for word, kind in KINDS.items()} | {"municipality": "Thành phố"}
        return f"{prefix[self.kind]} {self.name}"


Units = dict[str, Unit]


def read_list_of(day: str) -> Units:
    """The release of vietnam-provinces that holds the list of `day`."""
    release = PACKAGES / f"vietnam-provinces-{PROVINCES_PACKAGES[day]}"
    text = (release / "vietnam_provinces/data/nested-divisions.json").read_text()
    units = {}
    for province in json.loads(text):
        top = f"{province['code']:02d}"
        units[top] = spelled(province["name"], "")
        for district in province["districts"]:
            middle = f"{district['code']:03d}"
            units[middle] = spelled(district["name"], top)
            units |= {f"{ward['code']:05d}": spelled(ward["name"], middle) for ward in district["wards"]}
    return units


def read_units_before_july_2025() -> Units:
    units = {}
    query = "SELECT province, district, ward, provinceCode, districtCode, wardCode FROM admin_units_legacy"
    for province, district, ward, top, middle, code in _rows(query):
        units[top] = spelled(province, "")
        units[middle] = spelled(district, top)
        if code:  # five island districts have no communes
            units[code] = spelled(ward, middle)
    return units


def read_units_since_july_2025() -> Units:
    units = {}
    for province, ward, top, code in _rows("SELECT province, ward, provinceCode, wardCode FROM admin_units"):
        units[top] = spelled(province, "")
        units[code] = spelled(ward, top)
    return units


def read_former_names() -> dict[str, list[tuple[str, str]]]:
    """District's code → (former name as a key, code of the commune of March 2025 it is a former name of)."""
    former: dict[str, list[tuple[str, str]]] = {}
    for district, code, names in _rows("SELECT districtCode, wardCode, wardAlias FROM admin_units_legacy"):
        former.setdefault(district, []).extend((name, code) for name in json.loads(names or "[]"))
    return former


def read_succession_of_july_2025() -> tuple[list[tuple[str, str, str]], dict[str, str]]:
    """(old commune, new commune, whole|part) and old province → new province; by code.

    The package names units by keys of their names, so homonyms need the corrections file.
    """
    old = {
        f"{top}_{middle}_{low or ''}": code or district
        for top, middle, low, code, district in _rows(
            "SELECT provinceKey, districtKey, wardKey, wardCode, districtCode FROM admin_units_legacy"
        )
    }
    new = {(top, low): code for top, low, code in _rows("SELECT provinceKey, wardKey, wardCode FROM admin_units")}
    codes = dict(_rows("SELECT provinceKey, provinceCode FROM admin_units_legacy GROUP BY provinceKey"))
    new_codes = dict(_rows("SELECT provinceKey, provinceCode FROM admin_units GROUP BY provinceKey"))
    found = json.loads((ADMIN_UNITS / "data/converter_2025.json").read_text())
    pairs = [
        (old[key], new[top, ward], "whole")
        for top, wards in found["DICT_PROVINCE_WARD_NO_DIVIDED"].items()
        for ward, keys in wards.items()
        for key in keys
    ] + [
        (old[key], new[top, ward["newWardKey"]], "part")
        for top, keys in found["DICT_PROVINCE_WARD_DIVIDED"].items()
        for key, wards in keys.items()
        for ward in wards
    ]
    provinces = {codes[key]: new_codes[top] for top, keys in found["DICT_PROVINCE"].items() for key in keys}
    return pairs, provinces


def spelled(full_name: str, parent: str) -> Unit:
    """One spelling for all lists: single spaces, usual capitals of kinds, òa/òe/ùy, no 0 before a number."""
    full_name = re.sub(r"\s+", " ", full_name).strip()
    prefix = next(word for word in KINDS if full_name.lower().startswith(word.lower()))
    name = " ".join(_tone_on_first_vowel(word) for word in full_name[len(prefix) :].split())
    kind = "municipality" if prefix == "Thành phố" and not parent else KINDS[prefix]
    return Unit(kind, re.sub(r"^0+(?=\d)", "", name), parent)


def _tone_on_first_vowel(word: str) -> str:
    for first, second in (("o", "a"), ("o", "e"), ("u", "y")):
        if len(word) < 2 or word[-2].lower() != first or word[-1] not in _TONES[second]:
            continue
        if first == "u" and word[-3:-2].lower() == "q":
            continue  # in "Quý" the u belongs to the consonant
        tone = _TONES[second].index(word[-1])
        return word[:-2] + _FIRST[first][tone] + second
    return word


def _rows(query: str) -> list[tuple]:
    with closing(sqlite3.connect(f"file:{ADMIN_UNITS / 'data/dataset.db'}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()
