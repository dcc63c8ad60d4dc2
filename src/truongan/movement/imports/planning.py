"""Planning: a read workbook beside the register. Writes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from truongan.movement.imports.drafting import Drafting
from truongan.movement.imports.employers import Employers
from truongan.movement.imports.locking import lock_new_schools, lock_schools
from truongan.movement.imports.place_rows import (
    draft_group_members,
    draft_groups,
    draft_owners,
    draft_team_members,
    draft_teams,
)
from truongan.movement.imports.plan import Plan, PlannedRow
from truongan.movement.imports.records import GroupRecord, SchoolRecord, TeamRecord
from truongan.movement.imports.register import Register
from truongan.movement.imports.roster_rows import Roster
from truongan.movement.imports.scheme_rows import draft_events, draft_schemes
from truongan.movement.imports.school_rows import DECLARED, declare, draft_schools, find_schools
from truongan.movement.imports.schools import Schools, school_key
from truongan.movement.models import SchemeType
from truongan.movement.states import LEAVING
from truongan.organizations.models import Organization
from truongan.organizations.scope import Scope
from truongan.workbooks.rows import ReadRow, ReadWorkbook

Place = TeamRecord | GroupRecord
Rows = Sequence[tuple[Place, tuple[ReadRow, PlannedRow]]]


def plan_import(
    actor,
    read: ReadWorkbook,
    *,
    today: date,
    answers: Mapping[str, str] | None = None,
    own_id: int | None = None,
    locks: bool = False,
    tick: Callable[[int], None] | None = None,
) -> Plan:
    """What importing `read` would do for this person, row by row; problems are added to the rows of `read`.

    A number of queries that does not grow with the rows. `answers` settle doubts by row; `own_id` is the school of a
    school's own workbook (found in the sender's scope when not given). With `locks`, inside a transaction, nobody else
    changes these schools before it ends. `tick` is told how many rows are done, now and then.
    """
    scope: Scope = actor.scope
    kind = read.spec.key
    if kind == "school" and own_id is None:
        own_id = own_school(actor)
    plan = Plan(kind, read)
    if locks and kind != "school" and any(read.rows("schools")):
        lock_new_schools()
    drafting = Drafting(scope, kind, today, Schools(scope, own_id), _types(), plan, answers or {}, tick=tick)
    find_schools(drafting)
    touched = _schools_of(drafting)
    if locks:
        lock_schools([each.id for each in touched if each.id])
    employers = Employers(touched, _said(read, "group_members", "employer"))
    phones = _said(read, "team_members", "phone") | _said(read, "group_members", "phone")
    drafting.register = Register(touched, phones, employers.all)
    plan.known = drafting.register.known
    plan.known[SchoolRecord] = [each for each in touched if each.id]
    draft_schools(drafting)
    draft_schemes(drafting)
    draft_events(drafting)
    _draft_places(drafting, employers)
    _end_with_schemes(drafting)
    return plan


def own_school(actor) -> int | None:
    """The only school in which the person holds a post that writes; None when there is none or several."""
    writing = [each.organization_id for each in actor.scope.own if each.may_write]
    schools = list(Organization.objects.filter(pk__in=writing, sector="school").values_list("pk", flat=True)[:2])
    return schools[0] if len(schools) == 1 else None


def _types() -> dict[str, tuple[int, str]]:
    return {
        code: (pk, name)
        for pk, code, name in SchemeType.objects.order_by("pk").values_list("pk", "code", "short_name")
    }


def _said(read: ReadWorkbook, sheet: str, key: str) -> set[str]:
    return {str(row[key]) for row in read.rows(sheet) if row[key]}


def _schools_of(drafting: Drafting) -> list[SchoolRecord]:
    """Every school the file names, pilots' schools included, so that the register is read in one go."""
    touched: dict[SchoolRecord, None] = {}
    names: set[tuple] = set()
    for sheet in drafting.plan.read.sheets:
        if sheet.spec.key != "schools":
            names |= {(row["school_code"], row["school"], row["commune"]) for row in sheet.rows}
    for key in names:
        found = drafting.schools.find(*key)
        if isinstance(found, SchoolRecord):
            touched[found] = None
    for school in drafting.schools.by_row.values():
        touched[school] = None
    for pilot in _said(drafting.plan.read, "schemes", "pilot"):
        touched.update(dict.fromkeys(drafting.schools.by_key.get(school_key(pilot), ())))
    return sorted(touched, key=lambda each: (each.id is None, each.id or 0, each.code))


