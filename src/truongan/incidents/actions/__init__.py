"""Every write of this context."""

from truongan.incidents.actions.alarm import CANNOT, ESCALATE, KIND, TAKE, answer_alarm, escalate, take_incident
from truongan.incidents.actions.configuring import declare_complete, end_row, set_row
from truongan.incidents.actions.ending import (
    conclude_incident,
    hand_over,
    merge_duplicate,
    reopen_incident,
    undo_merge,
    wipe_due,
)
from truongan.incidents.actions.naming import name_person, remove_name, reveal_name
from truongan.incidents.actions.photos import add_photos, remove_photo
from truongan.incidents.actions.refusals import (
    CannotChange,
    CannotConclude,
    CannotConfigure,
    CannotMerge,
    CannotReport,
    CannotReveal,
    CannotWorkOnIncident,
)
from truongan.incidents.actions.reporting import MOST_PHOTOS, Reported, report_incident
from truongan.incidents.actions.telling import link_tip, record_notification
from truongan.incidents.actions.working import (
    add_note,
    change_incident,
    finish_task,
    give_task,
    record_step,
    start_work,
)

__all__ = [
    "CANNOT",
    "ESCALATE",
    "KIND",
    "MOST_PHOTOS",
    "TAKE",
    "CannotChange",
    "CannotConclude",
    "CannotConfigure",
    "CannotMerge",
    "CannotReport",
    "CannotReveal",
    "CannotWorkOnIncident",
    "Reported",
    "add_note",
    "add_photos",
    "answer_alarm",
    "change_incident",
    "conclude_incident",
    "declare_complete",
    "end_row",
    "escalate",
    "finish_task",
    "give_task",
    "hand_over",
    "link_tip",
    "merge_duplicate",
    "name_person",
    "record_notification",
    "record_step",
    "remove_name",
    "remove_photo",
    "reopen_incident",
    "report_incident",
    "reveal_name",
    "set_row",
    "start_work",
    "take_incident",
    "undo_merge",
    "wipe_due",
]
