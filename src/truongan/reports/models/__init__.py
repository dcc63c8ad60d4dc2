from truongan.reports.models.cycle import ReportCycle
from truongan.reports.models.result import ResultReport, SealedFile
from truongan.reports.models.submission import Addendum, Submission, SubmissionFile

__all__ = ["Addendum", "ReportCycle", "ResultReport", "SealedFile", "Submission", "SubmissionFile"]
