"""What the page of one case shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from truongan.incidents.models import Entry, Incident, Involved, TipLink
from truongan.incidents.states import EntryKind, Group, Role, StepKind
from truongan.kernel.numbers import vn_number
from truongan.tips.models import Tip

_QUIET = (EntryKind.NOTE, EntryKind.CHANGED)


@dataclass(frozen=True)
class PeopleLine:
    """One role: pupils, outsiders, staff, and how many of them were hurt."""

    label: str
    counts: list[int]
    injured: int

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def named(self) -> list[tuple[str, int]]:
        """Each count with whom it counts."""
        return list(zip(map(str, Group.labels), self.counts, strict=True))


@dataclass(frozen=True)
class PeopleTable:
    """People of one case by role and group. `missing`: how many the declared total is short of, or over, their sum."""

    lines: list[PeopleLine]
    declared: int | None

    @property
    def total(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def injured(self) -> int:
        return sum(line.injured for line in self.lines)

    @property
    def does_not_add_up(self) -> bool:
        return self.declared is not None and self.declared != self.total

    @property
    def words(self) -> str:
        """`2 học sinh bị hại (1 bị thương), 1 người ngoài trường gây ra`."""
        return ", ".join(part for line in self.lines for part in _parts(line))


def people_of(incident: Incident) -> PeopleTable:
    """One query."""
    rows = {(each.role, each.group): each for each in incident.involved.all()}
    lines = [_line(role, rows) for role in Role.values if any(key[0] == role for key in rows)]
    return PeopleTable(lines, incident.declared_count)


def _line(role: str, rows: dict[tuple[str, str], Involved]) -> PeopleLine:
    mine = [rows.get((role, group)) for group in Group.values]
    return PeopleLine(
        str(Role(role).label),
        [each.count if each else 0 for each in mine],
        sum(each.injured_count for each in mine if each),
    )


def _parts(line: PeopleLine) -> Iterable[str]:
    for group, count in zip(Group, line.counts, strict=True):
        if count:
            yield f"{vn_number(count)} {str(group.label).lower()} {line.label.lower()}"
    if line.injured:
        yield f"{vn_number(line.injured)} bị thương"


@dataclass(frozen=True)
class Line:
    """One line of the timeline."""

    entry: Entry
    title: str
    who: str
    tone: str


def timeline(incident: Incident) -> list[Line]:
    """What happened to the case, the newest first; one query."""
    entries = incident.entries.select_related("by__person", "person").order_by("-at", "-pk")
    return [
        Line(each, str(EntryKind(each.kind).label), _who(each), "" if each.kind in _QUIET else "key")
        for each in entries
    ]


def _who(entry: Entry) -> str:
    if entry.person and entry.kind in (EntryKind.TAKEN, EntryKind.REFUSED):
        return entry.person.name
    if entry.by is None:
        return "Hệ thống"
    return entry.by.display_name


@dataclass(frozen=True)
class FirstStep:
    kind: str
    label: str
    done: list


def first_steps(incident: Incident) -> list[FirstStep]:
    """The five first steps with when each was taken; one query."""
    taken = list(incident.steps.select_related("recorded_by__person").order_by("at", "pk"))
    return [
        FirstStep(kind, str(label), [each for each in taken if each.kind == kind]) for kind, label in StepKind.choices
    ]


def tips_shown(user, incident: Incident, now: datetime) -> list[tuple[TipLink, Tip]]:
    """Linked tips this person handles: nobody else learns that there is one. Two queries."""
    links = list(incident.tip_links.all())
    if not links:
        return []
    seen = Tip.objects.visible_to(user, timezone.localdate(now)).in_bulk(
        [link.tip_id for link in links if link.tip_id]
    )
    return [(link, seen[link.tip_id]) for link in links if link.tip_id in seen]
