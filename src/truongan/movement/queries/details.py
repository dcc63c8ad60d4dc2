"""Everything the page of one scheme, team or group shows, each in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from truongan.accounts.models import Person
from truongan.audit.models import Entry
from truongan.audit.queries import change_lines
from truongan.audit.querysets import target_name
from truongan.kernel.dates import vn_date
from truongan.movement.models import (
    ConnectionGroup,
    Evidence,
    GroupCheck,
    GroupMembership,
    Paper,
    Scheme,
    SchemeEvent,
    Team,
    TeamMembership,
)
from truongan.movement.queries.sizes import team_leaders, team_sizes
from truongan.movement.states import EventKind

_KEY_EVENTS = {EventKind.ESTABLISHED, EventKind.LAUNCHED, EventKind.RESTAFFED, EventKind.REMOVED, EventKind.DISSOLVED}
Capacity = GroupMembership.Capacity


@dataclass(frozen=True)
class TeamLine:
    team: Team
    members: int
    leader: str


@dataclass(frozen=True)
class Side:
    """One of the four sides a group ties together, and who stands for it."""

    label: str
    icon: str
    people: tuple[Person, ...]
    nameless: int

    @property
    def is_there(self) -> bool:
        return bool(self.people or self.nameless)


def scheme_events(scheme: Scheme) -> list[SchemeEvent]:
    """Newest first, voided ones included, with their files."""
    files = Prefetch("evidence", Evidence.objects.order_by("pk"))
    events = scheme.events.prefetch_related(files).select_related("recorded_by__person", "source__upload")
    return list(events.order_by("-on", "-recorded_at"))


def team_lines(scheme: Scheme, day: date) -> list[TeamLine]:
    teams = list(scheme.teams.in_stock_on(day).order_by("formed_on", "pk"))
    ids = [team.pk for team in teams]
    sizes, leaders = team_sizes(ids, day), team_leaders(ids, day)
    return [TeamLine(team, sizes.get(team.pk, 0), leaders.get(team.pk, "")) for team in teams]


def distinct_people(scheme: Scheme, day: date) -> int:
    """People in the scheme's teams on the day, each once; unnamed ones as declared."""
    places = TeamMembership.objects.on(day).filter(team__scheme=scheme, team__in=scheme.teams.in_stock_on(day))
    named = set()
    nameless = 0
    for person, count in places.values_list("person", "count"):
        if person:
            named.add(person)
        else:
            nameless += count
    return len(named) + nameless


def roster(team: Team, day: date) -> list[TeamMembership]:
    """Places on the day: those who lead first, then by given name."""
    order = {role: place for place, role in enumerate(TeamMembership.Role.values)}
    places = team.memberships.on(day).select_related("person__organization")
    return sorted(places, key=lambda place: (order[place.role], place.person.sort_key if place.person else "~"))


def former_members(team: Team, day: date, limit: int = 100) -> list[TeamMembership]:
    left = team.memberships.filter(valid_to__lte=day).select_related("person")
    return list(left.order_by("-valid_to", "person__sort_key")[:limit])


def group_members(group: ConnectionGroup, day: date) -> list[GroupMembership]:
    order = {"area_police": 0, "health": 1, "school": 2, "member": 3}
    places = group.memberships.on(day).select_related("person__organization")
    return sorted(places, key=lambda place: (order[place.capacity], place.person.sort_key if place.person else "~"))


def sides_of(members: Iterable[GroupMembership]) -> list[Side]:
    members = list(members)
    wanted = (
        (Capacity.AREA_POLICE, _("Công an phụ trách"), "shield"),
        (Capacity.HEALTH, _("Y tế"), "stethoscope"),
        (Capacity.SCHOOL, _("Nhà trường"), "school"),
        (Capacity.MEMBER, _("Thành viên mô hình"), "users"),
    )
    return [_side(members, *each) for each in wanted]


def _side(members: list[GroupMembership], capacity: str, label: str, icon: str) -> Side:
    mine = [place for place in members if place.capacity == capacity]
    nameless = sum(place.count for place in mine if place.person is None)
    return Side(label, icon, tuple(place.person for place in mine if place.person), nameless)


def group_checks(group: ConnectionGroup, limit: int = 20) -> list[GroupCheck]:
    return list(
        group.checks.prefetch_related("evidence").select_related("recorded_by__person").order_by("-on")[:limit]
    )


def latest_papers(scheme: Scheme) -> dict[str, Paper]:
    """The newest paper of each kind, with its files."""
    papers = scheme.papers.prefetch_related("evidence").order_by("signed_on", "pk")
    return {paper.kind: paper for paper in papers}


def paper_checklist(scheme: Scheme, papers: dict[str, Paper], *, may_edit: bool) -> list[dict[str, Any]]:
    """Lines of the component `checklist`: each paper a scheme must have, there or missing."""
    return [_paper_line(scheme, kind, str(label), papers.get(kind), may_edit) for kind, label in Paper.Kind.choices]


