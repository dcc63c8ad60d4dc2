"""Which school a row means: by code or by name, within what its sender may see."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from truongan.kernel.dates import vn_date
from truongan.kernel.text import fold
from truongan.movement.imports.records import SchoolRecord
from truongan.organizations.models import Organization, Placement
from truongan.organizations.querysets import in_scope
from truongan.organizations.scope import Scope
from truongan.territory.geography import certain_paths
from truongan.territory.models import AdministrativeUnit

OWN_CODE = "TA-"  # codes the importer gives to schools that came without one
_NOT_WORD = re.compile(r"[\W_]+")
_LONG_FORMS = (
    ("trung hoc co so", "thcs"),
    ("trung hoc pho thong", "thpt"),
    ("tieu hoc", "th"),
    ("mam non", "mn"),
    ("mau giao", "mg"),
    ("giao duc thuong xuyen", "gdtx"),
    ("giao duc nghe nghiep", "gdnn"),
    ("trung tam", "tt"),
)
_LEVELS_JOINED = re.compile(r"\b(th|thcs) va (thcs|thpt)\b")
_UNIT_KIND = re.compile(r"^(xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tt|tp|tx|x|p|h|q)\.? +")


def school_key(name: str) -> str:
    """Name for comparison: `Trường Trung học cơ sở  HOA SEN` and `THCS Hoa Sen` are one school."""
    key = _NOT_WORD.sub(" ", fold(name)).strip()
    for long, short in _LONG_FORMS:
        key = key.replace(long, short)
    return _LEVELS_JOINED.sub(r"\1 \2", key).removeprefix("truong ")


def unit_keys(name: str) -> set[str]:
    """Spellings of a unit: `xa tang tien` and `tang tien`."""
    folded = fold(name)
    return {folded, _UNIT_KIND.sub("", folded)}


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Why no school was found: for the cell `key`, with a name to use instead where one is near."""

    key: str
    message: str
    fix: str = ""
    code: str = "unknown_school"


class Schools:
    """Every school in a sender's scope, by code and by name; new ones join as the file makes them."""

    def __init__(self, scope: Scope, own_id: int | None = None) -> None:
        self.scope = scope
        self.all: list[SchoolRecord] = []
        self.by_code: dict[str, SchoolRecord] = {}
        self.by_key: dict[str, list[SchoolRecord]] = defaultdict(list)
        self.by_row: dict[tuple[str, int], SchoolRecord] = {}  # (sheet, row) of the sheet of schools
        self.own: SchoolRecord | None = None
        self._units: dict[SchoolRecord, list[frozenset[str]]] | None = None
        self._units_of_new: dict[SchoolRecord, list[frozenset[str]]] = {}
        queryset = Organization.objects.filter(in_scope(scope), sector="school")
        if own_id is not None:
            queryset = queryset.filter(pk=own_id)
        rows = queryset.order_by("pk").values_list(
            "pk", "code", "name", "short_name", "school_level", "place_path", "founded_on", "closed_on"
        )
        for pk, code, name, short_name, level, path, founded_on, closed_on in rows:
            school = SchoolRecord(
                id=pk,
                code=code,
                name=name,
                school_level=level,
                place_path=path,
                founded_on=founded_on,
                closed_on=closed_on,
            )
            self.add(school, short_name)
            if pk == own_id:
                self.own = school

    def add(self, school: SchoolRecord, short_name: str = "", unit: "FoundUnit | None" = None) -> None:
        self.all.append(school)
        if unit:
            self._units_of_new[school] = [frozenset(unit_keys(unit.full_name) | unit_keys(unit.parent or ""))]
        self.by_code[school.code.upper()] = school
        for key in {school_key(school.name), school_key(short_name)} - {""}:
            self.by_key[key].append(school)

    def find(
        self,
        code: str | None,
        name: str | None,
        commune: str | None,
        district: str | None = None,
        *,
        exactly: bool = False,
    ) -> SchoolRecord | Unresolved:
        """The one school meant, or why there is none. `exactly` also refuses a lone namesake in another unit."""
        if code and (school := self.by_code.get(code.upper())):
            return school
        if not name:
            if code:
                message = _("Không có trường nào mã này trong phạm vi của bạn. Kiểm tra lại mã.")
                return Unresolved("school_code", message)
            return self.own or Unresolved("school", _("Thiếu tên trường. Điền vào ô này."))
        found = self._named(name, commune, district, exactly)
        if len(found) != 1:
            return self._several(found) if found else self._none(name)
        if code and not found[0].code.startswith(OWN_CODE):
            message = _("Không có mã này; trường này trong hệ thống có mã %(code)s. Sửa lại mã.") % {
                "code": found[0].code
            }
            return Unresolved("school_code", message, found[0].code, "other_code")
        return found[0]

    def _named(self, name: str, commune: str | None, district: str | None, exactly: bool) -> list[SchoolRecord]:
        found = self.by_key.get(school_key(name), [])
        for place in (commune, district):
            if place and found and (exactly or len(found) > 1):
                found = self.narrowed(found, place)
        return found

    def narrowed(self, schools: Iterable[SchoolRecord], place: str) -> list[SchoolRecord]:
        """Those that stand or ever stood in a unit of this name."""
        wanted = unit_keys(place)
        return [each for each in schools if any(wanted & keys for keys in self.units_of(each))]

    def units_of(self, school: SchoolRecord) -> list[frozenset[str]]:
        """Spellings of commune and district of every placement, read for all schools at the first question."""
        if school.id is None:
            return self._units_of_new.get(school, [])
        if self._units is None:
            self._units = defaultdict(list)
            by_id = {each.id: each for each in self.all if each.id}
            rows = Placement.objects.filter(organization__in=list(by_id)).values_list(
                "organization_id", "unit__full_name", "unit__parent__full_name"
            )
            for school_id, unit, parent in rows:
                self._units[by_id[school_id]].append(frozenset(unit_keys(unit) | unit_keys(parent or "")))
        return self._units.get(school, [])

    def _several(self, found: list[SchoolRecord]) -> Unresolved:
        message = _(
            "Có %(count)d trường cùng tên này trong phạm vi của bạn. Ghi thêm mã trường (%(codes)s) hoặc xã, phường."
        )
        codes = ", ".join(each.code for each in found[:3])
        return Unresolved("school", message % {"count": len(found), "codes": codes}, code="ambiguous_school")

    def _none(self, name: str) -> Unresolved:
        close = get_close_matches(school_key(name), self.by_key, n=1, cutoff=0.85)
        fix = self.by_key[close[0]][0].name if close else ""
        message = _("Không có trường nào tên này trong phạm vi của bạn. Kiểm tra tên, hoặc ghi mã trường.")
        return Unresolved("school", message, fix)


