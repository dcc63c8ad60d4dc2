"""Every write about confidential tips."""

from truongan.tips.actions.answering import (
    conclude_tip,
    forward_tip,
    note_on_tip,
    open_tip,
    read_by_tipster,
    reply_to_tipster,
)
from truongan.tips.actions.deleting import delete_due_tips, forget_counts
from truongan.tips.actions.naming import end_officer, name_officer, retire_departed
from truongan.tips.actions.personal_keys import change_passphrase, lock, set_up_key, unlock
from truongan.tips.actions.recovering import arrange_recovery, complete_recovery, release_recovery
from truongan.tips.actions.refusals import AlreadySent, CannotConfide, CannotTip
from truongan.tips.actions.routes import remove_route, set_route
from truongan.tips.actions.sending import add_from_tipster, note_wrong_receipt, send_tip
from truongan.tips.actions.telling import tell_handlers
from truongan.tips.actions.unit_keys import grant_access

__all__ = [
    "AlreadySent",
    "CannotConfide",
    "CannotTip",
    "add_from_tipster",
    "arrange_recovery",
    "change_passphrase",
    "complete_recovery",
    "conclude_tip",
    "delete_due_tips",
    "end_officer",
    "forget_counts",
    "forward_tip",
    "grant_access",
    "lock",
    "name_officer",
    "note_on_tip",
    "note_wrong_receipt",
    "open_tip",
    "read_by_tipster",
    "release_recovery",
    "remove_route",
    "reply_to_tipster",
    "retire_departed",
    "send_tip",
    "set_route",
    "set_up_key",
    "tell_handlers",
    "unlock",
]
