"""As whom a token or a subscription acts: the organization's reader or editor, without being a person."""

from truongan.accounts.models import Appointment, User
from truongan.accounts.scope import scope_through
from truongan.api.models import ApiToken
from truongan.organizations.models import Organization


def principal_of(token: ApiToken) -> User:
    """The token's technical account with the scope of an appointment in its organization, for this request only.

    An editor's where the token may write anything, else a reader's; never a leader's or administrator's. The account
    itself has no person and is not active, so that it opens nothing anywhere else.
    """
    role = Appointment.Role.EDITOR if token.may_write else Appointment.Role.READER
    user: User = token.user
    user.scope = _scope(token.organization, role)
    return user


def reader_for(organization: Organization) -> User:
    """Nobody, who sees what the organization sees: for deciding which events a subscription is told."""
    nobody = User(is_active=False)
    nobody.scope = _scope(organization, Appointment.Role.READER)
    return nobody


def _scope(organization: Organization, role: str):
    return scope_through([Appointment(organization=organization, role=role)])