def _draft_places(drafting: Drafting, employers: Employers) -> None:
    teams = draft_teams(drafting)
    team_roster = draft_team_members(drafting)
    groups = draft_groups(drafting)
    group_roster = draft_group_members(drafting, employers)
    draft_owners(drafting, groups)
    _compare_declared(drafting, list(teams.items()), team_roster, "declared_team_members")
    _compare_declared(drafting, list(groups.items()), group_roster, "declared_group_members")


def _compare_declared(drafting: Drafting, places: Rows, roster: Roster, measure: str) -> None:
    """Say where a declared total differs from the list, and keep the school's sum when all its places declare."""
    by_school: dict[SchoolRecord, list[TeamRecord | GroupRecord]] = defaultdict(list)
    by_place = dict(places)
    for place, (row, _planned) in places:
        by_school[place.scheme.school if isinstance(place, TeamRecord) else place.school].append(place)
        listed = roster.listed.get(place)
        if listed is not None and place.declared is not None and listed != place.declared:
            message = _("Khai %(declared)d người, danh sách trong tệp có %(listed)d. Kiểm tra lại danh sách.")
            said = {"declared": place.declared, "listed": listed}
            row.add_problem("declared", message % said, severity="warning", code="declared_differs")
    running = _running(drafting, measure)
    spoken_for = _declaring(drafting, measure) | _incomplete(drafting, by_school)
    for school, theirs in by_school.items():
        is_whole = running[school] <= set(theirs)
        if school not in spoken_for and is_whole and all(each.declared is not None for each in theirs):
            day = max(_counted_on(each, by_place[each][0]) for each in theirs)
            total = sum(each.declared or 0 for each in theirs)
            planned = by_place[theirs[0]][1]
            declare(drafting, planned, school, DECLARED[measure], day, total, _("Tổng số thành viên khai báo"))


def _running(drafting: Drafting, measure: str) -> dict[SchoolRecord, set[Place]]:
    """Teams or groups of each school that have not ended: a sum of some of them is nobody's total."""
    register = drafting.register
    by_name = register.teams if measure == "declared_team_members" else register.groups
    running: dict[SchoolRecord, set[Place]] = defaultdict(set)
    for (school, _name), places in by_name.items():
        running[school].update(each for each in places if each.ended_on is None)
    return running


def _declaring(drafting: Drafting, measure: str) -> set[SchoolRecord]:
    """Schools whose own row declares the total already."""
    by_row = drafting.schools.by_row
    rows = drafting.plan.read.rows("schools")
    return {
        by_row[row.sheet.name, row.number]
        for row in rows
        if row[measure] is not None and (row.sheet.name, row.number) in by_row
    }


def _incomplete(drafting: Drafting, schools: Iterable[SchoolRecord]) -> set[SchoolRecord]:
    """Schools with rows that stay out: their sum would be of a part."""
    names = {row.school for row in drafting.plan.rejected_rows}
    return {school for school in schools if school.name in names}


def _counted_on(place: TeamRecord | GroupRecord, row: ReadRow) -> date:
    checked = row["checked_on"] if isinstance(place, GroupRecord) else None
    return checked if isinstance(checked, date) else place.formed_on


def _end_with_schemes(drafting: Drafting) -> None:
    """What runs under a scheme ends with it, as when somebody ends it on its page: teams, groups, their members."""
    places: list[Place] = [
        *(team for found in drafting.register.teams.values() for team in found),
        *(group for found in drafting.register.groups.values() for group in found),
    ]
    for place in places:
        scheme = place.scheme
        if place.ended_on is not None or scheme is None or not (scheme.moved or place.id is None):
            continue
        ended = scheme.life().stock_to if scheme.valid(*LEAVING) else None
        if ended:
            _end(place, max(ended, place.formed_on + timedelta(days=1)), scheme.events[-1].origin or place.origin)


def _end(place: TeamRecord | GroupRecord, on: date, origin: PlannedRow | None) -> None:
    place.set("ended_on", on)
    place.origin = place.origin or origin
    for seat in place.seats:
        if seat.valid_to is None:
            seat.set("valid_to", max(on, seat.valid_from + timedelta(days=1)))
            seat.origin = seat.origin or origin


def touched_ids(plan: Plan) -> list[int]:
    """Organizations whose figures may change."""
    schools: set[SchoolRecord] = set()
    for kind in (*plan.records, *plan.known):
        for record in (*plan.new(kind), *plan.changed(kind)):
            schools |= _school_of(record)
    return sorted(each.id for each in schools if each.id)


def _school_of(record: object) -> set[SchoolRecord]:
    for path in ("school", "scheme.school", "place.school", "place.scheme.school", "group.school"):
        found = record
        for name in path.split("."):
            found = getattr(found, name, None)
        if isinstance(found, SchoolRecord):
            return {found}
    return set()
