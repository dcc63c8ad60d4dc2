"""Every write of this context."""

from truongan.activities.actions.photos import Description, add_photos, describe_photos, remove_photo
from truongan.activities.actions.recording import (
    Recorded,
    change_activity,
    discard_draft,
    record_activity,
    save_draft,
    void_activity,
)
from truongan.activities.actions.refusals import (
    CannotAddPhoto,
    CannotChange,
    CannotChangeActivities,
    CannotRecord,
    CannotVoid,
    FormUsed,
)

__all__ = [
    "CannotAddPhoto",
    "CannotChange",
    "CannotChangeActivities",
    "CannotRecord",
    "CannotVoid",
    "Description",
    "FormUsed",
    "Recorded",
    "add_photos",
    "change_activity",
    "describe_photos",
    "discard_draft",
    "record_activity",
    "remove_photo",
    "save_draft",
    "void_activity",
]
