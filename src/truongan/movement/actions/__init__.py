"""Every way the register changes. Views, importers and commands call these and nothing else."""

from truongan.movement.actions.activity import (
    note_activities,
    note_activity,
    withdraw_activities,
    withdraw_activity,
)
from truongan.movement.actions.evidence import attach_evidence
from truongan.movement.actions.groups import (
    add_group_member,
    change_group,
    change_group_members,
    end_group,
    fill_vacancy,
    record_check,
    register_group,
)
from truongan.movement.actions.owners import answer_offer, assign_owner, offer_group
from truongan.movement.actions.papers import record_paper, remove_paper
from truongan.movement.actions.people import Newcomer, seated
from truongan.movement.actions.posts import (
    confirm_posting,
    post_to_groups,
    recall_post,
    remind_owners,
)
from truongan.movement.actions.receipts import confirm_receipt
from truongan.movement.actions.refusals import (
    CannotAttach,
    CannotChangeRegister,
    CannotChangeRoster,
    CannotEnd,
    CannotPost,
    CannotRecord,
    CannotRegister,
    CannotTransfer,
    CannotVoid,
)
from truongan.movement.actions.roster import RosterChange, Seat
from truongan.movement.actions.schemes import (
    end_scheme,
    record_event,
    register_scheme,
    rename_scheme,
    restaff_scheme,
    resume_scheme,
    suspend_scheme,
    void_event,
)
from truongan.movement.actions.setup import (
    GroupPlan,
    SchemePlan,
    TeamPlan,
    discard_draft,
    save_draft,
    set_up_scheme,
)
from truongan.movement.actions.teams import add_team, change_roster, end_team
from truongan.movement.actions.transfers import transfer_scheme
from truongan.movement.actions.types import change_type, register_type
from truongan.movement.actions.vacancies import tell_vacancies

__all__ = [
    "CannotAttach",
    "CannotChangeRegister",
    "CannotChangeRoster",
    "CannotEnd",
    "CannotPost",
    "CannotRecord",
    "CannotRegister",
    "CannotTransfer",
    "CannotVoid",
    "GroupPlan",
    "Newcomer",
    "RosterChange",
    "SchemePlan",
    "Seat",
    "TeamPlan",
    "add_group_member",
    "add_team",
    "answer_offer",
    "assign_owner",
    "attach_evidence",
    "change_group",
    "change_group_members",
    "change_roster",
    "change_type",
    "confirm_posting",
    "confirm_receipt",
    "discard_draft",
    "end_group",
    "end_scheme",
    "end_team",
    "fill_vacancy",
    "note_activities",
    "note_activity",
    "offer_group",
    "post_to_groups",
    "recall_post",
    "record_check",
    "record_event",
    "record_paper",
    "register_group",
    "register_scheme",
    "register_type",
    "remind_owners",
    "remove_paper",
    "rename_scheme",
    "restaff_scheme",
    "resume_scheme",
    "save_draft",
    "seated",
    "set_up_scheme",
    "suspend_scheme",
    "tell_vacancies",
    "transfer_scheme",
    "void_event",
    "withdraw_activities",
    "withdraw_activity",
]
