from truongan.movement.models.declaration import Declaration
from truongan.movement.models.draft import SetupDraft
from truongan.movement.models.evidence import Evidence
from truongan.movement.models.group import ConnectionGroup, GroupCheck, GroupKind, GroupMembership, Need
from truongan.movement.models.holding import FormerHolding
from truongan.movement.models.ledger import LedgerBalance, LedgerRow, PersonPresence
from truongan.movement.models.post import GroupPost, GroupPosting, GroupReceipt
from truongan.movement.models.scheme import Paper, Scheme, SchemeEvent, SchemeType
from truongan.movement.models.team import Team, TeamMembership

__all__ = [
    "ConnectionGroup",
    "Declaration",
    "Evidence",
    "FormerHolding",
    "GroupCheck",
    "GroupKind",
    "GroupMembership",
    "GroupPost",
    "GroupPosting",
    "GroupReceipt",
    "LedgerBalance",
    "LedgerRow",
    "Need",
    "Paper",
    "PersonPresence",
    "Scheme",
    "SchemeEvent",
    "SchemeType",
    "SetupDraft",
    "Team",
    "TeamMembership",
]
