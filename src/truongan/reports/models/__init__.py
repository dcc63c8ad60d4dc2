from truongan.reports.models.result import ResultReport, SealedFile

__all__ = ["ResultReport", "SealedFile"]
