"""The cast's sign-ins and posts, and the posts of heads and officers the workbooks brought along."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from truongan.accounts.models import Appointment, Beat, Person, User
from truongan.audit.actions import record
from truongan.demo.agencies import agency_code
from truongan.demo.cast import CAST, MERGER, ORGANIZATION, PASSWORD, SCHEME_TYPES, START, Member
from truongan.demo.people import HEAD, People
from truongan.movement.models import SchemeType
from truongan.organizations.models import Organization

_AGENCIES = {"Công an": "police", "Trạm Y tế": "health"}


@transaction.atomic
def create_cast(*, now: datetime) -> User:
    """People of the cast with their sign-ins; the installation's administrator is returned."""
    for code, name, short_name in SCHEME_TYPES:
        SchemeType.objects.get_or_create(code=code, defaults={"name": name, "short_name": short_name})
    password = make_password(PASSWORD)  # once: hashing is slow on purpose
    for member in CAST:
        _sign_in(member, _person(member), password, now)
    return User.objects.get(username="quantri")


def _person(member: Member) -> Person:
    known = Person.objects.filter(phone=member.phone).first()
    if known:
        return known
    person = Person(name=member.name, phone=member.phone, birth_year=member.birth_year, post=member.work)
    person.derive_keys()
    person.save()
    return person


def _sign_in(member: Member, person: Person, password: str, now: datetime) -> None:
    user, is_new = User.objects.get_or_create(
        username=member.username,
        defaults={
            "person": person,
            "password": password,
            "is_superuser": member.is_superuser,
            "is_staff": member.is_superuser,
        },
    )
    if is_new:
        record(actor=None, verb="accounts.user.created", target=user, now=now, username=member.username)


@transaction.atomic
def appoint_cast() -> None:
    """Homes, posts and beats of the cast, as far as their organizations are there."""
    places = {
        each.code: each for each in Organization.objects.filter(code__in=[each.code for each in ORGANIZATION.values()])
    }
    for member in CAST:
        person = Person.objects.get(phone=member.phone)
        home = places.get(ORGANIZATION[member.home].code) if member.home else None
        if home and person.organization_id != home.pk:
            person.organization = home
            person.save(update_fields=["organization"])
        for post in member.posts:
            organization = places.get(ORGANIZATION[post.organization].code)
            if organization:
                Appointment.objects.get_or_create(
                    person=person, organization=organization, role=post.role, valid_from=post.since,
                    defaults={"title": post.title, "is_head": post.is_head, "valid_to": post.until},
                )  # fmt: skip
        for key in member.beats:
            if school := places.get(ORGANIZATION[key].code):
                Beat.objects.get_or_create(person=person, organization=school, valid_from=START)


@transaction.atomic
def appoint_heads() -> None:
    """Heads of schools that the workbooks named as such."""
    heads = Person.objects.select_related("organization").filter(
        post=HEAD, organization__sector="school", appointments=None
    )
    Appointment.objects.bulk_create(
        Appointment(
            person=head,
            organization=head.organization,
            role="leader",
            title=HEAD,
            is_head=True,
            valid_from=START,
        )
        for head in heads
    )


@transaction.atomic
def place_officers(people: People, day: date) -> None:
    """Officers and health staff are at home, in post and on their beat where they work on that day."""
    by_phone = {someone.phone: (agency, commune) for agency, commune, someone in people.officers()}
    persons = {each.phone: each for each in Person.objects.filter(phone__in=by_phone, user=None)}
    organizations = {each.code: each for each in Organization.objects.exclude(sector="school").select_related(None)}
    posts = {someone.phone: someone for _, _, someone in people.officers()}
    for phone, person in persons.items():
        agency, commune = by_phone[phone]
        old = organizations[agency_code(commune.place.code, START, _AGENCIES[agency])]
        new = organizations[agency_code(commune.heir.code, MERGER, _AGENCIES[agency])]
        person.organization = new if day >= MERGER else old
        person.post, person.birth_year = posts[phone].post, posts[phone].birth_year
    Person.objects.bulk_update(persons.values(), ["organization", "post", "birth_year"], batch_size=1000)
    _appoint_officers(persons.values(), MERGER if day >= MERGER else START)


def _appoint_officers(persons: Iterable[Person], since: date) -> None:
    """A post in the agency, and for the police the agency's commune as beat; posts of the agencies before end."""
    persons = list(persons)
    ids = [each.pk for each in persons]
    for model in (Appointment, Beat):
        model.objects.filter(person__in=ids, valid_to=None, valid_from__lt=since).update(valid_to=since)
    having = set(Appointment.objects.filter(person__in=ids, valid_from=since).values_list("person", flat=True))
    new = [each for each in persons if each.pk not in having]
    Appointment.objects.bulk_create(
        Appointment(person=each, organization=each.organization, role="reader", title=each.post, valid_from=since)
        for each in new
    )
    police = Organization.objects.filter(pk__in={each.organization_id for each in new}, sector="police")
    units = dict(police.filter(placements__valid_from=since).values_list("pk", "placements__unit"))
    Beat.objects.bulk_create(
        Beat(person=each, unit_id=units[each.organization_id], valid_from=since)
        for each in new
        if each.organization_id in units
    )
