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
from truongan.duty.actions.norms import set_norm, withdraw_norm
from truongan.duty.actions.proving import (
    prove_rollcall,
)
from truongan.duty.actions.refusals import (
    CannotCallRoll,
    CannotKeepDuty,
    CannotRoute,
)
from truongan.duty.actions.rollcalls import (
    AWAY,
    HERE,
    KIND,
    PROVE,
    call_roll,
    close_roll,
    describe,
    note_answer,
    remind,
    take_answer,
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
from truongan.duty.actions.schedules import (
    call_due,
    close_overdue,
    end_schedule,
    schedule_roll,
    tell_boards,
)

__all__ = [
    "AWAY",
    "HERE",
    "KIND",
    "PROVE",
    "Aim",
    "CannotCallRoll",
    "CannotKeepDuty",
    "CannotRoute",
    "Conditions",
    "Step",
    "add_rule",
    "add_shifts",
    "call_due",
    "call_roll",
    "cancel_absence",
    "cancel_shift",
    "change_rule",
    "close_overdue",
    "close_roll",
    "close_roster",
    "copy_week",
    "describe",
    "end_rule",
    "end_schedule",
    "hand_over_beat",
    "hand_over_shift",
    "note_answer",
    "open_roster",
    "prove_rollcall",
    "record_absence",
    "remind",
    "replace_shift",
    "schedule_roll",
    "set_norm",
    "take_answer",
    "tell_boards",
    "withdraw_norm",
]
