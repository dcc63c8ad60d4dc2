"""Who may do what with questions. What a person may know exists is the queryset's `visible_to`.

`user` is None for the operator at the console (commands, the demonstration): nobody signs in there.
"""

from truongan.organizations import rules as organizations
from truongan.support.models import Question

CONTACT_REVEALED = "support.contact.revealed"


def may_answer(user, question: Question) -> bool:
    """Assign, answer, ask back, refuse, reopen, publish: who writes for the responsible organization itself."""
    return user is None or user.is_superuser or _writes_for(user, question.organization_id)


def may_forward(user, question: Question) -> bool:
    """Those who may answer, and who writes for the organization above: it sees what lies there too long."""
    superior = question.organization.reports_to_id
    return may_answer(user, question) or (superior is not None and _writes_for(user, superior))


def sees_contact(user, question: Question) -> bool:
    """Name, phone and address of the asker are open to the organization that answers; others give a reason."""
    return user is None or question.organization_id in user.scope.own_ids


def may_set_routes(user) -> bool:
    """Topics and the table of responsible units hold for the whole installation: its administrator's."""
    return organizations.may_set_routing_rules(user)


def _writes_for(user, organization_id: int) -> bool:
    return any(own.may_write and own.organization_id == organization_id for own in user.scope.own)
