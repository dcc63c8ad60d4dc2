"""From appointments to what a person sees."""

from collections.abc import Collection
from datetime import date

from truongan.organizations.scope import EVERY_SECTOR, NOTHING, SCHOOL, SEES, WORKS_IN, Area, Own, Scope, covers

_WRITES = {"editor", "leader", "admin"}


def scope_of(user, day: date) -> Scope:
    """Union over the appointments in force on `day`: an agency opens its unit for its sector, a school itself.

    One query. An installation's administrator (superuser) sees the whole country.
    """
    if not user.is_active:
        return NOTHING
    if user.is_superuser:
        return Scope(areas=(Area("", EVERY_SECTOR, may_write=True, may_administer=True),))
    if not user.person_id:
        return NOTHING
    return scope_through(list(user.person.appointments.on(day).select_related("organization")))


def scope_through(appointments: Collection) -> Scope:
    """What these appointments open together, saved or not; each with its organization at hand. No query."""
    own = tuple(Own(each.organization_id, each.role in _WRITES, each.role == "admin") for each in appointments)
    areas = tuple(_area(each) for each in appointments if _opens_an_area(each.organization))
    apart = {
        each.organization_id for each in appointments if not any(covers(area, each.organization) for area in areas)
    }
    own_ids = {each.organization_id for each in own}
    return Scope(areas=areas, own=own, own_ids=tuple(sorted(own_ids)), apart_ids=tuple(sorted(apart)))


def _opens_an_area(organization) -> bool:
    # An empty path means the whole country: only a national agency may have it, never one that is merely unplaced.
    return organization.sector != SCHOOL and bool(organization.place_path or organization.level == "nation")


def _area(appointment) -> Area:
    organization = appointment.organization
    return Area(
        path=organization.place_path,
        sectors=SEES[organization.sector],
        works_in=WORKS_IN[organization.sector],
        may_write=appointment.role in _WRITES,
        may_administer=appointment.role == "admin",
    )
