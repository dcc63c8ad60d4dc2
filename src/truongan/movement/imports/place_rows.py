"""The sheets of teams and connection groups, with their members and the checks of groups."""

from datetime import date, timedelta
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from truongan.kernel.dates import vn_date
from truongan.kernel.text import fold, nfc
from truongan.movement.imports import choices
from truongan.movement.imports.drafting import Drafting
from truongan.movement.imports.employers import Employers
from truongan.movement.imports.people import proper_name
from truongan.movement.imports.plan import PlannedRow
from truongan.movement.imports.records import (
    CheckRecord,
    GroupRecord,
    PersonRecord,
    SchemeRecord,
    SchoolRecord,
    TeamRecord,
)
from truongan.movement.imports.roster_rows import Place, Roster
from truongan.movement.imports.scheme_rows import scheme_of
from truongan.movement.models import ConnectionGroup, GroupMembership, TeamMembership
from truongan.workbooks.rows import ReadRow

Kind = TypeVar("Kind", TeamRecord, GroupRecord)
_is_link = URLValidator(schemes=["https"])


def draft_teams(drafting: Drafting) -> dict[TeamRecord, tuple[ReadRow, PlannedRow]]:
    """Teams of the file, each with its row: declared totals are compared once the members are read."""
    seen: dict[TeamRecord, tuple[ReadRow, PlannedRow]] = {}
    for row, planned in drafting.rows("teams"):
        planned.label = str(row["team"] or "")
        school = drafting.school_of(row, planned)
        scheme = scheme_of(drafting, row, school) if school else None
        team = _draft_team(drafting, row, planned, scheme, seen) if scheme and row.is_ready else None
        if team is None:
            drafting.reject("team", row["school_code"], row["school"], fold(str(row["team"] or "")), row=row)
        else:
            seen[team] = (row, planned)
    return seen


def draft_team_members(drafting: Drafting) -> Roster:
    roster = Roster(drafting, "role", TeamMembership.Role.MEMBER, lambda role: str(TeamMembership.Role(role).label))
    for row, planned in drafting.rows("team_members"):
        planned.label = _who(row)
        school = drafting.school_of(row, planned)
        team = _team_of(drafting, row, school) if school else None
        if team is not None:
            roster.draft(row, planned, team, school, str(row["post"] or ""))
    return roster


def draft_groups(drafting: Drafting) -> dict[GroupRecord, tuple[ReadRow, PlannedRow]]:
    seen: dict[GroupRecord, tuple[ReadRow, PlannedRow]] = {}
    for row, planned in drafting.rows("groups"):
        planned.label = str(row["group"] or "")
        school = drafting.school_of(row, planned)
        group = _draft_group(drafting, row, planned, school, seen) if school and row.is_ready else None
        if group is None:
            drafting.reject("group", row["school_code"], row["school"], fold(str(row["group"] or "")), row=row)
        else:
            seen[group] = (row, planned)
    return seen


def draft_group_members(drafting: Drafting, employers: Employers) -> Roster:
    capacity = GroupMembership.Capacity
    roster = Roster(drafting, "capacity", capacity.MEMBER, lambda value: str(capacity(value).label))
    for row, planned in drafting.rows("group_members"):
        planned.label = _who(row)
        school = drafting.school_of(row, planned)
        group = _group_of(drafting, row, school) if school else None
        if group is not None and school is not None:
            home, post = employers.home_of(row["employer"], row["capacity"], school)  # type: ignore[arg-type]
            roster.draft(row, planned, group, home, post)
    return roster


def draft_owners(drafting: Drafting, groups: dict[GroupRecord, tuple[ReadRow, PlannedRow]]) -> None:
    """Owners of groups, named by people who are members or at home in the school; asked last, when all are known."""
    for group, (row, planned) in groups.items():
        if not row["owner"]:
            continue
        key = fold(str(row["owner"]))
        members = [each.person for each in group.seats if each.person is not None and each.person.key == key]
        found: list[PersonRecord] = members or drafting.register.by_name.get((group.school, key), [])
        if len({id(each) for each in found}) == 1:
            drafting.change(group, planned, "owner", found[0], _("Trưởng nhóm"), lambda person: person.name)
        else:
            message = _(
                "Chưa rõ %(name)s là ai: không có trong danh sách thành viên nhóm. Thêm người này vào danh sách."
            )
            said = {"name": proper_name(str(row["owner"]))}
            row.add_problem("owner", message % said, severity="warning", code="unknown_owner")


def _who(row: ReadRow) -> str:
    return str(row["name"] or "") or f"{row['count'] or ''} {row['label'] or ''}".strip()


