"""Who may do what with people, posts and phones. What a person may know exists is the querysets' business.

`user` is None for the operator at the console (commands, the demonstration): nobody signs in there.
"""

from collections.abc import Collection

from truongan.accounts.models import Appointment, Person, User
from truongan.organizations.models import Organization

PHONE_REVEALED = "accounts.phone.revealed"


def may_write_people_of(user, organization: Organization | None) -> bool:
    """Take people in and correct them: editors of their organization, and agencies over it."""
    if user is None:
        return True
    return user.scope.may_write(organization) if organization else user.is_superuser


def may_edit_person(user, person: Person) -> bool:
    return may_write_people_of(user, person.organization)


def may_appoint_in(user, organization: Organization) -> bool:
    """Give and end posts, invite: administrators of the organization or of an agency over it."""
    return user is None or user.scope.may_administer(organization)


def may_help_in(actor, user: User, appointments: Collection[Appointment]) -> bool:
    """Reset or shut another's account: whoever administers the person's home and every place they work in now.

    An administrator of a commune must not come by an account that opens the province; nor by the installation's own.
    """
    if user.is_superuser and not actor.is_superuser:
        return False
    places = {each.organization_id: each.organization for each in appointments}
    if user.person and user.person.organization:
        places[user.person.organization.pk] = user.person.organization
    return actor.is_superuser or (bool(places) and all(may_appoint_in(actor, place) for place in places.values()))


def may_invite(actor, person: Person, appointments: Collection[Appointment]) -> bool:
    """Make the link that lets its holder in as this person: whoever administers everything the person would open.

    `appointments`: those not yet ended. Who sees the link may use it, so a post elsewhere that waits for its
    holder's first sign-in must not be within reach of an administrator of another place.
    """
    places = {each.organization_id: each.organization for each in appointments}
    if person.organization:
        places[person.organization.pk] = person.organization
    return all(may_appoint_in(actor, place) for place in places.values())


def may_end(user, appointment: Appointment) -> bool:
    return may_appoint_in(user, appointment.organization)


def may_assign_beat(user, person: Person, organization: Organization | None, unit_path: str) -> bool:
    """Both the officer's agency and the school or unit must lie in what the person writes."""
    if user is None:
        return True
    if not may_edit_person(user, person):
        return False
    if organization is not None:
        return user.scope.may_write(organization)
    return any(area.may_write and unit_path.startswith(area.path) for area in user.scope.areas)


def sees_phone(user, person: Person, *, appointed_in: frozenset[int] = frozenset()) -> bool:
    """The full number is open among people of one organization; elsewhere it is asked for with a reason.

    `appointed_in`: organizations in which the person holds a post now.
    """
    own = set(user.scope.own_ids)
    return person.organization_id in own or bool(own & appointed_in)
