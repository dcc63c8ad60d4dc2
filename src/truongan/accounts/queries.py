"""Reads that join people with their posts, beats and what was written about them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from truongan.accounts import rules
from truongan.accounts.models import Appointment, Beat, Person
from truongan.audit.models import Entry
from truongan.audit.queries import history_of
from truongan.organizations.models import Organization, Sector
from truongan.organizations.scope import EVERY_SECTOR
from truongan.territory.models import AdministrativeUnit


@dataclass(frozen=True)
class Wanted:
    """The filters of the people's list as the URL gives them; nonsense filters nothing."""

    text: str = ""
    sector: str = ""
    account: str = ""
    organization: int | None = None

    @classmethod
    def of(cls, query) -> "Wanted":
        sector, account, organization = query.get("nganh", ""), query.get("tai_khoan", ""), query.get("co_quan", "")
        return cls(
            text=query.get("q", "").strip()[:100],
            sector=sector if sector in Sector.values else "",
            account=account if account in {"co", "chua"} else "",
            organization=int(organization) if organization.isdecimal() and len(organization) < 19 else None,
        )


def people_for(user, wanted: Wanted, unit: AdministrativeUnit | None, day: date) -> QuerySet[Person]:
    """What the list shows this person, not yet ordered."""
    rows = Person.objects.visible_to(user).search(wanted.text).select_related("organization", "user")
    if wanted.sector:
        rows = rows.filter(organization__sector=wanted.sector)
    if wanted.organization is not None:
        rows = rows.filter(organization=wanted.organization)
    if wanted.account:
        rows = rows.filter(user__isnull=wanted.account == "chua")
    if unit is None:
        return rows
    if unit.valid_to is None:
        return rows.filter(organization__place_path__startswith=unit.path)
    return rows.filter(organization__in=Organization.objects.within(unit, day))


def with_posts(rows: QuerySet[Person], day: date) -> QuerySet[Person]:
    """The same rows with `posts`: appointments in force on `day`; one more query."""
    current = Appointment.objects.on(day).select_related("organization").order_by("-is_head", "valid_from")
    return rows.prefetch_related(Prefetch("appointments", current, to_attr="posts"))


def mark_phones(user, people: list[Person]) -> list[Person]:
    """Set `phone_is_open` on people loaded `with_posts`: whether this viewer sees the full number unasked."""
    for person in people:
        posts = frozenset(post.organization_id for post in person.posts)  # type: ignore[attr-defined]  # with_posts
        person.phone_is_open = rules.sees_phone(user, person, appointed_in=posts)  # type: ignore[attr-defined]
    return people


def people_shown(user, person_ids: Collection[int], day: date) -> dict[int, Person]:
    """People by id with their posts of that day, and whether this viewer sees each one's full number unasked."""
    people = mark_phones(user, list(with_posts(Person.objects.filter(pk__in=person_ids), day)))
    return {each.pk: each for each in people}


def officers_of(organization: Organization, day: date) -> QuerySet[Beat]:
    """Officers who answer for this school, or for the commune it stands in, on that day."""
    places = [each.unit_id for each in organization.placements.on(day)]
    mine = Q(organization=organization) | Q(unit__in=places)
    return Beat.objects.on(day).filter(mine).select_related("person__organization", "unit").order_by("valid_from")


def holders_of(organization: Organization, day: date) -> QuerySet[Appointment]:
    """Who holds a post in the organization on that day, its head first."""
    rows = organization.appointments.on(day).select_related("person__user")
    return rows.order_by("-is_head", "person__sort_key", "pk")


def history_for(user, person: Person) -> list[dict[str, Any]]:
    """What was written about a person, newest first. Why somebody looked up the phone is for those who keep the
    person's record, for the person, and for who looked: a reason may tell of a case."""
    if rules.may_edit_person(user, person) or user.person_id == person.pk:
        return history_of(person)
    return [
        line for line in history_of(person)
        if line["entry"].verb != rules.PHONE_REVEALED or line["entry"].actor_id == user.pk
    ]  # fmt: skip


def entries_for(user) -> QuerySet[Entry]:
    """The audit record as far as this person may read it: their own acts, their organizations', their area's.

    Where an area is limited to some sectors, so is what is read of it.
    """
    scope = user.scope
    seen = Q(actor_id=user.pk) | Q(organization_id__in=scope.own_ids)
    for area in scope.areas:
        part = Q(path__startswith=area.path) if area.path else Q(pk__isnull=False)
        if area.sectors != EVERY_SECTOR:
            inside = Organization.objects.filter(place_path__startswith=area.path, sector__in=area.sectors)
            part &= Q(organization_id__in=inside.values("pk"))
        seen |= part
    return Entry.objects.filter(seen).select_related("actor__person")
