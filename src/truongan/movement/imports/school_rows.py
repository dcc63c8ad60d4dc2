"""The sheet “Trường học”: schools known and new, their school year, and the totals somebody declared."""

import hashlib
import re
from datetime import date

from django.utils.translation import gettext as _

from truongan.kernel.dates import vn_date
from truongan.kernel.text import fold
from truongan.movement.imports.drafting import Drafting
from truongan.movement.imports.plan import PlannedRow
from truongan.movement.imports.records import DeclarationRecord, ProfileRecord, SchoolRecord
from truongan.movement.imports.schools import OWN_CODE, Communes, FoundUnit, Unresolved, lifetime, school_key
from truongan.organizations.models import Organization, SchoolLevel
from truongan.workbooks.rows import ReadRow

_SCHOOL_YEAR = re.compile(r"(?:năm học\s*)?(\d{4})\s*[-–—/]\s*(\d{4}|\d{2})", re.IGNORECASE)
DECLARED = {
    "declared_schemes": "schemes.count",
    "declared_teams": "teams.count",
    "declared_team_members": "teams.memberships",
    "declared_groups": "groups.count",
    "declared_group_members": "groups.memberships",
}
_PROFILE = {"level": "school_level", "classes": "class_count", "pupils": "pupil_count", "staff": "staff_count"}


def find_schools(drafting: Drafting) -> None:
    """First pass over the sheet: which school each row is, making those that a sender above schools may make."""
    communes = Communes(str(row["commune"]) for row in drafting.plan.read.rows("schools") if row["commune"])
    taken = _codes_in_use(drafting)
    for row, planned in drafting.rows("schools"):
        planned.label = planned.school = str(row["school"] or "")
        _check_facts(row)
        school = _found(drafting, row, planned, communes, taken) if row.is_ready else None
        if school is None:
            drafting.reject("school", row["school_code"], row["school"], row=row)
            continue
        planned.label = planned.school = school.name
        if school.sheet_row:
            message = _("Trường này đã có ở dòng %(row)d. Gộp thành một dòng.") % {"row": school.sheet_row}
            row.add_problem("school", message, code="repeated")
            continue
        school.sheet_row = row.number


def draft_schools(drafting: Drafting) -> None:
    """Second pass, with the register at hand: school years and declared totals."""
    by_place = {(planned.sheet, planned.number): planned for planned in drafting.plan.rows}
    for row in drafting.plan.read.rows("schools"):
        if not row.is_ready:
            continue
        planned = by_place[row.sheet.name, row.number]
        school = drafting.schools.by_row[row.sheet.name, row.number]
        _draft_facts(drafting, row, planned, school)


def _found(
    drafting: Drafting, row: ReadRow, planned: PlannedRow, communes: Communes, taken: set[str]
) -> SchoolRecord | None:
    code, name, commune, district = row["school_code"], row["school"], row["commune"], row["district"]
    found = drafting.schools.find(code, name, commune, district, exactly=_creates(drafting))  # type: ignore[arg-type]
    if isinstance(found, Unresolved):
        if found.code != "unknown_school" or not name or not _creates(drafting):
            row.add_problem(found.key, found.message, fix=found.fix, code=found.code)
            return None
        return _created(drafting, row, planned, communes, taken)
    if not drafting.may_write(found):
        row.add_problem("school", _("Bạn được xem nhưng không được sửa số liệu của trường này."), code="not_allowed")
        return None
    _check_place(drafting, row, found, communes)
    if not row.is_ready:
        return None
    drafting.schools.by_row[row.sheet.name, row.number] = found
    return found


def _creates(drafting: Drafting) -> bool:
    """A school never makes a school; agencies do, for the area they write for."""
    return drafting.kind != "school" and any(
        area.may_write and "school" in area.works_in for area in drafting.scope.areas
    )


def _codes_in_use(drafting: Drafting) -> set[str]:
    codes = {str(row["school_code"]) for row in drafting.plan.read.rows("schools") if row["school_code"]}
    unknown = codes - drafting.schools.by_code.keys()
    return set(Organization.objects.filter(code__in=unknown).values_list("code", flat=True)) if unknown else set()


