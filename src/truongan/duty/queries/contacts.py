"""Whom to call at schools and commune health stations, and where nobody is known."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from truongan.accounts.models import Appointment, Beat
from truongan.organizations.models import Level, Organization, Sector


@dataclass(frozen=True)
class Contact:
    """An organization with its head, or who else holds a post there; `posts` empty is a gap."""

    organization: Organization
    posts: list[Appointment]


def contact_places(user, kind: str, path: str, day: date) -> QuerySet[Organization]:
    """Schools (`truong`) or commune health stations (`tram`) this person sees inside a unit."""
    found = Organization.objects.visible_to(user).on(day).filter(place_path__startswith=path)
    if kind == "tram":
        return found.filter(sector=Sector.HEALTH, level=Level.COMMUNE)
    return found.schools()


def without_contact(rows: QuerySet[Organization], day: date) -> QuerySet[Organization]:
    """Those where nobody holds a post."""
    return rows.filter(~Exists(Appointment.objects.on(day).filter(organization=OuterRef("pk"))))


def contacts_of(organizations: Collection[Organization], day: date) -> list[Contact]:
    """Each with up to three people to call, the head first; one query."""
    posts: dict[int, list[Appointment]] = defaultdict(list)
    rows = Appointment.objects.on(day).filter(organization__in=organizations).select_related("person")
    for post in rows.order_by("-is_head", "role", "person__sort_key"):
        if all(known.person_id != post.person_id for known in posts[post.organization_id]):
            posts[post.organization_id].append(post)
    return [Contact(each, posts[each.pk][:3]) for each in organizations]


def beats_within(user, path: str, day: date) -> QuerySet[Beat]:
    """Beats in force on that day inside a unit, of officers this person sees."""
    rows = Beat.objects.visible_to(user).on(day)
    here = rows.filter(organization__place_path__startswith=path) | rows.filter(unit__path__startswith=path)
    return here.select_related("person__organization", "organization", "unit").order_by(
        "person__sort_key", "organization__sort_key", "pk"
    )


def schools_without_officer(user, path: str, day: date) -> QuerySet[Organization]:
    """Open schools for which no officer answers, neither for the school nor for the commune it stands in."""
    beats = Beat.objects.on(day)
    communes = list(beats.filter(unit__isnull=False, unit__path__startswith=path).values_list("unit__path", flat=True))
    rows = Organization.objects.visible_to(user).schools().on(day).filter(place_path__startswith=path)
    rows = rows.filter(~Exists(beats.filter(organization=OuterRef("pk"))))
    return rows.exclude(place_path__in=communes)
