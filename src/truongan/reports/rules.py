"""Who may draft and seal. Scope itself is the queryset."""

from datetime import date

from truongan.accounts.models import Appointment
from truongan.organizations.models import Organization

_SEALS = (Appointment.Role.LEADER, Appointment.Role.ADMIN)


def may_draft(user, issuer: Organization) -> bool:
    """Those who write for the issuing organization itself; covering its area is not enough to speak in its name."""
    own = any(each.may_write and each.organization_id == issuer.pk for each in user.scope.own)
    return own or user.is_superuser


def may_draft_any(user) -> bool:
    """Those who may draft for at least one organization."""
    return user.is_superuser or any(each.may_write for each in user.scope.own)


def may_seal(user, issuer: Organization, day: date) -> bool:
    """Leaders of the issuing organization: sealing takes a number of its series."""
    if user.is_superuser:
        return True
    if not user.person_id:
        return False
    posts = Appointment.objects.on(day).filter(person=user.person_id, organization=issuer, role__in=_SEALS)
    return posts.exists()