def _created(
    drafting: Drafting, row: ReadRow, planned: PlannedRow, communes: Communes, taken: set[str]
) -> SchoolRecord | None:
    unit = _unit_for(drafting, row, communes)
    if unit is None:
        return None
    code = str(row["school_code"] or "")
    if code in taken:
        row.add_problem("school_code", _("Mã này đã là của trường khác. Kiểm tra lại mã."), code="code_taken")
        return None
    path = communes.path_of(unit)
    school = SchoolRecord(
        code=code or _own_code(unit, str(row["school"])),
        name=_capitalised(str(row["school"])),
        place_path=path,
        school_level=str(row["level"] or _level_in(str(row["school"]))),
        unit_id=unit.id,
    )
    drafting.create(school, planned)
    drafting.schools.add(school, unit=unit)
    drafting.schools.by_row[row.sheet.name, row.number] = school
    return school


def _unit_for(drafting: Drafting, row: ReadRow, communes: Communes) -> FoundUnit | None:
    """The commune a new school stands in, as it was called on the day of the row."""
    name, district = row["commune"], row["district"]
    if not name:
        message = _("Trường chưa có trong hệ thống. Ghi xã, phường để lập mới, hoặc kiểm tra lại tên trường.")
        row.add_problem("school", message, code="unknown_school")
        return None
    found = communes.named(str(name), district)  # type: ignore[arg-type]
    if not found:
        message = _("Không có xã, phường nào tên này%(where)s. Kiểm tra lại tên.")
        row.add_problem("commune", message % {"where": f" ({district})" if district else ""}, code="unknown_unit")
        return None
    day = _day_of(row) or drafting.today
    there = [each for each in found if each.is_on(day)]
    if not there:
        message = _("“%(unit)s” không có vào ngày %(day)s (%(life)s). Ghi tên đơn vị đúng của ngày đó.")
        said = {"unit": found[0].full_name, "day": vn_date(day), "life": lifetime(found)}
        row.add_problem("commune", message % said, code="unit_not_on_day")
        return None
    return _in_scope(drafting, row, there, communes)


def _in_scope(drafting: Drafting, row: ReadRow, units: list[FoundUnit], communes: Communes) -> FoundUnit | None:
    """Namesakes outside the sender's area do not compete; two inside must be told apart by district."""
    areas = tuple(area.path for area in drafting.scope.areas if area.may_write and "school" in area.works_in)
    inside = [each for each in units if communes.path_of(each) and communes.path_of(each).startswith(areas)]
    if len(inside) > 1:
        row.add_problem("commune", _("Có nhiều xã, phường cùng tên này. Ghi thêm huyện."), code="ambiguous_unit")
        return None
    if not inside:
        message = _("“%(unit)s” không thuộc phạm vi của bạn.") % {"unit": units[0].full_name}
        row.add_problem("commune", message, code="outside_scope")
        return None
    return inside[0]


def _check_place(drafting: Drafting, row: ReadRow, school: SchoolRecord, communes: Communes) -> None:
    """A known school named with a commune it never stood in is probably another school."""
    commune, day = row["commune"], _day_of(row)
    if not commune or drafting.schools.narrowed([school], str(commune)):
        return
    known = communes.named(str(commune), row["district"])  # type: ignore[arg-type]
    if known and day and not any(each.is_on(day) for each in known):
        message = _("“%(unit)s” không có vào ngày %(day)s (%(life)s). Ghi tên đơn vị đúng của ngày đó.")
        said = {"unit": commune, "day": vn_date(day), "life": lifetime(known)}
        row.add_problem("commune", message % said, code="unit_not_on_day")
    else:
        message = _("Trường này trong hệ thống không ở “%(unit)s”. Kiểm tra lại tên trường hoặc xã, phường.")
        row.add_problem("commune", message % {"unit": commune}, code="other_unit")


def _day_of(row: ReadRow) -> date | None:
    """The day the row speaks of: of its declared totals, else the opening of its school year."""
    if isinstance(row["declared_on"], date):
        return row["declared_on"]
    found = _SCHOOL_YEAR.search(str(row["school_year"] or ""))
    return date(int(found.group(1)), 9, 5) if found else None


def _check_facts(row: ReadRow) -> None:
    """Everything that can be wrong with the numbers, asked before a school is made from the row."""
    if _declared(row) and row["declared_on"] is None:
        row.add_problem("declared_on", _("Có số khai báo thì phải ghi tính đến ngày nào."), code="required")
    said = str(row["school_year"] or "")
    if not said and any(row[key] is not None for key in ("classes", "pupils", "staff")):
        message = _("Có số lớp, học sinh, cán bộ thì phải ghi năm học.")
        row.add_problem("school_year", message, code="required")
    if said and not _year_of(row):
        first = _SCHOOL_YEAR.search(said)
        fix = f"{first.group(1)}-{int(first.group(1)) + 1}" if first else ""
        row.add_problem("school_year", _("Năm học viết như 2021-2022."), fix=fix, code="bad_year")


