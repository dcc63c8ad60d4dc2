from truongan.duty.actions.absences import (
    cancel_absence,
    hand_over_beat,
    record_absence,
)
from truongan.duty.actions.matrix import (
    Aim,
    Conditions,
    Step,
    add_rule,
    change_rule,
    end_rule,
)
from truongan.duty.actions.refusals import (
    CannotCallRoll,
    CannotKeepDuty,
    CannotRoute,
)
from truongan.duty.actions.rosters import (
    add_shifts,
    cancel_shift,
    close_roster,
    copy_week,
    hand_over_shift,
    open_roster,
    replace_shift,
)

__all__ = [
    "Aim",
    "CannotCallRoll",
    "CannotKeepDuty",
    "CannotRoute",
    "Conditions",
    "Step",
    "add_rule",
    "add_shifts",
    "cancel_absence",
    "cancel_shift",
    "change_rule",
    "close_roster",
    "copy_week",
    "end_rule",
    "hand_over_beat",
    "hand_over_shift",
    "open_roster",
    "record_absence",
    "replace_shift",
]
