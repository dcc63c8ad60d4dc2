"""Who may do what with directives. What a person may know exists is the querysets' `visible_to`.

`user` is None for the operator at the console (commands, the demonstration): nobody signs in there.
"""

from datetime import date

from truongan.accounts.models import Appointment
from truongan.organizations.models import Organization

_SIGNS = (Appointment.Role.LEADER, Appointment.Role.ADMIN)


def may_draft(user, organization: Organization) -> bool:
    """Draft, file and keep the registers: those who write for this very organization, never those over it."""
    return user is None or user.is_superuser or writes_for(user, organization.pk)


def may_issue(user, organization: Organization, day: date) -> bool:
    """Issue, recall, publish: leaders of the organization, since it speaks and its series gives a number."""
    if user is None or user.is_superuser:
        return True
    if not user.person_id:
        return False
    posts = Appointment.objects.on(day).filter(person=user.person_id, organization=organization, role__in=_SIGNS)
    return posts.exists()


def may_acknowledge(user, organization_id: int) -> bool:
    """Only the unit itself says that it has received: its own editors and leaders."""
    return user is None or writes_for(user, organization_id)


def writes_for(user, organization_id: int) -> bool:
    return any(own.may_write and own.organization_id == organization_id for own in user.scope.own)


def may_work_on(user, duty) -> bool:
    """Note progress, finish, hand on, ask for a later day: the unit's editors, and the person who answers for it."""
    if user is None or writes_for(user, duty.organization_id):
        return True
    is_theirs = duty.responsible_id is not None and duty.responsible_id == user.person_id
    return is_theirs and duty.organization_id in user.scope.own_ids


def may_answer(user, directive) -> bool:
    """Return a duty as not done, grant or refuse a later day: those who write for who gave the directive."""
    return may_draft(user, directive.kept_by)
