from truongan.assessments.actions.deciding import decide, revoke_recognition
from truongan.assessments.actions.entry import (
    Given,
    begin_assessment,
    discard_assessment,
    save_answers,
    submit_assessment,
)
from truongan.assessments.actions.evidence import attach_file, attach_paper_file, link_record, remove_evidence
from truongan.assessments.actions.examining import Opinion, conclude_examination, return_assessment
from truongan.assessments.actions.rounds import change_round, open_round, register_school
from truongan.assessments.actions.sets import add_version, load_shipped, use_version
from truongan.assessments.refusals import (
    CannotAssess,
    CannotDecide,
    CannotExamine,
    CannotHoldRound,
    CannotKeepSet,
    CannotRegister,
)

__all__ = [
    "CannotAssess",
    "CannotDecide",
    "CannotExamine",
    "CannotHoldRound",
    "CannotKeepSet",
    "CannotRegister",
    "Given",
    "Opinion",
    "add_version",
    "attach_file",
    "attach_paper_file",
    "begin_assessment",
    "change_round",
    "conclude_examination",
    "decide",
    "discard_assessment",
    "link_record",
    "load_shipped",
    "open_round",
    "register_school",
    "remove_evidence",
    "return_assessment",
    "revoke_recognition",
    "save_answers",
    "submit_assessment",
    "use_version",
]