def _draft_team(
    drafting: Drafting, row: ReadRow, planned: PlannedRow, scheme: SchemeRecord, seen: dict
) -> TeamRecord | None:
    key = fold(str(row["team"]))[:200]
    known = [each for each in drafting.register.teams.get((scheme.school, key), []) if each.scheme is scheme]
    team = _current(known, row["formed_on"])  # type: ignore[arg-type]
    if team in seen:
        message = _("Tổ này đã có ở dòng %(row)d. Bỏ một dòng hoặc đặt tên khác.") % {"row": seen[team][0].number}
        row.add_problem("team", message, code="repeated")
    life = scheme.life()
    start = row["formed_on"] or (team.formed_on if team else life.stock_from)
    _check_life(drafting, row, scheme.school, start, team)  # type: ignore[arg-type]
    if isinstance(start, date) and life.stock_to and start >= life.stock_to and team is None:
        message = _("Điểm mô hình đã kết thúc từ ngày %(day)s nên không lập tổ sau đó.") % {
            "day": vn_date(life.stock_to)
        }
        row.add_problem("formed_on", message, code="after_end")
    if not row.is_ready or not isinstance(start, date):
        return None
    if team is None:
        team = TeamRecord(scheme=scheme, name=nfc(str(row["team"])), key=key, formed_on=start, ended_on=_end(row))
        drafting.register.teams[scheme.school, key].append(drafting.create(team, planned))
    else:
        _correct_life(drafting, row, planned, team)
    team.declared = row["declared"]  # type: ignore[assignment]
    return team


def _draft_group(
    drafting: Drafting, row: ReadRow, planned: PlannedRow, school: SchoolRecord, seen: dict
) -> GroupRecord | None:
    key = fold(str(row["group"]))[:200]
    group = _current(drafting.register.groups.get((school, key), []), row["formed_on"])  # type: ignore[arg-type]
    if group in seen:
        message = _("Nhóm này đã có ở dòng %(row)d. Bỏ một dòng hoặc đặt tên khác.") % {"row": seen[group][0].number}
        row.add_problem("group", message, code="repeated")
    scheme = scheme_of(drafting, row, school, required=bool(row["type"]))
    start = row["formed_on"] or (group.formed_on if group else _start_of(scheme))
    _check_life(drafting, row, school, start, group)  # type: ignore[arg-type]
    link = _link(row)
    _check_check(row, start)  # type: ignore[arg-type]
    if not row.is_ready or not isinstance(start, date):
        return None
    if group is None:
        group = GroupRecord(
            school=school,
            name=nfc(str(row["group"])),
            key=key,
            formed_on=start,
            ended_on=_end(row),
            scheme=scheme,
            platform=str(row["platform"] or ConnectionGroup.Platform.ZALO),
            link=link,
        )
        drafting.register.groups[school, key].append(drafting.create(group, planned))
    else:
        _correct_group(drafting, row, planned, group, scheme, link)
    group.declared = row["declared"]  # type: ignore[assignment]
    _draft_check(drafting, row, planned, group)
    return group


def _correct_group(
    drafting: Drafting, row: ReadRow, planned: PlannedRow, group: GroupRecord, scheme: SchemeRecord | None, link: str
) -> None:
    _correct_life(drafting, row, planned, group)
    platform = ConnectionGroup.Platform
    drafting.change(group, planned, "platform", row["platform"], _("Nền tảng"), lambda each: str(platform(each).label))
    drafting.change(group, planned, "link", link, _("Đường dẫn"))
    if scheme is not None and (row["type"] or group.scheme is None):
        drafting.change(
            group, planned, "scheme", scheme, _("Mô hình"), lambda _scheme: scheme.name or _("theo trường")
        )


def _current(places: list[Kind], formed_on: date | None) -> Kind | None:
    """The place of this name a row means: the one formed that day, else the one still running, else the last."""
    for place in places:
        if formed_on and place.formed_on == formed_on:
            return place
    running = [each for each in places if each.ended_on is None]
    if running:
        return running[0]
    late = [each for each in places if not formed_on or not each.ended_on or formed_on < each.ended_on]
    return max(late, key=lambda each: each.formed_on, default=None)


def _start_of(scheme: SchemeRecord | None) -> date | None:
    return scheme.life().stock_from if scheme else None


def _end(row: ReadRow) -> date | None:
    return row["ended_on"] + timedelta(days=1) if isinstance(row["ended_on"], date) else None


def _check_life(
    drafting: Drafting, row: ReadRow, school: SchoolRecord, start: date | None, known: Place | None
) -> None:
    if start is None:
        row.add_problem("formed_on", _("Thiếu ngày lập. Điền vào ô này."), code="required")
        return
    drafting.refuse_absent(row, "formed_on", school, start)
    end = _end(row) or (known.ended_on if known else None)
    if end is not None and end <= start:
        message = _("Ngày kết thúc trước ngày lập (%(day)s). Kiểm tra lại hai ngày.") % {"day": vn_date(start)}
        row.add_problem("ended_on" if row["ended_on"] else "formed_on", message, code="order")


