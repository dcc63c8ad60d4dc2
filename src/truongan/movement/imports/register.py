"""The part of the register a file is about, read once in a fixed number of queries however many rows it has."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from truongan.accounts.models import Person
from truongan.kernel.text import fold
from truongan.movement.imports.records import (
    CheckRecord,
    DeclarationRecord,
    EventRecord,
    GroupRecord,
    PersonRecord,
    ProfileRecord,
    Record,
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
from truongan.organizations.models import SchoolProfile

_AT_ONCE = 5000


class Register:
    """What is known of some schools: their schemes, teams, groups, people; found by what a row says."""

    def __init__(
        self, schools: Collection[SchoolRecord], phones: Collection[str], homes: Collection[SchoolRecord]
    ) -> None:
        self.schools = {each.id: each for each in schools if each.id}
        self.homes = self.schools | {each.id: each for each in homes if each.id}
        self.known: dict[type, list[Record]] = defaultdict(list)
        self.schemes: dict[tuple[SchoolRecord, int], list[SchemeRecord]] = defaultdict(list)
        self.teams: dict[tuple[SchoolRecord, str], list[TeamRecord]] = defaultdict(list)
        self.groups: dict[tuple[SchoolRecord, str], list[GroupRecord]] = defaultdict(list)
        self.profiles: dict[tuple[SchoolRecord, str], ProfileRecord] = {}
        self.declarations: dict[tuple[SchoolRecord, str, Any], DeclarationRecord] = {}
        self.by_phone: dict[str, PersonRecord] = {}
        self.by_name: dict[tuple[SchoolRecord | None, str], list[PersonRecord]] = defaultdict(list)
        self._people: dict[int, PersonRecord] = {}
        self._read_schemes()
        self._read_teams()
        self._read_groups()
        self._read_people(phones)
        self._read_seats()
        self._read_sums()

    def _rows(self, queryset, *fields: str, through: str = "organization_id"):
        ids = list(self.schools)
        for start in range(0, len(ids), _AT_ONCE):
            chosen = queryset.filter(**{f"{through}__in": ids[start : start + _AT_ONCE]})
            yield from chosen.order_by("pk").values_list(*fields).iterator(chunk_size=10_000)

    def _keep(self, record: Any) -> Any:
        self.known[type(record)].append(record)
        return record

    def _read_schemes(self) -> None:
        self._schemes: dict[int, SchemeRecord] = {}
        rows = self._rows(Scheme.objects, "pk", "organization_id", "type_id", "name", "is_replica", "pilot_id")
        for pk, school_id, type_id, name, is_replica, pilot_id in rows:
            school = self.schools[school_id]
            scheme = SchemeRecord(
                id=pk, school=school, type_id=type_id, name=name, is_replica=is_replica, pilot_id=pilot_id
            )
            self._schemes[pk] = self._keep(scheme)
            self.schemes[school, type_id].append(scheme)
        events = self._rows(
            SchemeEvent.objects.valid(),
            "pk",
            "scheme_id",
            "kind",
            "on",
            "decision_number",
            "decision_on",
            "decided_by",
            "note",
            "source__sheet",
            through="scheme__organization_id",
        )
        for pk, scheme_id, kind, on, number, decision_on, decided_by, note, sheet in events:
            scheme = self._schemes[scheme_id]
            event = EventRecord(
                id=pk,
                scheme=scheme,
                kind=kind,
                on=on,
                decision_number=number,
                decision_on=decision_on,
                decided_by=decided_by,
                note=note,
                sheet=sheet or "",
            )
            scheme.events.append(self._keep(event))

    def _read_teams(self) -> None:
        self._teams: dict[int, TeamRecord] = {}
        for pk, scheme_id, name, formed_on, ended_on in self._rows(
            Team.objects, "pk", "scheme_id", "name", "formed_on", "ended_on", through="scheme__organization_id"
        ):
            scheme = self._schemes[scheme_id]
            team = TeamRecord(id=pk, scheme=scheme, name=name, key=fold(name), formed_on=formed_on, ended_on=ended_on)
            self._teams[pk] = self._keep(team)
            self.teams[scheme.school, team.key].append(team)

    def _read_groups(self) -> None:
        self._groups: dict[int, GroupRecord] = {}
        self._owners: dict[int, int] = {}
        rows = self._rows(
            ConnectionGroup.objects,
            "pk",
            "organization_id",
            "scheme_id",
            "name",
            "platform",
            "link",
            "owner_id",
            "formed_on",
            "ended_on",
        )
        for pk, school_id, scheme_id, name, platform, link, owner_id, formed_on, ended_on in rows:
            group = GroupRecord(
                id=pk,
                school=self.schools[school_id],
                scheme=self._schemes.get(scheme_id or 0),
                name=name,
                key=fold(name),
                platform=platform,
                link=link,
                formed_on=formed_on,
                ended_on=ended_on,
            )
            self._groups[pk] = self._keep(group)
            self.groups[group.school, group.key].append(group)
            if owner_id:
                self._owners[pk] = owner_id
        for pk, group_id, on, is_active, declared in self._rows(
            GroupCheck.objects, "pk", "group_id", "on", "is_active", "declared_count", through="group__organization_id"
        ):
            group = self._groups[group_id]
            check = CheckRecord(id=pk, group=group, on=on, is_active=is_active, declared_count=declared)
            group.checks[on] = self._keep(check)

    def _read_people(self, phones: Collection[str]) -> None:
        fields = (
            "pk",
            "name",
            "phone",
            "birth_year",
            "post",
            "organization_id",
            "search_fold",
            "organization__sector",
            "organization__place_path",
        )
        ids, wanted = list(self.homes), list(phones)
        for start in range(0, len(ids), _AT_ONCE):
            self._take_people(
                Person.objects.filter(organization__in=ids[start : start + _AT_ONCE]).values_list(*fields)
            )
        for start in range(0, len(wanted), _AT_ONCE):
            self._take_people(Person.objects.filter(phone__in=wanted[start : start + _AT_ONCE]).values_list(*fields))
        # By their keys, looked up first: as a join, without statistics on fresh tables, this took minutes.
        met = set(self._owners.values())
        for seats, place in ((TeamMembership.objects, "team"), (GroupMembership.objects, "group")):
            inside = seats.filter(**{f"{place}__organization__in": ids}, person__isnull=False)
            met.update(inside.values_list("person", flat=True))
        elsewhere = sorted(met - self._people.keys())
        for start in range(0, len(elsewhere), _AT_ONCE):
            chosen = elsewhere[start : start + _AT_ONCE]
            self._take_people(Person.objects.filter(pk__in=chosen).values_list(*fields))
        for group_id, owner_id in self._owners.items():
            self._groups[group_id].owner = self._people.get(owner_id)

    def _take_people(self, rows) -> None:
        for pk, name, phone, birth_year, post, home_id, key, sector, path in rows.iterator(chunk_size=10_000):
            if pk in self._people:
                continue
            if home_id and home_id not in self.homes:
                # Met by phone alone: enough of the home to judge whether the sender may know whose phone it is.
                self.homes[home_id] = SchoolRecord(id=home_id, code="", name="", sector=sector, place_path=path)
            person = PersonRecord(
                id=pk,
                name=name,
                key=key,
                phone=phone,
                birth_year=birth_year,
                post=post,
                home=self.homes.get(home_id),
                home_id=home_id,
            )
            self._people[pk] = self._keep(person)
            self.index(person)

    def index(self, person: PersonRecord) -> None:
        """Make a person findable by phone, and by name at home."""
        if person.phone:
            self.by_phone[person.phone] = person
        if person.home is not None:
            self.by_name[person.home, person.key].append(person)

    def _read_seats(self) -> None:
        for model, owner, role, places in (
            (TeamMembership, "team", "role", self._teams),
            (GroupMembership, "group", "capacity", self._groups),
        ):
            rows = self._rows(
                model.objects,
                "pk",
                f"{owner}_id",
                "person_id",
                "count",
                "label",
                role,
                "valid_from",
                "valid_to",
                through=f"{owner}__organization_id",
            )
            for pk, place_id, person_id, count, label, role_value, valid_from, valid_to in rows:
                place = places[place_id]
                seat = SeatRecord(
                    id=pk,
                    place=place,
                    person=self._people.get(person_id or 0),
                    count=count,
                    label=label,
                    role=role_value,
                    valid_from=valid_from,
                    valid_to=valid_to,
                )
                place.seats.append(self._keep(seat))

    def _read_sums(self) -> None:
        for pk, school_id, year, *values in self._rows(
            SchoolProfile.objects,
            "pk",
            "organization_id",
            "school_year",
            "school_level",
            "class_count",
            "pupil_count",
            "staff_count",
        ):
            school = self.schools[school_id]
            level, classes, pupils, staff = values
            self.profiles[school, year] = self._keep(
                ProfileRecord(
                    id=pk,
                    school=school,
                    school_year=year,
                    school_level=level,
                    class_count=classes,
                    pupil_count=pupils,
                    staff_count=staff,
                )
            )
        for pk, school_id, measure, on, value in self._rows(
            Declaration.objects, "pk", "organization_id", "measure", "on", "value"
        ):
            school = self.schools[school_id]
            self.declarations[school, measure, on] = self._keep(
                DeclarationRecord(id=pk, school=school, measure=measure, on=on, value=value)
            )
