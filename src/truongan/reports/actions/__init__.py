from truongan.reports.actions.cycles import (
    gather_participants,
    open_cycle,
    open_regular_cycles,
    remind_now,
    remind_owing,
    set_repeating,
)
from truongan.reports.actions.refusals import CannotReport
from truongan.reports.actions.result import (
    EDITABLE,
    TEXTS,
    blank_report,
    discard_draft,
    draft_report,
    edit_report,
    seal_report,
)
from truongan.reports.actions.sealing import complete_frame, declare_addendum, seal_submission
from truongan.reports.actions.submissions import (
    EDITABLE_SUBMISSION,
    FRAME,
    accept_submission,
    edit_submission,
    return_submission,
    start_submission,
    submit,
    take_notes,
)
from truongan.reports.actions.templates import upload_report_template

__all__ = [
    "EDITABLE",
    "EDITABLE_SUBMISSION",
    "FRAME",
    "TEXTS",
    "CannotReport",
    "accept_submission",
    "blank_report",
    "complete_frame",
    "declare_addendum",
    "discard_draft",
    "draft_report",
    "edit_report",
    "edit_submission",
    "gather_participants",
    "open_cycle",
    "open_regular_cycles",
    "remind_now",
    "remind_owing",
    "return_submission",
    "seal_report",
    "seal_submission",
    "set_repeating",
    "start_submission",
    "submit",
    "take_notes",
    "upload_report_template",
]
