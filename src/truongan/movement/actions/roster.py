"""Who sits in a team or group from a day on: the wanted list against the list in force, as dated changes."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from truongan.accounts.models import Person
from truongan.kernel.dates import vn_date
from truongan.movement.actions.refusals import CannotChangeRoster


@dataclass(frozen=True, slots=True)
class Seat:
    """One line of a roster: a person, or a number of people without names (`label`, `count`).

    `role` is a TeamMembership.Role in a team and a GroupMembership.Capacity in a group.
    """

    role: str
    person: Person | None = None
    count: int = 1
    label: str = ""

    @property
    def key(self) -> tuple:
        return (self.person.pk,) if self.person else ("", self.role, self.label)


@dataclass(frozen=True, slots=True)
class RosterChange:
    """How many joined, left, or took another role."""

    joined: int = 0
    left: int = 0
    moved: int = 0

    def __bool__(self) -> bool:
        return bool(self.joined or self.left or self.moved)

    @property
    def words(self) -> str:
        """`thêm 1, thôi 2, đổi vai trò 0`."""
        values = {"joined": self.joined, "left": self.left, "moved": self.moved}
        return _("Thêm %(joined)s, thôi %(left)s, đổi vai trò %(moved)s") % values

    def __add__(self, other: "RosterChange") -> "RosterChange":
        return RosterChange(self.joined + other.joined, self.left + other.left, self.moved + other.moved)


def check_seats(seats: Collection[Seat]) -> None:
    """No person twice, nobody without an organization, no nameless line without label and number."""
    for person, times in Counter(seat.person for seat in seats if seat.person).items():
        if times > 1:
            raise CannotChangeRoster(
                _("%(name)s có hai dòng trong danh sách. Giữ lại một dòng.") % {"name": person.name}
            )
        if person.organization_id is None:
            raise CannotChangeRoster(
                _("%(name)s chưa thuộc trường, đơn vị nào. Gán đơn vị cho người này ở mục Con người rồi thêm lại.")
                % {"name": person.name}
            )
    for seat in seats:
        if seat.person is None and (not seat.label or seat.count < 1):
            raise CannotChangeRoster(
                _("Dòng không nêu tên cần ghi nhóm người (ví dụ: học sinh lớp 9A) và số người từ 1.")
            )
    for key, times in Counter(seat.key for seat in seats if not seat.person).items():
        if times > 1:
            raise CannotChangeRoster(
                _("Nhóm người “%(label)s” có hai dòng cùng vai trò. Gộp thành một dòng.") % {"label": key[2]}
            )


def apply_roster(memberships: Any, seats: Collection[Seat], on: date, *, role_field: str) -> RosterChange:
    """Make the roster equal to `seats` from `on`: those who stay keep their row, the others get dates.

    `memberships` is the related manager of one team or group. Raises CannotChangeRoster when the roster
    already changed after `on`: a change between two known lists would contradict the later one.
    """
    check_seats(seats)
    current = list(memberships.filter(valid_to=None).select_related("person"))
    _refuse_later_changes(memberships, on)
    wanted = {seat.key: seat for seat in seats}
    present = {_key(row, role_field): row for row in current}
    staying = {key for key, row in present.items() if key in wanted and _same(row, wanted[key], role_field)}
    _close([row for key, row in present.items() if key not in staying], on)
    rows = [_row(memberships, seat, on, role_field) for key, seat in wanted.items() if key not in staying]
    memberships.model.objects.bulk_create(rows)
    moved = len(wanted.keys() & present.keys()) - len(staying)
    return RosterChange(len(wanted.keys() - present.keys()), len(present.keys() - wanted.keys()), moved)


def close_all(memberships: Any, on: date) -> None:
    """End every open membership of a team or group that ends on that day."""
    _refuse_later_changes(memberships, on)
    _close(list(memberships.filter(valid_to=None)), on)


def _refuse_later_changes(memberships: Any, on: date) -> None:
    starts = memberships.filter(valid_from__gt=on).values_list("valid_from", flat=True)
    ends = memberships.filter(valid_to__gt=on).values_list("valid_to", flat=True)
    later = max([*starts, *ends], default=None)
    if later:
        raise CannotChangeRoster(
            _("Danh sách đã có thay đổi ngày %(later)s, sau ngày %(on)s. Chọn ngày từ %(later)s trở đi.")
            % {"later": vn_date(later), "on": vn_date(on)}
        )


def _key(row: Any, role_field: str) -> tuple:
    return (row.person_id,) if row.person_id else ("", getattr(row, role_field), row.label)


def _same(row: Any, seat: Seat, role_field: str) -> bool:
    return getattr(row, role_field) == seat.role and row.count == (1 if seat.person else seat.count)


def _close(rows: Iterable[Any], on: date) -> None:
    for row in rows:
        if row.valid_from == on:  # it never held for a whole day
            row.delete()
        else:
            row.valid_to = on
            row.save(update_fields=["valid_to"])


def _row(memberships: Any, seat: Seat, on: date, role_field: str) -> Any:
    owner = {memberships.field.name: memberships.instance}
    count = 1 if seat.person else seat.count
    label = "" if seat.person else seat.label[:120]
    return memberships.model(
        person=seat.person, count=count, label=label, valid_from=on, **{role_field: seat.role}, **owner
    )
