"""Every way a directive, its receipts and its registers change."""

from truongan.directives.actions.distributing import DISTRIBUTE, SYNCHRONOUS, distribute
from truongan.directives.actions.drafting import (
    Task,
    address_directive,
    attach_file,
    detach_file,
    discard_directive,
    draft_directive,
    edit_directive,
    file_signed,
    set_tasks,
)
from truongan.directives.actions.ending import (
    add_late_joiners,
    cancel_duties_of_dissolved,
    publish_directive,
    recall_directive,
)
from truongan.directives.actions.issuing import issue_directive, what_is_missing
from truongan.directives.actions.receiving import acknowledge_receipt, file_incoming, open_directive
from truongan.directives.actions.refusals import CannotDirect
from truongan.directives.actions.series import continue_register

__all__ = [
    "DISTRIBUTE",
    "SYNCHRONOUS",
    "CannotDirect",
    "Task",
    "acknowledge_receipt",
    "add_late_joiners",
    "address_directive",
    "attach_file",
    "cancel_duties_of_dissolved",
    "continue_register",
    "detach_file",
    "discard_directive",
    "distribute",
    "draft_directive",
    "edit_directive",
    "file_incoming",
    "file_signed",
    "issue_directive",
    "open_directive",
    "publish_directive",
    "recall_directive",
    "set_tasks",
    "what_is_missing",
]
