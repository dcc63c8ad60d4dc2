from truongan.reports.actions.result import (
    EDITABLE,
    TEXTS,
    CannotReport,
    blank_report,
    discard_draft,
    draft_report,
    edit_report,
    seal_report,
)

__all__ = [
    "EDITABLE",
    "TEXTS",
    "CannotReport",
    "blank_report",
    "discard_draft",
    "draft_report",
    "edit_report",
    "seal_report",
]
