"""Who may do what about confidential tips. What a person may know exists is the querysets' `visible_to`.

Naming is for administrators, reading for handlers, and neither follows from the other. `user` is None for the
operator at the console (the demonstration): nobody signs in there.
"""

from datetime import date

from truongan.organizations.models import Organization
from truongan.organizations.scope import EVERY_SECTOR
from truongan.territory.models import AdministrativeUnit
from truongan.tips.models import Tip, TipOfficer


def may_name(user, organization: Organization) -> bool:
    """Name and end handlers and keepers: who administers the unit. A school receives no tips: most are about one."""
    return not organization.is_school and (user is None or user.scope.may_administer(organization))


def may_route(user, unit: AdministrativeUnit) -> bool:
    """Say which unit is competent in an area: whoever administers everything in it."""
    if user is None:
        return True
    return any(
        area.may_administer and area.works_in == EVERY_SECTOR and unit.path.startswith(area.path)
        for area in user.scope.areas
    )


def may_route_any(user) -> bool:
    """Whether there is any area whose routes this person keeps: shows or hides the forms."""
    return user is None or any(area.may_administer and area.works_in == EVERY_SECTOR for area in user.scope.areas)


def handles_for(user, organization: Organization, day: date) -> bool:
    """Named as a handler of the unit and still in a post there."""
    return TipOfficer.objects.handlers().in_post_on(day).filter(user=user, organization=organization).exists()


def keeps_for(user, organization: Organization) -> bool:
    return TipOfficer.objects.keepers().filter(user=user, organization=organization, user__is_active=True).exists()


def may_answer(user, tip: Tip, day: date) -> bool:
    """Reply, conclude, forward: handlers of the unit that holds it; who forwarded and kept a copy only reads."""
    return handles_for(user, tip.holder, day)
