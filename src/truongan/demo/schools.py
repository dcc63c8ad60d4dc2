"""The invented schools: as many per level and district as were published, each in a real commune."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from truongan.demo import targets
from truongan.demo.allocation import shares, spread
from truongan.demo.cast import ORGANIZATION
from truongan.demo.names import school_words
from truongan.demo.people import Someone
from truongan.demo.places import Commune, communes, communes_of_today, districts
from truongan.kernel.text import fold

LEVEL_NAMES = {
    "MN": "Trường Mầm non", "TH": "Trường Tiểu học", "THCS": "Trường THCS", "THPT": "Trường THPT",
    "GDTX": "Trung tâm GDNN-GDTX", "CDDH": "Trường Cao đẳng",
}  # fmt: skip
_SERIALS = {"MN": 200, "TH": 400, "THCS": 500, "THPT": 700, "GDTX": 800, "CDDH": 900}
_EVERYWHERE = ("MN", "TH", "THCS")  # every commune has one of each
_CLASSES = {"MN": (8, 16), "TH": (12, 28), "THCS": (8, 24), "THPT": (18, 42), "GDTX": (8, 16), "CDDH": (20, 40)}
_PER_CLASS = {"MN": 28, "TH": 31, "THCS": 37, "THPT": 42, "GDTX": 38, "CDDH": 35}


@dataclass(slots=True, eq=False)
class School:
    """A school of the demonstration and the people its lists name so far."""

    code: str
    name: str
    level: str
    commune: Commune
    classes: int
    pupils: int
    staff_count: int
    staff: list[Someone] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # folded, of everybody who ever stood on the list

    @property
    def short_name(self) -> str:
        """`THCS Ánh Dương`."""
        return self.name.removeprefix("Trường ")

    @property
    def decision_symbol(self) -> str:
        """What stands after the number of its decisions: `QĐ-THCS`."""
        return "QĐ-" + {"GDTX": "TT", "CDDH": "CĐ"}.get(self.level, self.level)


def build_schools(rng: Random) -> list[School]:
    """All schools, ordered by code."""
    taken = {each.place.name for each in communes()} | {each.name for each in communes_of_today()}
    words = {level: iter(school_words(rng, taken)) for level in LEVEL_NAMES}
    serials: dict[tuple[str, str], int] = defaultdict(int)
    schools: list[School] = []
    for commune, level in _seats(rng):
        key = commune.district.code, level
        serials[key] += 1
        code = f"MH-{commune.district.code}-{_SERIALS[level] + serials[key]}"
        classes = rng.randint(*_CLASSES[level])
        pupils = round(classes * _PER_CLASS[level] * rng.uniform(0.85, 1.1))
        name = _fixed_name(code) or _next_name(level, words)
        schools.append(School(code, name, level, commune, classes, pupils, round(classes * 2.1) + 4))
    return sorted(schools, key=lambda each: each.code)


def _seats(rng: Random) -> list[tuple[Commune, str]]:
    """Which commune has schools of which levels; the schools of the cast come first in their districts."""
    base = [(commune, level) for commune in communes() for level in _EVERYWHERE]
    extras = {level: count - len(communes()) for level, count in targets.SCHOOLS.items() if level in _EVERYWHERE}
    extras["THPT"] = targets.SCHOOLS["THPT"]
    levels = spread(extras)
    hosts = spread({code: count for code, count in _extra_per_district(len(levels)).items() if count})
    within = defaultdict(list)
    for commune in communes():
        within[commune.district.code].append(commune)
    added = [(rng.choice(within[code]), level) for code, level in zip(hosts, levels, strict=True)]
    others = [(within[place.code][0], "GDTX") for place in districts()][: targets.OTHER_SCHOOLS["GDTX"]]
    others += [(within["213"][0], "CDDH")] * targets.OTHER_SCHOOLS["CDDH"]
    seats = base + added + others
    firsts = {each.unit for each in ORGANIZATION.values() if each.sector == "school"}
    return sorted(seats, key=lambda seat: seat[0].place.code not in firsts)


def _extra_per_district(total: int) -> dict[str, int]:
    """Schools beyond the three of every commune: as published where known, the rest by number of communes."""
    sizes = {place.code: sum(each.district == place for each in communes()) for place in districts()}
    known = {code: count - 3 * sizes[code] for code, count in targets.KNOWN_DISTRICTS.items()}
    unknown = [code for code in sizes if code not in known]
    parts = shares(total - sum(known.values()), [sizes[code] for code in unknown])
    return {code: ({**known, **dict(zip(unknown, parts, strict=True))})[code] for code in sizes}


def _fixed_name(code: str) -> str:
    """The schools of the cast keep the names told in tests and docs."""
    return next((each.name for each in ORGANIZATION.values() if each.code == code), "")


def _next_name(level: str, words: dict[str, Iterator[str]]) -> str:
    reserved = {fold(each.name) for each in ORGANIZATION.values()}
    name = f"{LEVEL_NAMES[level]} {next(words[level])}"
    return _next_name(level, words) if fold(name) in reserved else name