_DRAFTS = {
    Paper.Kind.DECISION: "quyet-dinh-thanh-lap",
    Paper.Kind.OPERATING_RULES: "quy-che-hoat-dong",
    Paper.Kind.COORDINATION_RULES: "quy-che-phoi-hop",
    Paper.Kind.COMMITMENT: "ban-cam-ket",
    Paper.Kind.LAUNCH_MINUTES: "bien-ban-ra-mat",
    Paper.Kind.ROSTER: "danh-sach",
}


def _paper_line(scheme: Scheme, kind: str, label: str, paper: Paper | None, may_edit: bool) -> dict[str, Any]:
    if paper is None:
        return {"title": label, "done": False, **_missing(scheme, kind, may_edit)}
    files = list(paper.evidence.all())
    words = [part for part in (paper.number, _("ký %(day)s") % {"day": vn_date(paper.signed_on)}, paper.note) if part]
    line = {"title": label, "text": ", ".join(words), "done": True}
    if files:
        line |= {"href": reverse("movement:evidence", args=[files[-1].pk]), "action": _("Mở")}
    elif may_edit:
        line |= {"href": f"{reverse('movement:paper_new', args=[scheme.pk])}?loai={kind}", "action": _("Thêm bản mới")}
    return line


def _missing(scheme: Scheme, kind: str, may_edit: bool) -> dict[str, Any]:
    """What to do about a paper that is not there: take the filled-in draft, or enter the signed one."""
    if kind in _DRAFTS:
        href = reverse("movement:paper_download", args=[scheme.pk, _DRAFTS[Paper.Kind(kind)], "docx"])
        return {"text": _("Chưa ghi vào sổ; có bản điền sẵn."), "href": href, "action": _("Lấy bản thảo")}
    href = f"{reverse('movement:paper_new', args=[scheme.pk])}?loai={kind}" if may_edit else ""
    return {"text": _("Chưa ghi vào sổ."), "href": href, "action": _("Ghi giấy tờ")}


def scheme_timeline(events: list[SchemeEvent]) -> list[dict[str, Any]]:
    """What the page's timeline shows of each event."""
    return [_moment(event) for event in events]


def _moment(event: SchemeEvent) -> dict[str, Any]:
    decision = event.decision_number and _("Quyết định %(number)s%(day)s") % {
        "number": event.decision_number,
        "day": _(" ngày %(day)s") % {"day": vn_date(event.decision_on)} if event.decision_on else "",
    }
    words = [part for part in (decision, event.decided_by, event.note) if part]
    return {
        "event": event,
        "title": event.get_kind_display(),
        "text": ". ".join(word.rstrip(".") for word in words),
        "tone": "key" if event.kind in _KEY_EVENTS and not event.voided_at else "",
        "files": list(event.evidence.all()),
    }


def history_of_scheme(scheme: Scheme, limit: int = 12) -> list[dict[str, Any]]:
    """Changes to the scheme, its teams and its groups, newest first; one query for the entries."""
    targets = [target_name(scheme)]
    targets += [target_name(Team(pk=pk)) for pk in scheme.teams.values_list("pk", flat=True)]
    targets += [target_name(ConnectionGroup(pk=pk)) for pk in scheme.groups.values_list("pk", flat=True)]
    return history_of_targets(targets, limit)


def history_of_targets(targets: list[str], limit: int = 12) -> list[dict[str, Any]]:
    entries = Entry.objects.filter(target__in=targets).select_related("actor__person").order_by("-pk")[:limit]
    return [line for entry in entries for line in change_lines(entry)]


def activity_count(events: Iterable[SchemeEvent], since: date, day: date) -> int:
    """Dated evidence of life from `since` to `day`."""
    kinds = {EventKind.ACTIVE, EventKind.LAUNCHED, EventKind.REVIEWED, EventKind.CONCLUDED, EventKind.STRENGTHENED}
    return sum(1 for event in events if not event.voided_at and event.kind in kinds and since <= event.on <= day)


def school_year_start(day: date) -> date:
    """School years open on 5 September (domain: calendar)."""
    opening = date(day.year, 9, 5)
    return opening if day >= opening else date(day.year - 1, 9, 5)


def place_words(organization, day: date) -> str:
    """Where the organization stands on that day: `Phường Nếnh, tỉnh Bắc Ninh`."""
    placement = organization.placements.on(day).select_related("unit__parent__parent").first()
    names: list[str] = []
    unit = placement.unit if placement else None
    while unit is not None:
        names.append(unit.full_name)
        unit = unit.parent
    return ", ".join(names)


def source_words(row) -> str:
    """Where an imported record came from: `từ tệp X, trang Y, dòng Z`; nothing for what was entered by hand."""
    if row is None:
        return ""
    return _("từ tệp %(file)s, trang “%(sheet)s”, dòng %(row)s") % {
        "file": row.upload.filename, "sheet": row.sheet, "row": row.row,
    }  # fmt: skip
