from truongan.assessments.models.assessment import Answer, Assessment, Evidence, Judgement
from truongan.assessments.models.criteria import CriteriaSet
from truongan.assessments.models.recognition import Recognition, RecognitionDecision
from truongan.assessments.models.rounds import AssessmentRound, FiledPaper, Registration

__all__ = [
    "Answer",
    "Assessment",
    "AssessmentRound",
    "CriteriaSet",
    "Evidence",
    "FiledPaper",
    "Judgement",
    "Recognition",
    "RecognitionDecision",
    "Registration",
]
