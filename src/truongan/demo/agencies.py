"""The agencies around the schools: of province, districts and communes, those of 2021 and those of today."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction

from truongan.demo.cast import COMMITTEE_NAME, DISTRICT_POLICE_END, MERGER, ORGANIZATIONS, START, CastOrganization
from truongan.demo.places import PROVINCE, Place, communes, communes_of_today, district_ends, districts
from truongan.organizations.actions import create_many
from truongan.organizations.models import Organization
from truongan.organizations.routing import default_routes
from truongan.territory.geography import unit_by_code
from truongan.territory.models import AdministrativeUnit

_MARKS = {"committee": "BCD", "police": "CA", "education": "GD", "health": "YT"}
_DISTRICT_NAMES = {
    "committee": f"{COMMITTEE_NAME} {{}}", "police": "Công an {}", "education": "Phòng Giáo dục và Đào tạo {}",
    "health": "Trung tâm Y tế {}",
}  # fmt: skip
_COMMUNE_NAMES = {
    "committee": f"{COMMITTEE_NAME} {{}}", "police": "Công an {}", "education": "Phòng Văn hóa - Xã hội {}",
    "health": "Trạm Y tế {}",
}  # fmt: skip
_SHORT = {"committee": "BCĐ {}", "police": "CA {}", "education": "Phòng VH-XH {}", "health": "TYT {}"}
Wanted = tuple[dict[str, Any], AdministrativeUnit, date]


def agency_code(unit_code: str, since: date, sector: str) -> str:
    """`MH-07795-2507-CA`; the unit's code alone would name several units."""
    mark = "VX" if sector == "education" and len(unit_code) == 5 else _MARKS[sector]
    return f"MH-{unit_code}-{since:%y%m}-{mark}"


@transaction.atomic
def create_agencies(*, now: datetime) -> int:
    """Take every agency not yet there into the register; how many were new."""
    known = set(Organization.objects.values_list("code", flat=True))
    wanted = {fields["code"]: (fields, unit, since) for fields, unit, since in _wanted()}
    new = [each for code, each in wanted.items() if code not in known]
    create_many(actor=None, rows=new, now=now)
    return len(new)


@transaction.atomic
def route_everyone(today: date) -> None:
    """To whom each organization reports by the rules: today, or on its last day."""
    organizations = list(Organization.objects.all())
    for end in {each.closed_on for each in organizations}:
        day = date.fromordinal(end.toordinal() - 1) if end and end <= today else today
        theirs = [each for each in organizations if each.closed_on == end]
        routes = default_routes(theirs, day)
        for each in theirs:
            each.reports_to = routes[each.pk]
    Organization.objects.bulk_update(organizations, ["reports_to"], batch_size=1000)


def _wanted() -> Iterator[Wanted]:
    """Those of the cast first: where a code comes twice, the last one counts and they are the same."""
    units_then, units_now, ends = _units(START), _units(MERGER), district_ends()
    for each in ORGANIZATIONS:
        if each.sector != "school":
            yield _of_cast(each), (units_then if each.since == START else units_now)[each.unit], each.since
    for place in districts():
        for sector in _MARKS:
            end = DISTRICT_POLICE_END if sector == "police" else MERGER
            name = _DISTRICT_NAMES[sector].format(place.in_sentence)
            short = name.replace(COMMITTEE_NAME, "BCĐ").replace("Phòng Giáo dục và Đào tạo", "Phòng GD&ĐT")
            yield (
                _fields(place, START, min(end, ends[place.code]), sector, "district", name, short),
                units_then[place.code],
                START,
            )
    for commune in communes():
        for sector in ("police", "health"):
            name = _COMMUNE_NAMES[sector].format(commune.place.in_sentence)
            short = _SHORT[sector].format(commune.place.in_sentence)
            fields = _fields(commune.place, START, commune.until, sector, "commune", name, short)
            yield fields, units_then[commune.place.code], START
    for place in communes_of_today():
        for sector in _MARKS:
            name = _COMMUNE_NAMES[sector].format(place.in_sentence)
            short = _SHORT[sector].format(place.in_sentence)
            yield _fields(place, MERGER, None, sector, "commune", name, short), units_now[place.code], MERGER


def _fields(
    place: Place, since: date, until: date | None, sector: str, level: str, name: str, short_name: str
) -> dict[str, Any]:
    return {
        "code": agency_code(place.code, since, sector), "name": name, "short_name": short_name[:60], "sector": sector,
        "level": level, "founded_on": since if since > START else None, "closed_on": until,
    }  # fmt: skip


def _of_cast(each: CastOrganization) -> dict[str, Any]:
    return {
        "code": each.code, "name": each.name, "short_name": each.short_name, "sector": each.sector,
        "level": each.level,
        "founded_on": each.since if each.since > START else None, "closed_on": each.until,
    }  # fmt: skip


def _units(day: date) -> dict[str, AdministrativeUnit]:
    """Units of the province of that day by code, itself included."""
    province = unit_by_code(PROVINCE[0], day)
    return {each.code: each for each in AdministrativeUnit.objects.on(day).within(province)}
