from truongan.channels.actions.answering import answer, note_seen
from truongan.channels.actions.notices import (
    NORMAL,
    URGENT,
    NewNotice,
    notify,
    notify_each,
    notify_many,
    open_notice,
    read_everything,
)
from truongan.channels.actions.refusals import CannotAnswer
from truongan.channels.actions.sending import To, recall, send

__all__ = [
    "NORMAL",
    "URGENT",
    "CannotAnswer",
    "NewNotice",
    "To",
    "answer",
    "note_seen",
    "notify",
    "notify_each",
    "notify_many",
    "open_notice",
    "read_everything",
    "recall",
    "send",
]
