"""Every way people, their posts, beats and sign-ins change."""

from truongan.accounts.actions.access import reopen_account, reset_access, suspend_account
from truongan.accounts.actions.appointments import appoint, end_appointment, hand_over
from truongan.accounts.actions.beats import assign_beat, end_beat
from truongan.accounts.actions.invitations import (
    CannotAccept,
    accept_invitation,
    find_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from truongan.accounts.actions.people import edit_person, register_person
from truongan.accounts.actions.phones import CannotReveal, reveal_phone
from truongan.accounts.actions.refusals import CannotChangePeople

__all__ = [
    "CannotAccept",
    "CannotChangePeople",
    "CannotReveal",
    "accept_invitation",
    "appoint",
    "assign_beat",
    "edit_person",
    "end_appointment",
    "end_beat",
    "find_invitation",
    "hand_over",
    "invite",
    "register_person",
    "reopen_account",
    "resend_invitation",
    "reset_access",
    "reveal_phone",
    "revoke_invitation",
    "suspend_account",
]