@dataclass(frozen=True, slots=True)
class FoundUnit:
    id: int
    full_name: str
    code: str
    path: str
    parent: str
    valid_from: date
    valid_to: date | None

    def is_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Communes:
    """Communes of all times by the names a file uses; read once, and only when a school must be placed."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = set(names)
        self._by_key: dict[str, list[FoundUnit]] | None = None
        self._paths: dict[int, str] | None = None

    def path_of(self, unit: FoundUnit) -> str:
        """Path of today's unit that surely holds it, asked once for every name of the file."""
        if self._paths is None:
            units = {each.id for name in self.names for each in self.named(name, None)}
            self._paths = certain_paths(units)
        return self._paths[unit.id]

    def _candidates(self) -> QuerySet[AdministrativeUnit]:
        """Communes whose name ends as one of the file's: the database sifts them faster than we fold fifteen thousand."""
        endings = {re.escape(_UNIT_KIND.sub("", fold(name))) for name in self.names}
        communes = AdministrativeUnit.objects.communes()
        return (
            communes.filter(search_fold__regex=f"(^| )({'|'.join(sorted(endings))})$")
            if len(endings) <= 300
            else communes
        )

    def named(self, name: str, district: str | None) -> list[FoundUnit]:
        if self._by_key is None:
            self._by_key = defaultdict(list)
            rows = self._candidates().values_list(
                "search_fold", "pk", "full_name", "code", "path", "parent__full_name", "valid_from", "valid_to"
            )
            for folded, *row in rows.iterator(chunk_size=10_000):
                unit = FoundUnit(*row)  # type: ignore[arg-type] # in the order asked for
                for key in {folded, _UNIT_KIND.sub("", folded)}:
                    self._by_key[key].append(unit)
        exact = self._by_key.get(fold(name), [])
        found = exact or [each for key in unit_keys(name) for each in self._by_key.get(key, [])]
        if district:
            wanted = unit_keys(district)
            return [each for each in found if wanted & unit_keys(each.parent or "")]
        return found


def lifetime(units: list[FoundUnit]) -> str:
    """When units of this name existed, in words."""
    spans = sorted({(each.valid_from, each.valid_to) for each in units})
    return "; ".join(
        _("từ %(start)s đến trước %(end)s") % {"start": vn_date(start), "end": vn_date(end)}
        if end
        else _("từ %(start)s") % {"start": vn_date(start)}
        for start, end in spans
    )
