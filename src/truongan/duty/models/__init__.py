from truongan.duty.models.absence import Absence
from truongan.duty.models.matrix import MatrixRule, RuleLevel, RuleTarget
from truongan.duty.models.rollcall import Asked, LivenessNorm, RollCall, RollCallSchedule
from truongan.duty.models.roster import Roster, Shift

__all__ = [
    "Absence",
    "Asked",
    "LivenessNorm",
    "MatrixRule",
    "RollCall",
    "RollCallSchedule",
    "Roster",
    "RuleLevel",
    "RuleTarget",
    "Shift",
]
