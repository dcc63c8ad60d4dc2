"""Who may be chosen for a team or a group of a school."""

from datetime import date

from django.db.models import Q

from truongan.accounts.models import Person
from truongan.accounts.queries import officers_of
from truongan.organizations.models import Organization
from truongan.organizations.querysets import OrganizationQuerySet, in_write_scope

MOST_PEOPLE = 500  # staff of the largest schools; beyond that names are typed


def own_people(organization: Organization) -> list[Person]:
    """People of the school, by given name."""
    people = Person.objects.filter(organization=organization).select_related("organization")
    return list(people.order_by("sort_key", "pk")[:MOST_PEOPLE])


def neighbours(organization: Organization, day: date) -> list[Person]:
    """Who answers for the school from outside: officers of its beat, police and health staff of its commune."""
    officers = officers_of(organization, day).values("person")
    outside = Q(organization__place_path=organization.place_path, organization__sector__in=("police", "health"))
    people = Person.objects.filter(Q(pk__in=officers) | (outside if organization.place_path else Q(pk__in=())))
    people = people.exclude(organization=organization).exclude(organization=None).select_related("organization")
    return list(people.order_by("organization__sort_key", "sort_key", "pk")[:MOST_PEOPLE])


def writable_organizations(user) -> OrganizationQuerySet:
    """Where this person may set up schemes and groups, in Vietnamese order."""
    return Organization.objects.filter(in_write_scope(user.scope), closed_on=None).order_by("sort_key", "pk")


def organizations_to_choose(user, words: str, limit: int = 30) -> list[Organization]:
    """A short list to pick a school from, with the names searched for."""
    found = writable_organizations(user).schools()
    return list((found.search(words) if words else found)[:limit])
