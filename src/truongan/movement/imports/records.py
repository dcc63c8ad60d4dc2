"""The register while an import is being planned: rows as they are, and as they will be.

Slim on purpose: a province's file holds a hundred thousand of them at once.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from truongan.movement.states import Life, fold_events


@dataclass(slots=True, eq=False, kw_only=True)
class Record:
    """`id` is None until it is written; `changed` holds the earlier value of every changed field."""

    id: int | None = None
    origin: Any = None  # the PlannedRow that makes or changes it
    changed: dict[str, Any] = field(default_factory=dict)

    def set(self, name: str, value: Any) -> None:
        before = getattr(self, name)
        if before != value:
            self.changed.setdefault(name, before)
            setattr(self, name, value)


@dataclass(slots=True, eq=False, kw_only=True)
class SchoolRecord(Record):
    """A school (or agency) as rows name it. `pk`, `sector` and `place_path` are what a scope asks for."""

    code: str
    name: str
    school_level: str = ""
    sector: str = "school"
    place_path: str = ""
    founded_on: date | None = None
    closed_on: date | None = None
    unit_id: int | None = None  # where a new one stands
    sheet_row: int = 0

    @property
    def pk(self) -> int | None:
        return self.id


@dataclass(slots=True, eq=False, kw_only=True)
class ProfileRecord(Record):
    school: SchoolRecord
    school_year: str
    school_level: str = ""
    class_count: int | None = None
    pupil_count: int | None = None
    staff_count: int | None = None


@dataclass(slots=True, eq=False, kw_only=True)
class EventRecord(Record):
    scheme: "SchemeRecord"
    kind: str
    on: date
    decision_number: str = ""
    decision_on: date | None = None
    decided_by: str = ""
    note: str = ""
    sheet: str = ""  # where an earlier import read it
    is_void: bool = False


@dataclass(slots=True, eq=False, kw_only=True)
class SchemeRecord(Record):
    school: SchoolRecord
    type_id: int
    name: str = ""
    is_replica: bool = False
    pilot: "SchemeRecord | None" = None
    pilot_id: int | None = None
    events: list[EventRecord] = field(default_factory=list)
    moved: bool = False  # its events changed, so what is derived from them must be written

    def valid(self, *kinds: str) -> list[EventRecord]:
        return [each for each in self.events if not each.is_void and (not kinds or each.kind in kinds)]

    def life(self) -> Life:
        return fold_events(self.valid())


@dataclass(slots=True, eq=False, kw_only=True)
class TeamRecord(Record):
    scheme: SchemeRecord
    name: str
    key: str
    formed_on: date
    ended_on: date | None = None
    seats: "list[SeatRecord]" = field(default_factory=list)
    declared: int | None = None


@dataclass(slots=True, eq=False, kw_only=True)
class GroupRecord(Record):
    school: SchoolRecord
    name: str
    key: str
    formed_on: date
    ended_on: date | None = None
    scheme: SchemeRecord | None = None
    platform: str = "zalo"
    link: str = ""
    owner: "PersonRecord | None" = None
    owner_name: str = ""
    seats: "list[SeatRecord]" = field(default_factory=list)
    checks: "dict[date, CheckRecord]" = field(default_factory=dict)
    declared: int | None = None


@dataclass(slots=True, eq=False, kw_only=True)
class CheckRecord(Record):
    group: GroupRecord
    on: date
    is_active: bool = True
    declared_count: int | None = None


@dataclass(slots=True, eq=False, kw_only=True)
class PersonRecord(Record):
    name: str
    key: str
    phone: str = ""
    birth_year: int | None = None
    post: str = ""
    home: SchoolRecord | None = None
    home_id: int | None = None
    said: set[str] | None = None  # fields this file has spoken about: the first row that does decides


@dataclass(slots=True, eq=False, kw_only=True)
class SeatRecord(Record):
    """A place in a team (role) or group (capacity), of a person or of so many unnamed people."""

    place: TeamRecord | GroupRecord
    person: PersonRecord | None = None
    count: int = 1
    label: str = ""
    role: str = "member"
    valid_from: date
    valid_to: date | None = None

    def overlaps(self, start: date, end: date | None) -> bool:
        return (self.valid_to is None or start < self.valid_to) and (end is None or self.valid_from < end)


@dataclass(slots=True, eq=False, kw_only=True)
class DeclarationRecord(Record):
    school: SchoolRecord
    measure: str
    on: date
    value: int