def _correct_life(drafting: Drafting, row: ReadRow, planned: PlannedRow, place: Place) -> None:
    """Name and days as corrected; seats that began with the place begin with it still."""
    name, formed_on = nfc(str(row["team"] or row["group"])), row["formed_on"]
    if name.lower() != place.name.lower() and fold(name) != name.lower():
        drafting.change(place, planned, "name", name, _("Tên"))
    if isinstance(formed_on, date) and formed_on != place.formed_on:
        for seat in place.seats:
            if seat.valid_from == place.formed_on and (seat.valid_to is None or formed_on < seat.valid_to):
                seat.set("valid_from", formed_on)
                seat.origin = seat.origin or planned
        drafting.change(place, planned, "formed_on", formed_on, _("Ngày lập"))
    drafting.change(place, planned, "ended_on", _end(row), _("Kết thúc từ ngày"))


def _link(row: ReadRow) -> str:
    link = str(row["link"] or "").strip()
    if not link:
        return ""
    try:
        _is_link(link)
    except ValidationError:
        message = _("Đường dẫn nhóm phải bắt đầu bằng https:// (chép từ mục “Chia sẻ liên kết nhóm”).")
        fix = f"https://{link.partition('//')[2] or link}" if "." in link and " " not in link else ""
        row.add_problem("link", message, fix=fix, code="bad_link")
    return link


def _check_check(row: ReadRow, start: date | None) -> None:
    on = row["checked_on"]
    if row["is_active"] and on is None:
        row.add_problem("checked_on", _("Ghi đang hoạt động hay không thì phải ghi ngày kiểm tra."), code="required")
    if isinstance(on, date) and start and on < start:
        message = _("Ngày kiểm tra trước ngày lập nhóm (%(day)s).") % {"day": vn_date(start)}
        row.add_problem("checked_on", message, code="order")


def _draft_check(drafting: Drafting, row: ReadRow, planned: PlannedRow, group: GroupRecord) -> None:
    on = row["checked_on"]
    if not isinstance(on, date):
        return
    is_active = row["is_active"] != choices.NO
    check = group.checks.get(on)
    if check is None:
        check = CheckRecord(group=group, on=on, is_active=is_active, declared_count=row["declared"], origin=planned)  # type: ignore[arg-type]
        group.checks[on] = drafting.plan.add(check)
        planned.writes = True
        planned.note(_("Ngày kiểm tra"), None, on)
        return
    if row["is_active"]:
        drafting.change(check, planned, "is_active", is_active, _("Đang hoạt động"), _yes_no)
    drafting.change(check, planned, "declared_count", row["declared"], _("Số thành viên khai báo"))


def _team_of(drafting: Drafting, row: ReadRow, school: SchoolRecord) -> TeamRecord | None:
    key = fold(str(row["team"] or ""))[:200]
    found = drafting.register.teams.get((school, key), [])
    if len(found) > 1 and (row["type"] or row["scheme_name"]):
        scheme = scheme_of(drafting, row, school, required=False)
        found = [each for each in found if each.scheme is scheme]
    running = [each for each in found if each.ended_on is None] or found
    if len(running) == 1:
        return running[0]
    _note_no_place(drafting, row, school, "team", key, many=len(running) > 1)
    return None


def _group_of(drafting: Drafting, row: ReadRow, school: SchoolRecord) -> GroupRecord | None:
    key = fold(str(row["group"] or ""))[:200]
    found = drafting.register.groups.get((school, key), [])
    running = [each for each in found if each.ended_on is None] or found
    if len(running) == 1:
        return running[0]
    _note_no_place(drafting, row, school, "group", key, many=len(running) > 1)
    return None


def _note_no_place(drafting: Drafting, row: ReadRow, school: SchoolRecord, kind: str, key: str, *, many: bool) -> None:
    names = ((row["school_code"], row["school"]), (school.code, school.name), (None, school.name))
    reason = next(
        (drafting.rejected[(kind, *each, key)] for each in names if (kind, *each, key) in drafting.rejected), ""
    )
    if reason:
        row.add_problem(kind, reason, code="depends")
    elif row[kind] is None:
        return
    elif many:
        row.add_problem("type", _("Trường có nhiều tổ, nhóm tên này. Ghi loại mô hình."), code="ambiguous")
    elif kind == "team":
        row.add_problem(
            kind, _("Trường chưa có tổ này. Thêm vào trang “Tổ tự quản”, hoặc sửa tên tổ."), code="unknown_team"
        )
    else:
        message = _("Trường chưa có nhóm này. Thêm vào trang “Nhóm kết nối”, hoặc sửa tên nhóm.")
        row.add_problem(kind, message, code="unknown_group")


def _yes_no(value: bool) -> str:
    return _("Có") if value else _("Không")
