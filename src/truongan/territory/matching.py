"""To which unit a feature of somebody's file belongs: by the code it carries, else by names down from the province.

Nothing is guessed: what fits no unit, several, or a unit of another name is told and left out.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from truongan.kernel.dates import vn_date
from truongan.kernel.text import fold
from truongan.territory.models import AdministrativeUnit, Level

_LENGTHS = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}
# Names of properties in files that circulate, folded and without anything but letters; the order they are
# asked in: a plain “name” beside the name of a province is that of what lies in it.
_CODES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        Level.COMMUNE,
        ("maxa", "maphuongxa", "maxaphuong", "mapx", "maphuong", "communecode", "wardcode", "codecommune"),
    ),
    ("", ("ma", "madvhc", "madonvi", "code", "unitcode", "gsocode", "maso")),
    (Level.DISTRICT, ("mahuyen", "maquanhuyen", "maqh", "districtcode", "codedistrict")),
    (Level.PROVINCE, ("matinh", "matinhthanh", "matp", "provincecode", "codeprovince")),
)
_NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (Level.COMMUNE, ("tenxa", "tenphuongxa", "tenxaphuong", "phuongxa", "xa", "ward", "commune", "wardname", "communename")),
    ("", ("ten", "tendonvi", "tendaydu", "name", "fullname", "namevi", "namevn")),
    (Level.DISTRICT, ("tenhuyen", "tenquanhuyen", "quanhuyen", "huyen", "district", "districtname")),
    (Level.PROVINCE, ("tentinh", "tentinhthanh", "tinhthanh", "tinh", "province", "provincename")),
)  # fmt: skip
_PARENTS = ("tructhuoc", "capcha", "parent", "parentname")
_DAYS = ("validfrom", "ngayhieuluc", "hieuluctu", "tungay")
_KINDS = re.compile(r"^(tinh|thanh pho|tp\.?|quan|huyen|thi xa|tx\.?|phuong|p\.?|thi tran|tt\.?|xa|dac khu)\s+(?=\S)")
_DEEPEST = 3  # properties inside properties


class NoMatch(Exception):
    """No unit, told why. The message is safe to show."""


class SeveralMatch(Exception):
    """More than one unit, or one that contradicts the file. The message is safe to show."""


@dataclass(frozen=True)
class Wish:
    """How the person who imports wants the file read."""

    day: date
    code_property: str = ""
    name_property: str = ""
    within: AdministrativeUnit | None = None
    checks_names: bool = True


def flat(properties: Any) -> dict[str, Any]:
    """Properties by the letters of their name; those nested in others too, the outer one first."""
    found: dict[str, Any] = {}
    for name, value in _leaves(properties, 1):
        if value not in (None, ""):
            found.setdefault(_letters(name), value)
    return found


def _leaves(properties: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if not isinstance(properties, dict):
        return
    for name, value in properties.items():
        if not isinstance(value, dict | list):
            yield name, value
    for value in properties.values():
        if depth < _DEEPEST:
            yield from _leaves(value, depth + 1)


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(name))


class Matcher:
    """Every unit of every day, by code and by name: one query for a whole file."""

    def __init__(self, wish: Wish):
        self._wish = wish
        self._by_code: dict[str, list[AdministrativeUnit]] = defaultdict(list)
        self._by_name: dict[str, list[AdministrativeUnit]] = defaultdict(list)
        self._by_pk: dict[int, AdministrativeUnit] = {}
        fields = ("code", "name", "full_name", "level", "parent_id", "path", "valid_from", "valid_to")
        for unit in AdministrativeUnit.objects.only(*fields).order_by("pk"):
            self._by_pk[unit.pk] = unit
            self._by_code[unit.code].append(unit)
            for name in {fold(unit.name), fold(unit.full_name)}:
                self._by_name[name].append(unit)

    def unit_of(self, properties: Any) -> AdministrativeUnit:
        """The one unit of these properties. Raises NoMatch or SeveralMatch."""
        given = flat(properties)
        day = self._day(given)
        level, code = _first(given, self._wish.code_property, _CODES)
        name_level, name = _first(given, self._wish.name_property, _NAMES)
        if code is not None:
            unit = self._by_its_code(str(code).strip(), level, day, (name_level, str(name or "")))
            if unit is not None:
                return unit
        if name is None:
            if code is None:
                raise NoMatch(_("không có mã hay tên đơn vị trong thuộc tính."))
            raise NoMatch(_("không có đơn vị mã %(code)s ngày %(day)s.") % {"code": code, "day": vn_date(day)})
        return self._by_its_name(str(name), name_level, given, day)

    def _day(self, given: dict[str, Any]) -> date:
        told = next((given[name] for name in _DAYS if name in given), None)
        if told is None:
            return self._wish.day
        try:
            return date.fromisoformat(str(told)[:10])
        except ValueError:
            raise NoMatch(
                _("ngày hiệu lực “%(day)s” không phải dạng năm-tháng-ngày.") % {"day": str(told)[:40]}
            ) from None

    def _by_its_code(self, code: str, level: str, day: date, named: tuple[str, str]) -> AdministrativeUnit | None:
        code = code.removesuffix(".0")
        found = self._valid((unit for each in _spellings(code, level) for unit in self._by_code[each]), level, day)
        name_level, name = named
        if name and self._wish.checks_names:
            fitting = [unit for unit in found if _is_called(unit, name) or name_level not in ("", unit.level)]
            if found and not fitting:
                raise SeveralMatch(
                    _("mã %(code)s ngày %(day)s là %(unit)s, nhưng tệp ghi tên “%(name)s”.")
                    % {"code": code, "day": vn_date(day), "unit": found[0].full_name, "name": name[:80]}
                )
            found = fitting
        return self._only(found)

    def _by_its_name(self, name: str, level: str, given: dict[str, Any], day: date) -> AdministrativeUnit:
        above = self._names_above(given, level)
        found: list[AdministrativeUnit] = []
        for spelling in _spoken(name):
            valid = self._valid(self._by_name[spelling], level, day)
            found = found or [unit for unit in valid if self._lies_in(unit, above, counts_itself=not level)]
        if not found:
            raise NoMatch(
                _("không có đơn vị tên “%(name)s” trong cấp trên ấy ngày %(day)s.")
                % {"name": name[:80], "day": vn_date(day)}
            )
        if not above and self._wish.within is None and any(unit.level != Level.PROVINCE for unit in found):
            raise SeveralMatch(
                _("chỉ có tên “%(name)s”, không có đơn vị cấp trên; thêm mã, tên cấp trên, hoặc dùng --within.")
                % {"name": name[:80]}
            )
        only = self._only(found)
        assert only is not None
        return only

    def _valid(self, units: Iterable[AdministrativeUnit], level: str, day: date) -> list[AdministrativeUnit]:
        within = self._wish.within
        return [
            unit
            for unit in units
            if unit.is_valid_on(day) and level in ("", unit.level) and (not within or within.contains_path(unit.path))
        ]

    def _only(self, found: list[AdministrativeUnit]) -> AdministrativeUnit | None:
        if len(found) > 1:
            names = ", ".join(f"{unit.full_name} ({unit.code})" for unit in found[:5])
            raise SeveralMatch(_("khớp %(n)s đơn vị: %(names)s.") % {"n": len(found), "names": names})
        return found[0] if found else None

    def _names_above(self, given: dict[str, Any], level: str) -> list[str]:
        """Names of higher units in the same properties."""
        higher = {
            Level.COMMUNE: (Level.DISTRICT, Level.PROVINCE),
            Level.DISTRICT: (Level.PROVINCE,),
            Level.PROVINCE: (),
        }
        levels = higher.get(Level(level), ()) if level else (Level.DISTRICT, Level.PROVINCE)
        names = [name for each, names in _NAMES if each in levels for name in names]
        return [str(given[name]) for name in (*names, *_PARENTS) if name in given]

    def _lies_in(self, unit: AdministrativeUnit, names: list[str], *, counts_itself: bool) -> bool:
        above = [unit] if counts_itself else []
        while unit.parent_id:
            unit = self._by_pk[unit.parent_id]
            above.append(unit)
        return all(any(_is_called(each, name) for each in above) for name in names)


def _first(given: dict[str, Any], wanted: str, lists: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, Any]:
    """The first property that is there, with the level its name tells; `wanted` names one outright."""
    if wanted:
        return "", given.get(_letters(wanted))
    return next(((level, given[name]) for level, names in lists for name in names if name in given), ("", None))


def _spellings(code: str, level: str) -> list[str]:
    """A code that lost its zeros in a spreadsheet (7795) with as many as its level, or any level, has."""
    lengths = [_LENGTHS[Level(level)]] if level else list(_LENGTHS.values())
    if not code.isascii() or not code.isdecimal() or len(code) > max(lengths):
        return []
    return [code] if len(code) in lengths else [code.zfill(length) for length in lengths if length > len(code)]


def _spoken(name: str) -> list[str]:
    """The name as it stands, then without its kind: files say “Nếnh”, “Phường Nếnh” or “P. Nếnh”.

    In this order, because Quan Sơn and Xà Bang begin like a kind.
    """
    folded = fold(name)
    return list(dict.fromkeys((folded, _KINDS.sub("", folded))))


def _is_called(unit: AdministrativeUnit, name: str) -> bool:
    return not {fold(unit.name), fold(unit.full_name)}.isdisjoint(_spoken(name))
