"""Plain makers of rows. They write past the actions on purpose: a test of figures must not depend on forms."""

from datetime import UTC, date, datetime
from itertools import count

from truongan.accounts.models import Appointment, Person, User
from truongan.movement import ledger
from truongan.movement.models import (
    ConnectionGroup,
    GroupCheck,
    GroupMembership,
    Scheme,
    SchemeEvent,
    SchemeType,
    Team,
    TeamMembership,
)
from truongan.movement.states import EventKind, fold_events
from truongan.organizations.models import Organization, Placement
from truongan.territory.models import AdministrativeUnit

START = date(2021, 8, 1)
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
_numbers = count(1)


def unit(code: str, day: date) -> AdministrativeUnit:
    return AdministrativeUnit.objects.on(day).get(code=code)


def make_organization(
    *, place: AdministrativeUnit | None = None, since: date = date(2021, 1, 1), **fields
) -> Organization:
    number = next(_numbers)
    fields.setdefault("code", f"T{number:05d}")
    fields.setdefault("name", f"Cơ quan {number}")
    fields.setdefault("sector", "police")
    fields.setdefault("level", "commune")
    organization = Organization(place_path=place.path if place else "", **fields)
    organization.derive_keys()
    organization.save()
    if place:
        Placement.objects.create(organization=organization, unit=place, path=place.path, valid_from=since)
    return organization


def make_school(*, place: AdministrativeUnit, name: str = "", **fields) -> Organization:
    fields.setdefault("school_level", "THCS")
    name = name or f"Trường THCS Thử Nghiệm {next(_numbers)}"
    return make_organization(place=place, name=name, sector="school", level="school", **fields)


def make_person(*, organization: Organization | None = None, name: str = "", phone: str = "", **fields) -> Person:
    number = next(_numbers)
    person = Person(name=name or f"Nguyễn Thử {number}", phone=phone, organization=organization, **fields)
    person.derive_keys()
    person.save()
    return person


def make_user(username: str, organization: Organization, role: str = "editor", *, name: str = "", **fields) -> User:
    person = make_person(organization=organization, name=name)
    user = User.objects.create_user(username, password="truong-an-2021", person=person, **fields)
    Appointment.objects.create(person=person, organization=organization, role=role, valid_from=date(2021, 1, 1))
    return user


def make_type(code: str = "truong-hoc-an-toan", name: str = "Trường học an toàn") -> SchemeType:
    return SchemeType.objects.get_or_create(code=code, defaults={"name": name, "short_name": name})[0]


def make_scheme(*, organization: Organization, on: date = START, type: SchemeType | None = None, **fields) -> Scheme:
    """A scheme in the stock since `on`, with its decision as the first event."""
    scheme = Scheme(organization=organization, type=type or make_type(), **fields)
    scheme.save()
    make_event(scheme, EventKind.ESTABLISHED, on, decision_number=f"{next(_numbers)}/QĐ", decision_on=on)
    return scheme


def make_event(scheme: Scheme, kind: str, on: date, **fields) -> SchemeEvent:
    event = SchemeEvent.objects.create(scheme=scheme, kind=kind, on=on, recorded_at=NOW, **fields)
    life = fold_events(scheme.events.valid())
    scheme.status, scheme.stock_from, scheme.stock_to = life.status, life.stock_from, life.stock_to
    scheme.last_evidence_on = life.last_evidence_on
    if fields.get("decision_number"):
        scheme.decision_number, scheme.decision_on = fields["decision_number"], fields.get("decision_on")
    scheme.derive_keys()
    scheme.save()
    ledger.refresh([scheme.organization_id])
    return event


def make_team(*, scheme: Scheme, members=(), on: date = START, name: str = "", **fields) -> Team:
    """`members`: people, or whole numbers for so many unnamed pupils."""
    team = Team(
        scheme=scheme,
        organization=scheme.organization,
        formed_on=on,
        name=name or f"Tổ {next(_numbers)}",
        **fields,
    )
    team.derive_keys()
    team.save()
    for member in members:
        named = {"person": member} if isinstance(member, Person) else {"count": member, "label": "Học sinh"}
        TeamMembership.objects.create(team=team, valid_from=on, **named)
    ledger.refresh([scheme.organization_id])
    return team


def make_group(
    *, organization: Organization, members=(), on: date = START, name: str = "", **fields
) -> ConnectionGroup:
    """`members`: people, or (person, capacity) pairs, or whole numbers for so many unnamed members."""
    group = ConnectionGroup(organization=organization, formed_on=on, name=name or f"Nhóm {next(_numbers)}", **fields)
    group.derive_keys()
    group.save()
    for member in members:
        person, capacity = member if isinstance(member, tuple) else (member, "member")
        named = {"person": person} if isinstance(person, Person) else {"count": person, "label": "Phụ huynh"}
        GroupMembership.objects.create(group=group, capacity=capacity, valid_from=on, **named)
    ledger.refresh([organization.pk])
    return group


def make_check(group: ConnectionGroup, on: date, *, is_active: bool = True) -> GroupCheck:
    check = GroupCheck.objects.create(group=group, on=on, is_active=is_active, recorded_at=NOW)
    group.last_checked_on = on
    if is_active:
        group.last_active_on = on
    group.save()
    ledger.refresh([group.organization_id])
    return check
