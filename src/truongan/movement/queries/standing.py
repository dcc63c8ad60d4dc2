"""Who must be in a group, who is missing or has gone, and who it would be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from truongan.accounts.models import Appointment, Person
from truongan.accounts.queries import officers_of
from truongan.movement.models import ConnectionGroup, GroupMembership, Need, TeamMembership
from truongan.movement.queries.attention import needs_by_kind

_PROPOSED = 3
CAPACITY_OF = {**{need: need for need in ("area_police", "health", "school")}, Need.TEAM_LEADER: "member"}


@dataclass(frozen=True)
class Missing:
    """One need nobody in the group meets, and up to three people who would."""

    need: str
    label: str
    capacity: str
    proposed: tuple[Person, ...]
    is_in_group: bool = False


@dataclass(frozen=True)
class Vacancy:
    """A place whose holder's post or beat has ended, and who follows."""

    place: GroupMembership
    proposed: tuple[Person, ...]


def missing_in(group: ConnectionGroup, members: Iterable[GroupMembership], day: date) -> list[Missing]:
    """What the group's kind needs and it lacks on `day`; a fixed number of queries."""
    members = list(members)
    inside = {place.person_id for place in members if place.person_id}
    found = []
    for need in needs_by_kind().get(group.kind_id, []):
        if not _is_met(need, group, members, inside, day):
            proposed = proposed_for(need, group, inside, day)
            found.append(Missing(need, str(Need(need).label), CAPACITY_OF[need], proposed))
    return found


def vacancies_in(group: ConnectionGroup, day: date) -> list[Vacancy]:
    """Places to be filled again on `day`, each with its successors."""
    places = list(group.memberships.on(day).vacated(day).select_related("person__organization"))
    if not places:
        return []
    inside = set(group.memberships.on(day).exclude(person=None).values_list("person", flat=True))
    followers = {
        capacity: proposed_for(capacity, group, inside, day) for capacity in {each.capacity for each in places}
    }
    return [Vacancy(place, followers[place.capacity]) for place in places]


def proposed_for(need: str, group: ConnectionGroup, inside: set, day: date) -> tuple[Person, ...]:
    """Who it would be, first choice first: the officer of the beat, the station's head, the head of school, team leaders."""
    people = {person.pk: person for person in _candidates(need, group, day) if person.pk not in inside}
    return tuple(people.values())[:_PROPOSED]


def _is_met(need: str, group: ConnectionGroup, members: list[GroupMembership], inside: set, day: date) -> bool:
    if need != Need.TEAM_LEADER:
        return any(place.capacity == need for place in members)
    leading = TeamMembership.objects.heads(day).filter(team__organization=group.organization_id, person__in=inside)
    return leading.exists()


def _candidates(need: str, group: ConnectionGroup, day: date) -> list[Person]:
    school = group.organization
    if need == Need.AREA_POLICE:
        officers = [beat.person for beat in officers_of(school, day)]
        return officers + _holders(Q(organization__sector="police", organization__place_path=school.place_path), day)
    if need == Need.HEALTH:
        return _holders(Q(organization__sector="health", organization__place_path=school.place_path), day)
    if need == Need.SCHOOL:
        return _holders(Q(organization=school, is_head=True), day)
    heads = TeamMembership.objects.heads(day).filter(team__organization=school, person__isnull=False)
    rows = heads.select_related("person__organization").order_by("person__sort_key")[: 4 * _PROPOSED]
    return [place.person for place in rows if place.person]


def _holders(where: Q, day: date) -> list[Person]:
    posts = Appointment.objects.on(day).filter(where).exclude(organization__place_path="")
    rows = posts.select_related("person__organization").order_by("-is_head", "person__sort_key")[: 4 * _PROPOSED]
    return [post.person for post in rows]


def words_of(missing: list[Missing]) -> str:
    return ", ".join(each.label for each in missing) or _("đủ")