def _declared(row: ReadRow) -> dict[str, int]:
    return {key: int(row[key]) for key in DECLARED if row[key] is not None}  # type: ignore[arg-type]


def _draft_facts(drafting: Drafting, row: ReadRow, planned: PlannedRow, school: SchoolRecord) -> None:
    if row["level"]:
        drafting.change(school, planned, "school_level", row["level"], _("Cấp học"), _level_label)
    if row["school_code"] and school.id and school.code.startswith(OWN_CODE):
        drafting.change(school, planned, "code", row["school_code"], _("Mã trường"))
    if year := _year_of(row):
        _draft_profile(drafting, row, planned, school, year)
    for key, value in _declared(row).items():
        title = row.sheet.spec.column(key).title
        declare(drafting, planned, school, DECLARED[key], row["declared_on"], value, title)  # type: ignore[arg-type]


def declare(
    drafting: Drafting, planned: PlannedRow, school: SchoolRecord, measure: str, on: date, value: int, title: str
) -> None:
    """A total somebody wrote down, kept beside what is counted."""
    known = drafting.register.declarations.get((school, measure, on))
    if known is None:
        record = DeclarationRecord(school=school, measure=measure, on=on, value=value, origin=planned)
        drafting.register.declarations[school, measure, on] = drafting.plan.add(record)
        planned.writes = True
        planned.note(title, None, value)
    else:
        drafting.change(known, planned, "value", value, title)


def _draft_profile(drafting: Drafting, row: ReadRow, planned: PlannedRow, school: SchoolRecord, year: str) -> None:
    profile = drafting.register.profiles.get((school, year))
    if profile is None:
        profile = ProfileRecord(school=school, school_year=year, school_level=school.school_level, origin=planned)
        drafting.register.profiles[school, year] = drafting.plan.add(profile)
        planned.writes = True
        planned.note(_("Năm học"), None, year)
    for key, name in _PROFILE.items():
        shown = _level_label if key == "level" else str
        drafting.change(profile, planned, name, row[key], row.sheet.spec.column(key).title, shown)


def _year_of(row: ReadRow) -> str:
    """`2021-2022`; nothing when none is said or it is not one."""
    found = _SCHOOL_YEAR.fullmatch(str(row["school_year"] or ""))
    if not found:
        return ""
    first, last = int(found.group(1)), int(found.group(2))
    return f"{first}-{first + 1}" if last in (first + 1, (first + 1) % 100) else ""


def _level_label(value: str) -> str:
    return str(SchoolLevel(value).label) if value else ""


def _level_in(name: str) -> str:
    """School level as the name tells it; nothing where it does not."""
    words = school_key(name).split()
    for level, marks in (
        (SchoolLevel.TH_THCS, ["th", "thcs"]),
        (SchoolLevel.THCS_THPT, ["thcs", "thpt"]),
        (SchoolLevel.MN, ["mn"]),
        (SchoolLevel.TH, ["th"]),
        (SchoolLevel.THCS, ["thcs"]),
        (SchoolLevel.THPT, ["thpt"]),
        (SchoolLevel.GDTX, ["gdtx"]),
    ):
        if words[: len(marks)] == marks:
            return level.value
    return SchoolLevel.MN.value if "mg" in words[:1] else ""


def _own_code(unit: FoundUnit, name: str) -> str:
    """Code for a school that came without one: the same file gives the same code."""
    digest = hashlib.sha256(f"{unit.code} {unit.valid_from} {school_key(name)}".encode()).hexdigest()[:8].upper()
    return f"{OWN_CODE}{unit.code}-{digest}"


def _capitalised(name: str) -> str:
    """Names typed in capitals come in as names are written: `TRƯỜNG THCS HOA SEN` → `Trường THCS Hoa Sen`."""
    if not name.isupper() and not name.islower():
        return name
    kept = {"thcs", "thpt", "gdtx", "gdnn", "ptdt", "dtnt"}
    return " ".join(word.upper() if fold(word).strip("&") in kept else word.capitalize() for word in name.split())
