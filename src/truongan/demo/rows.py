"""The register as rows of workbooks: one mapping from column to value per row, as the import format names them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from truongan.demo.places import ARTICLE_DAY
from truongan.demo.register import Group, Member, Register, Scheme, Team
from truongan.demo.schools import School

Row = dict[str, Any]


@dataclass(slots=True)
class Sending:
    """A workbook somebody sends: its rows by sheet, and how carefully it was made (0 a template, 1 a mess)."""

    name: str
    kind: str
    title: str
    sender: str
    sent_on: date
    mess: float = 0.0
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, sheet: str, row: Row) -> None:
        self.rows[sheet].append(row)

    @property
    def filename(self) -> str:
        return f"{self.name}.xlsx"

    @property
    def row_count(self) -> int:
        return sum(map(len, self.rows.values()))


def add_scheme(sending: Sending, scheme: Scheme) -> None:
    """A scheme's own row, its teams and their members."""
    sending.add("schemes", _scheme_row(scheme))
    for team in scheme.teams:
        sending.add(
            "teams", {**_of_scheme(scheme), "team": team.name, "formed_on": team.formed_on, "declared": team.size}
        )
        for member in team.members:
            sending.add("team_members", team_member_row(scheme, team, member))


def add_group(sending: Sending, group: Group) -> None:
    """A group's own row and its members."""
    head = next((each.someone for each in group.members if each.role == "school"), None)
    sending.add("groups", {
        **_of_scheme(group.scheme), "group": group.name, "platform": "zalo", "link": group.link,
        "owner": head.name if head else "", "formed_on": group.formed_on, "declared": group.size,
        **({"checked_on": group.checked_on, "is_active": _yes(group.is_active)} if group.checked_on else {}),
    })  # fmt: skip
    for member in group.members:
        sending.add("group_members", group_member_row(group, member))


def school_row(school: School, school_year: str, commune: str = "", district: str = "") -> Row:
    return {
        **_of_school(school), "level": school.level, "commune": commune, "district": district,
        "school_year": school_year, "classes": school.classes, "pupils": school.pupils, "staff": school.staff_count,
    }  # fmt: skip


def declared(register: Register) -> dict[str, Row]:
    """By school code, the totals its sender wrote down: what the rows add up to."""
    totals: dict[str, Row] = defaultdict(lambda: dict.fromkeys(_DECLARED, 0))
    for scheme in register.schemes:
        row = totals[scheme.school.code]
        row["declared_schemes"] += 1
        row["declared_teams"] += len(scheme.teams)
        row["declared_team_members"] += sum(team.size for team in scheme.teams)
    for group in register.groups:
        row = totals[group.school.code]
        row["declared_groups"] += 1
        row["declared_group_members"] += group.size
    return {code: {**row, "declared_on": ARTICLE_DAY} for code, row in totals.items()}


_DECLARED = (
    "declared_schemes",
    "declared_teams",
    "declared_team_members",
    "declared_groups",
    "declared_group_members",
)


def event_row(scheme: Scheme, event: str, on: date, note: str = "", **decision: Any) -> Row:
    return {**_of_scheme(scheme), "event": event, "on": on, "note": note, **decision}


def checked_group_row(group: Group, on: date, is_active: bool, shown: int | None) -> Row:
    return {
        **_of_scheme(group.scheme),
        "group": group.name,
        "declared": shown,
        "checked_on": on,
        "is_active": _yes(is_active),
    }


def team_member_row(scheme: Scheme, team: Team, member: Member) -> Row:
    someone = member.someone
    row = {**_of_scheme(scheme), "team": team.name, "role": member.role, **_who(member)}
    return {**row, "birth_year": someone.birth_year, "post": someone.post} if someone else row


def group_member_row(group: Group, member: Member) -> Row:
    employer = member.someone.employer if member.someone else ""
    return {
        **_of_school(group.school),
        "group": group.name,
        "employer": employer,
        "capacity": member.role,
        **_who(member),
    }


def _who(member: Member) -> Row:
    dates = {"valid_from": member.since, "valid_to": member.until}
    if member.someone is None:
        return {"count": member.count, "label": member.label, **dates}
    return {"name": member.someone.name, "phone": member.someone.phone, **dates}


def _scheme_row(scheme: Scheme) -> Row:
    return {
        **_of_scheme(scheme), "entry": scheme.entry, "decision_number": scheme.decision_number,
        "decision_on": scheme.decision_on, "decided_by": scheme.school.name if scheme.decision_number else "",
        "launched_on": scheme.launched_on, "renewed_on": scheme.renewed_on,
        "pilot": scheme.pilot.name if scheme.pilot else "",
    }  # fmt: skip


def _of_scheme(scheme: Scheme) -> Row:
    return {**_of_school(scheme.school), "type": scheme.type}


def _of_school(school: School) -> Row:
    return {"school_code": school.code, "school": school.name}


def _yes(is_active: bool) -> str:
    return "yes" if is_active else "no"
