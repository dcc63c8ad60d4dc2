"""The files of a submission: Word (from an own template where one is in force), PDF, Excel."""

from collections.abc import Callable

from truongan.documents.pdf import to_pdf
from truongan.documents.queries import PDF_TYPE, WORD_TYPE
from truongan.documents.word import to_docx
from truongan.reports.models import Submission
from truongan.reports.periodic.composing import Stated, compose
from truongan.reports.periodic.preparing import state
from truongan.reports.periodic.templates import fill, template_in_force
from truongan.reports.periodic.workbook import to_xlsx

TYPES = {
    "docx": WORD_TYPE,
    "pdf": PDF_TYPE,
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_of(submission: Submission, extension: str) -> bytes:
    """One file as it would be kept now; raises BrokenTemplate when the own Word template no longer fits."""
    return _WRITERS[extension](submission, state(submission))


def files_of(submission: Submission) -> dict[str, bytes]:
    """All three, from the same figures."""
    stated = state(submission)
    return {extension: write(submission, stated) for extension, write in _WRITERS.items()}


def _word(submission: Submission, stated: Stated) -> bytes:
    """An administrator's template in force on the report's day goes before the built-in layout."""
    template = template_in_force(submission)
    if template is not None:
        return fill(bytes(template.content), submission, stated)
    return to_docx(compose(submission, stated))


def _pdf(submission: Submission, stated: Stated) -> bytes:
    """Always the built-in layout: a Word template cannot be set as PDF here."""
    return to_pdf(compose(submission, stated))


_WRITERS: dict[str, Callable[[Submission, Stated], bytes]] = {"docx": _word, "pdf": _pdf, "xlsx": to_xlsx}
