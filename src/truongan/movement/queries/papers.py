"""The values of a school's papers, read from the register as it stands on the paper's day."""

import re
from dataclasses import replace
from datetime import date

from truongan.documents.facts import Member, PaperFacts, Party
from truongan.movement.models import Scheme
from truongan.movement.queries.details import roster, school_year_start
from truongan.organizations.models import Organization

_NUMBER = re.compile(r"^\s*(\d+)\s*(?:/\s*(.+))?$")
_TITLES = {
    "police": "Trưởng Công an",
    "health": "Trạm trưởng",
    "government": "Chủ tịch",
}


def paper_facts(scheme: Scheme, day: date, *, phones: bool = False) -> PaperFacts:
    """Everything the register knows for the papers of one scheme; what it does not know stays open for the pen.

    Members are those of the scheme's teams on `day`, each once, under the role that comes first; their phones
    only when asked for: whoever is of another organization does not read them in a paper either.
    """
    school = scheme.organization
    number, symbol = decision_parts(scheme.decision_number)
    head, title = _head(school, day)
    start = school_year_start(day)
    return PaperFacts(
        school=school.name,
        superior=school.reports_to.name if school.reports_to else "",
        place=_place(school, day),
        scheme=scheme.type.name,
        team=_team_words(scheme, day),
        school_level=school.school_level,
        school_year=f"{start.year}-{start.year + 1}",
        decision_number=number,
        decision_symbol=symbol,
        decision_on=scheme.decision_on,
        head=head,
        head_title=title or "Hiệu trưởng",
        members=_members(scheme, day, phones),
        police=_party(school, "police", day),
        commune=_party(school, "government", day),
        health=_party(school, "health", day),
        parents=Party("Ban đại diện cha mẹ học sinh", "Trưởng ban"),
        school_phone=school.phone,
    )


def under_its_number(facts: PaperFacts, day: date) -> PaperFacts:
    """The decision itself, under the number the register has for it; of another day or issuer it stays open."""
    kind, _dash, symbol = facts.decision_symbol.partition("-")
    if kind != "QĐ" or symbol.startswith("UBND") or facts.decision_on not in (None, day):
        return facts
    return replace(facts, number=facts.decision_number, symbol=symbol)


def decision_parts(text: str) -> tuple[int | None, str]:
    """`18/QĐ-UBND` → 18 and `QĐ-UBND`; what does not read so stays open."""
    found = _NUMBER.match(text)
    return (int(found[1]), (found[2] or "").strip()) if found else (None, "")


def _head(organization: Organization, day: date) -> tuple[str, str]:
    heads = organization.appointments.on(day).filter(is_head=True).select_related("person")
    post = heads.order_by("-valid_from").first()
    return (post.person.name, post.title) if post else ("", "")


def _place(school: Organization, day: date) -> str:
    placement = school.placements.on(day).select_related("unit").first()
    return placement.unit.name if placement else ""


def _team_words(scheme: Scheme, day: date) -> str:
    names = list(scheme.teams.in_stock_on(day).order_by("formed_on", "pk").values_list("name", flat=True))
    return ", ".join(names) or "Tổ tự quản trường học"


def _members(scheme: Scheme, day: date, phones: bool) -> tuple[Member, ...]:
    listed: dict[object, Member] = {}
    for team in scheme.teams.in_stock_on(day).order_by("formed_on", "pk"):
        for place in roster(team, day):
            if place.person is None:
                listed[place.pk] = Member(f"{place.count} {place.label.lower()}", role=place.get_role_display())
            elif place.person_id not in listed:
                role = place.get_role_display()
                phone = place.person.phone if phones else ""
                listed[place.person_id] = Member(place.person.name, place.person.post, role, phone)
    return tuple(listed.values())


def _party(school: Organization, sector: str, day: date) -> Party | None:
    """The agency of that sector in the school's commune, with its head as signer."""
    if not school.place_path:
        return None
    agencies = Organization.objects.on(day).filter(sector=sector, level="commune", place_path=school.place_path)
    agency = agencies.order_by("pk").first()
    if agency is None:
        return None
    signer, title = _head(agency, day)
    return Party(agency.name, title or _TITLES[sector], signer, phone=agency.phone)
