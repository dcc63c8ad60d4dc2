from truongan.tips.models.counts import Pressure, SpentForm, Tally
from truongan.tips.models.keys import OfficerKey, Recovery, RecoveryShare, UnitKey, UnitKeyShare, Unlocking
from truongan.tips.models.officers import TipOfficer
from truongan.tips.models.routes import TipRoute
from truongan.tips.models.tips import Tip, TipAccess, TipFile, TipMessage

__all__ = [
    "OfficerKey",
    "Pressure",
    "Recovery",
    "RecoveryShare",
    "SpentForm",
    "Tally",
    "Tip",
    "TipAccess",
    "TipFile",
    "TipMessage",
    "TipOfficer",
    "TipRoute",
    "UnitKey",
    "UnitKeyShare",
    "Unlocking",
]
