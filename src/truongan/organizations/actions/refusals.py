"""Why a change is refused. Each message may be shown."""

from django.core.exceptions import PermissionDenied

from truongan.organizations.models import Organization


class CannotChangeOrganization(Exception):
    """What was asked contradicts the register."""


class CannotPlace(CannotChangeOrganization):
    """The place or its day contradicts the territory or an earlier placement."""


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def locked(organization: Organization) -> Organization:
    """The row, locked: two people changing one organization change it one after the other."""
    return Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
