"""Why a change is refused. Each message may be shown."""

from truongan.kernel.refusals import Refusal
from truongan.organizations.models import Organization


class CannotChangeOrganization(Refusal):
    """What was asked contradicts the register."""


class CannotPlace(CannotChangeOrganization):
    """The place or its day contradicts the territory or an earlier placement."""


def locked(organization: Organization) -> Organization:
    """The row, locked: two people changing one organization change it one after the other."""
    return Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
