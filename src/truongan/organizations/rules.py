"""Who may do what with organizations. What a person may know exists is the queryset's `visible_to`.

`user` is None for the operator at the console (commands, the demonstration): nobody signs in there.
"""

from truongan.organizations.models import Organization
from truongan.organizations.scope import EVERY_SECTOR, Scope
from truongan.territory.models import AdministrativeUnit


def may_steer(user, organization: Organization) -> bool:
    """Rename, place, re-route or close: an agency over the organization, never the organization itself."""
    return user is None or _steers(user.scope, organization)


def may_create(user, organization: Organization) -> bool:
    """Take into the register; `organization` is the unsaved one with its `place_path`."""
    return may_steer(user, organization)


def may_edit(user, organization: Organization) -> bool:
    """Contact details and the school year's numbers: the organization's own editors, and agencies over it."""
    return user is None or user.scope.may_write(organization)


def may_steer_any(user) -> bool:
    """Whether any organization could be created or moved by this person: shows or hides the buttons."""
    return user is None or any(area.may_write for area in user.scope.areas)


def may_follow_reform(user) -> bool:
    """Moving everything after a territory reform is for whoever administers the whole country's register."""
    return user is None or any(area.may_administer and not area.path for area in user.scope.areas)


def may_set_routing_rules(user) -> bool:
    """The rules hold for the whole installation, so only its administrator changes them."""
    return may_follow_reform(user)


def may_set_calendar(user, unit: AdministrativeUnit | None, *, schools_only: bool) -> bool:
    """Days off and worked of a place: who administers it; education administers the days of schools alone."""
    if user is None:
        return True
    path = unit.path if unit else ""
    return any(
        area.may_administer
        and path.startswith(area.path)
        and (area.works_in == EVERY_SECTOR or (schools_only and "education" in area.works_in))
        for area in user.scope.areas
    )


def may_set_any_calendar(user) -> bool:
    """Whether there is any place whose days this person keeps: shows or hides the buttons."""
    return user is None or any(area.may_administer and "education" in area.works_in for area in user.scope.areas)


def _steers(scope: Scope, organization: Organization) -> bool:
    return any(
        area.may_write and organization.sector in area.sectors and organization.place_path.startswith(area.path)
        for area in scope.areas
    )
