"""Writing a plan into the register, in the caller's transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from truongan.accounts.models import Person
from truongan.kernel.text import fold, sort_key
from truongan.movement.imports.copying import copy_rows, take_ids, update_rows
from truongan.movement.imports.plan import Plan
from truongan.movement.imports.records import (
    CheckRecord,
    DeclarationRecord,
    EventRecord,
    GroupRecord,
    PersonRecord,
    ProfileRecord,
    SchemeRecord,
    SchoolRecord,
    SeatRecord,
    TeamRecord,
)
from truongan.movement.models import (
    ConnectionGroup,
    Declaration,
    GroupCheck,
    GroupMembership,
    Scheme,
    SchemeEvent,
    Team,
    TeamMembership,
)
from truongan.movement.states import EventKind
from truongan.organizations.actions import create_many
from truongan.organizations.models import Organization, SchoolProfile
from truongan.territory.models import AdministrativeUnit
from truongan.workbooks.models import SourceRow, Upload


def write_plan(*, actor, plan: Plan, upload: Upload, now: datetime, tick: Callable[[int], None] | None = None) -> None:
    """Everything new and changed in the plan, with the row of the file each came from.

    Ledger and audit are the caller's. `tick` is told the second half of the progress, in rows.
    """
    _Writing(actor, plan, upload, now).write(tick or (lambda done: None))


@dataclass(frozen=True, slots=True)
class _Table:
    """How records of one kind become rows: the columns, and a function giving their values."""

    model: type[models.Model]
    fields: tuple[str, ...]
    values: Callable[[Any], Sequence[Any]]


class _Writing:
    """One writing; lower rows last, since each needs the key of what it hangs on."""

    def __init__(self, actor, plan: Plan, upload: Upload, now: datetime) -> None:
        self.actor, self.plan, self.upload, self.now = actor, plan, upload, now
        self.sources: dict[tuple[str, int], int] = {}

    def write(self, tick: Callable[[int], None]) -> None:
        steps: tuple[Callable[[], None], ...] = (
            self._write_sources,
            self._write_schools,
            lambda: self._write_all(PersonRecord, self._people()),
            lambda: self._write_all(ProfileRecord, self._profiles()),
            lambda: self._write_all(SchemeRecord, self._schemes()),
            self._void_events,
            lambda: self._write_all(EventRecord, self._events(), with_changed=False),
            self._refold_schemes,
            lambda: self._write_all(TeamRecord, self._teams()),
            lambda: self._write_all(GroupRecord, self._groups()),
            self._write_seats,
            lambda: self._write_all(CheckRecord, self._checks()),
            lambda: self._write_all(DeclarationRecord, self._declarations()),
        )
        half = len(self.plan.rows) / 2
        for place, step in enumerate(steps, start=1):
            step()
            tick(int(half + half * place / (len(steps) + 2)))

    def source_of(self, record: Any) -> int | None:
        origin = record.origin
        return self.sources.get((origin.sheet, origin.number)) if origin is not None else None

    def _write_sources(self) -> None:
        places = [(row.sheet[:100], row.number) for row in self.plan.rows if row.writes]
        ids = take_ids(SourceRow, len(places))
        self.sources = dict(zip(((row.sheet, row.number) for row in self.plan.rows if row.writes), ids, strict=True))
        rows = ((pk, self.upload.pk, *place) for pk, place in zip(ids, places, strict=True))
        copy_rows(SourceRow, ("id", "upload", "sheet", "row"), rows)

    def _write_schools(self) -> None:
        new: list[SchoolRecord] = self.plan.new(SchoolRecord)
        units = AdministrativeUnit.objects.in_bulk({each.unit_id for each in new})
        rows = [(_fields_of(each), units[each.unit_id or 0], units[each.unit_id or 0].valid_from) for each in new]
        created = create_many(actor=self.actor, rows=rows, now=self.now) if rows else []
        for record, organization in zip(new, created, strict=True):
            record.id = organization.pk
        for record in self.plan.changed(SchoolRecord):
            organization = Organization.objects.get(pk=record.id)
            organization.school_level, organization.code = record.school_level, record.code
            organization.derive_keys()
            organization.save(update_fields=["school_level", "code", "search_fold"])

    def _write_all(self, kind: type, table: _Table, *, with_changed: bool = True) -> None:
        new = self.plan.new(kind)
        for record, pk in zip(new, take_ids(table.model, len(new)), strict=True):
            record.id = pk
        copy_rows(table.model, ("id", *table.fields), ((each.id, *table.values(each)) for each in new))
        if with_changed:
            update_rows(
                table.model, table.fields, ((*table.values(each), each.id) for each in self.plan.changed(kind))
            )

    def _people(self) -> _Table:
        def values(each: PersonRecord) -> Sequence[Any]:
            home = each.home.id if each.home else each.home_id
            key = fold(each.name)[:120]
            return (each.name, each.phone, each.birth_year, each.post, home, sort_key(each.name)[:600], key, "")

        return _Table(
            Person,
            ("name", "phone", "birth_year", "post", "organization", "sort_key", "search_fold", "email"),
            values,
        )

    def _profiles(self) -> _Table:
        return _Table(
            SchoolProfile,
            ("organization", "school_year", "school_level", "class_count", "pupil_count", "staff_count"),
            lambda each: (
                each.school.id,
                each.school_year,
                each.school_level or each.school.school_level,
                each.class_count,
                each.pupil_count,
                each.staff_count,
            ),
        )

    def _schemes(self) -> _Table:
        # Pilots may be new themselves: they are set once every scheme has its key.
        return _Table(
            Scheme,
            ("type", "organization", "name", "is_replica", "status", "source", "search_fold", "decision_number"),
            lambda each: (
                each.type_id,
                each.school.id,
                each.name,
                each.is_replica,
                each.life().status.value,
                self.source_of(each),
                _scheme_key(each),
                _decision(each)[0],
            ),
        )

    def _void_events(self) -> None:
        reason = _("Sửa theo tệp %(name)s") % {"name": self.upload.filename}
        actor_id = self.actor.pk if self.actor else None
        voided = [each for each in self.plan.changed(EventRecord) if each.is_void]
        update_rows(
            SchemeEvent,
            ("voided_at", "voided_by", "void_reason"),
            ((self.now, actor_id, reason[:300], each.id) for each in voided),
        )

    def _events(self) -> _Table:
        actor_id = self.actor.pk if self.actor else None
        return _Table(
            SchemeEvent,
            (
                "scheme",
                "kind",
                "on",
                "decision_number",
                "decision_on",
                "decided_by",
                "note",
                "recorded_at",
                "recorded_by",
                "source",
                "void_reason",
            ),
            lambda each: (
                each.scheme.id,
                each.kind,
                each.on,
                each.decision_number,
                each.decision_on,
                each.decided_by,
                each.note,
                self.now,
                actor_id,
                self.source_of(each),
                "",
            ),
        )

    def _refold_schemes(self) -> None:
        """What is derived from the events, for schemes whose events changed, and pilots now that all have keys."""
        moved = {id(each): each for each in self.plan.new(SchemeRecord)}
        moved |= {id(each): each for each in self.plan.known.get(SchemeRecord, ()) if each.moved or each.changed}  # type: ignore[attr-defined]
        fields = (
            "status",
            "stock_from",
            "stock_to",
            "last_evidence_on",
            "decision_number",
            "decision_on",
            "search_fold",
            "pilot",
        )
        update_rows(Scheme, fields, ((*_derived(each), each.id) for each in moved.values()))

    def _teams(self) -> _Table:
        return _Table(
            Team,
            ("scheme", "organization", "name", "formed_on", "ended_on", "source", "search_fold"),
            lambda each: (
                each.scheme.id,
                each.scheme.school.id,
                each.name,
                each.formed_on,
                each.ended_on,
                self.source_of(each),
                fold(each.name)[:200],
            ),
        )

    def _groups(self) -> _Table:
        def values(each: GroupRecord) -> Sequence[Any]:
            checks = each.checks.values()
            return (
                each.school.id,
                each.scheme.id if each.scheme else None,
                each.name,
                each.platform,
                each.link,
                each.owner.id if each.owner else None,
                each.formed_on,
                each.ended_on,
                self.source_of(each),
                fold(each.name)[:200],
                max((check.on for check in checks), default=None),
                max((check.on for check in checks if check.is_active), default=None),
            )

        # A check changes what is derived from it on the group.
        for check in (*self.plan.new(CheckRecord), *self.plan.changed(CheckRecord)):
            if check.group.id is not None:
                check.group.changed.setdefault("last_checked_on", None)
        return _Table(
            ConnectionGroup,
            (
                "organization",
                "scheme",
                "name",
                "platform",
                "link",
                "owner",
                "formed_on",
                "ended_on",
                "source",
                "search_fold",
                "last_checked_on",
                "last_active_on",
            ),
            values,
        )

    def _write_seats(self) -> None:
        for kind, model, owner, role in (
            (TeamRecord, TeamMembership, "team", "role"),
            (GroupRecord, GroupMembership, "group", "capacity"),
        ):
            table = _Table(
                model, (owner, "person", "count", "label", role, "valid_from", "valid_to", "source"), self._seat
            )
            new = [each for each in self.plan.new(SeatRecord) if isinstance(each.place, kind)]
            changed = [each for each in self.plan.changed(SeatRecord) if isinstance(each.place, kind)]
            for record, pk in zip(new, take_ids(model, len(new)), strict=True):
                record.id = pk
            # Ends first: a seat taken anew may follow one that ends here.
            update_rows(model, table.fields, ((*self._seat(each), each.id) for each in changed))
            copy_rows(model, ("id", *table.fields), ((each.id, *self._seat(each)) for each in new))

    def _seat(self, each: SeatRecord) -> Sequence[Any]:
        person = each.person.id if each.person else None
        return (
            each.place.id,
            person,
            each.count,
            each.label,
            each.role,
            each.valid_from,
            each.valid_to,
            self.source_of(each),
        )

    def _checks(self) -> _Table:
        actor_id = self.actor.pk if self.actor else None
        return _Table(
            GroupCheck,
            ("group", "on", "is_active", "declared_count", "note", "recorded_at", "recorded_by", "source"),
            lambda each: (
                each.group.id,
                each.on,
                each.is_active,
                each.declared_count,
                "",
                self.now,
                actor_id,
                self.source_of(each),
            ),
        )

    def _declarations(self) -> _Table:
        actor_id = self.actor.pk if self.actor else None
        return _Table(
            Declaration,
            ("organization", "measure", "on", "value", "recorded_at", "recorded_by", "source"),
            lambda each: (each.school.id, each.measure, each.on, each.value, self.now, actor_id, self.source_of(each)),
        )


def _fields_of(school: SchoolRecord) -> dict[str, Any]:
    return {
        "code": school.code,
        "name": school.name,
        "school_level": school.school_level,
        "sector": "school",
        "level": "school",
    }


def _decision(scheme: SchemeRecord) -> tuple[str, date | None]:
    decision = max(scheme.valid(EventKind.ESTABLISHED), key=lambda event: event.on, default=None)
    return (decision.decision_number, decision.decision_on or decision.on) if decision else ("", None)


def _scheme_key(scheme: SchemeRecord) -> str:
    return fold(f"{scheme.name} {_decision(scheme)[0]}")[:500]


def _derived(scheme: SchemeRecord) -> Sequence[Any]:
    life = scheme.life()
    pilot_id = scheme.pilot.id if scheme.pilot else scheme.pilot_id
    return (
        life.status.value,
        life.stock_from,
        life.stock_to,
        life.last_evidence_on,
        *_decision(scheme),
        _scheme_key(scheme),
        pilot_id,
    )
