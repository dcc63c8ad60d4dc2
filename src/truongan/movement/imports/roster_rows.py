"""The sheets of members: who sits in a team or group, from when to when; named, or counted without names."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from truongan.kernel.dates import vn_date
from truongan.kernel.text import fold, nfc
from truongan.movement.imports.cells import number
from truongan.movement.imports.drafting import Drafting
from truongan.movement.imports.people import enter, recognise
from truongan.movement.imports.plan import PlannedRow
from truongan.movement.imports.records import GroupRecord, SchoolRecord, SeatRecord, TeamRecord
from truongan.workbooks.rows import ReadRow

Place = TeamRecord | GroupRecord


class Roster:
    """Seats of the file, put beside those of the register. One instance per sheet of members."""

    def __init__(self, drafting: Drafting, role_key: str, default_role: str, role_label: Callable[[str], str]) -> None:
        self.drafting = drafting
        self.role_key = role_key
        self.default_role = default_role
        self.role_label = role_label
        self.listed: dict[Place, int] = {}  # people this file lists per place
        self._rows: dict[SeatRecord, int] = {}

    def draft(self, row: ReadRow, planned: PlannedRow, place: Place, home: SchoolRecord | None, post: str) -> None:
        """Seat what the row names in the place; problems and questions are noted on the row."""
        count = number(row, "count") or 1
        self.listed[place] = self.listed.get(place, 0) + count
        start, end = self._days(row, place)
        self._check(row, place, start, end)
        if not row.is_ready:
            return
        if not row["name"]:
            self._seat_counted(row, planned, place, start, end)
            return
        who = recognise(self.drafting, row, planned, home, place.seats)
        if who is None:
            return
        mine = [each for each in place.seats if who.person is not None and each.person is who.person]
        if self._is_repeated(row, mine, str(row["name"]), start, end):
            return
        seat = _matching([each for each in mine if each not in self._rows], row, start, end)
        if seat is not None and not self._fits(row, seat):
            return
        person = enter(self.drafting, row, planned, who, home, post)
        if seat is None:
            role = str(row[self.role_key] or self.default_role)
            self._add(SeatRecord(place=place, person=person, role=role, valid_from=start, valid_to=end), row, planned)
        else:
            self._correct(seat, row, planned)

    def _days(self, row: ReadRow, place: Place) -> tuple[date, date | None]:
        """[from, to): the file writes the last day, the register the day after."""
        start = row["valid_from"] if isinstance(row["valid_from"], date) else place.formed_on
        end = row["valid_to"] + timedelta(days=1) if isinstance(row["valid_to"], date) else None
        return start, end

    def _check(self, row: ReadRow, place: Place, start: date, end: date | None) -> None:
        if not row["name"] and not row["count"]:
            row.add_problem(
                "name", _("Ghi họ và tên; hoặc số người và nhóm người nếu không nêu tên."), code="required"
            )
        elif not row["name"] and not row["label"]:
            row.add_problem("label", _("Không nêu tên thì ghi họ là ai, ví dụ Học sinh lớp 9A."), code="required")
        elif row["name"] and row["count"] and (number(row, "count") or 0) > 1:
            row.add_problem("count", _("Một dòng ghi tên một người. Bỏ số người, hoặc bỏ tên."), code="both")
        if end is not None and end <= start:
            message = _("Đến ngày phải sau từ ngày (%(day)s).") % {"day": vn_date(start)}
            row.add_problem("valid_to", message, code="order")
        if isinstance(row["valid_from"], date) and start < place.formed_on:
            message = _("Từ ngày trước ngày lập (%(day)s). Kiểm tra lại ngày.") % {"day": vn_date(place.formed_on)}
            row.add_problem("valid_from", message, code="order")
        if place.ended_on and start >= place.ended_on:
            message = _("Đã kết thúc từ ngày %(day)s. Kiểm tra lại ngày.") % {"day": vn_date(place.ended_on)}
            row.add_problem("valid_from", message, code="after_end")

    def _seat_counted(self, row: ReadRow, planned: PlannedRow, place: Place, start: date, end: date | None) -> None:
        label, count = nfc(str(row["label"])), number(row, "count") or 1
        role, key = str(row[self.role_key] or self.default_role), fold(label)
        mine = [each for each in place.seats if each.person is None and fold(each.label) == key and each.role == role]
        if self._is_repeated(row, mine, label, start, end):
            return
        seat = _matching([each for each in mine if each not in self._rows], row, start, end)
        if seat is None:
            seat = SeatRecord(place=place, count=count, label=label, role=role, valid_from=start, valid_to=end)
            self._add(seat, row, planned)
        elif self._fits(row, seat):
            self.drafting.change(seat, planned, "count", count, _("Số người"))
            self._correct(seat, row, planned)

    def _is_repeated(self, row: ReadRow, mine: list[SeatRecord], name: str, start: date, end: date | None) -> bool:
        in_file = next((each for each in mine if each in self._rows and each.overlaps(start, end)), None)
        if in_file:
            message = _("“%(name)s” đã có ở dòng %(row)d. Trong mỗi tổ, nhóm chỉ ghi một dòng.")
            row.add_problem("name", message % {"name": name, "row": self._rows[in_file]}, code="repeated")
        return in_file is not None

    def _fits(self, row: ReadRow, seat: SeatRecord) -> bool:
        """A corrected seat still ends after it starts."""
        start = row["valid_from"] if isinstance(row["valid_from"], date) else seat.valid_from
        end = row["valid_to"] + timedelta(days=1) if isinstance(row["valid_to"], date) else seat.valid_to
        if end is not None and end <= start:
            message = _("Trong sổ, người này tham gia từ %(start)s đến trước %(end)s. Kiểm tra lại ngày.")
            said = {"start": vn_date(seat.valid_from), "end": vn_date(seat.valid_to) or "…"}
            row.add_problem("valid_to" if row["valid_to"] else "valid_from", message % said, code="order")
            return False
        return True

    def _add(self, seat: SeatRecord, row: ReadRow, planned: PlannedRow) -> None:
        seat.place.seats.append(self.drafting.create(seat, planned))
        self._rows[seat] = row.number

    def _correct(self, seat: SeatRecord, row: ReadRow, planned: PlannedRow) -> None:
        change = self.drafting.change
        self._rows[seat] = row.number
        if row["valid_from"]:
            change(seat, planned, "valid_from", row["valid_from"], _("Từ ngày"))
        if isinstance(row["valid_to"], date):
            change(seat, planned, "valid_to", row["valid_to"] + timedelta(days=1), _("Đến trước ngày"))
        if row[self.role_key]:
            change(seat, planned, "role", row[self.role_key], _("Vai trò"), self.role_label)


def _matching(seats: list[SeatRecord], row: ReadRow, start: date, end: date | None) -> SeatRecord | None:
    """The seat a row corrects: that of the same first day, else the one it overlaps, else (no day said) the latest."""
    if not seats:
        return None
    for seat in seats:
        if seat.valid_from == start:
            return seat
    if not row["valid_from"]:
        return max(seats, key=lambda each: each.valid_from)
    return next((each for each in seats if each.overlaps(start, end)), None)
