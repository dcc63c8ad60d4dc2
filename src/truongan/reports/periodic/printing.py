"""A periodic report written to a file, for the command line."""

from pathlib import Path

from truongan.documents.sandbox import BrokenTemplate
from truongan.organizations.models import Placement, Sector
from truongan.reports.models import ReportCycle, Submission
from truongan.reports.periodic.files import TYPES, file_of

# Several agencies of one unit may take part: the one that brings the reports together speaks for it.
_SPEAKS_FIRST = (Sector.COMMITTEE, Sector.GOVERNMENT, Sector.EDUCATION, Sector.POLICE, Sector.HEALTH, Sector.UNION)


class CannotPrint(Exception):
    """What was asked for cannot be written. The message is safe to show."""


def write_periodic(cycle_id: int, code: str, out: Path) -> None:
    """The report of a unit or organization in a cycle: the kept file of a sealed one, else as it stands now."""
    extension = out.suffix.lower().removeprefix(".")
    if extension not in TYPES:
        raise CannotPrint("--out phải có đuôi .docx, .pdf hoặc .xlsx.")
    cycle = ReportCycle.objects.filter(pk=cycle_id).select_related("issuer").first()
    if cycle is None:
        raise CannotPrint(f"Không có kỳ báo cáo số {cycle_id}.")
    submission = submission_of(cycle, code)
    if submission is None:
        raise CannotPrint(f"Không có đơn vị mã {code} trong kỳ báo cáo “{cycle}”.")
    try:
        out.write_bytes(content_of(submission, extension))
    except BrokenTemplate as reason:
        raise CannotPrint(f"Mẫu Word riêng không dùng được: {reason}") from reason
    except OSError as reason:
        raise CannotPrint(f"Không ghi được {out}: {reason.strerror}.") from reason


def content_of(submission: Submission, extension: str) -> bytes:
    """The bytes kept at sealing; made now for what is not sealed."""
    if submission.is_sealed:
        return bytes(submission.files.get(addendum=None, format=extension).content)
    return file_of(submission, extension)


def submission_of(cycle: ReportCycle, code: str) -> Submission | None:
    """By the organization's code, else by the unit's: the cycle's collector, then the agency that speaks for it."""
    rows = cycle.submissions.select_related(
        "cycle__issuer", "cycle__directive", "organization__reports_to", "superior", "seal"
    )
    if found := rows.filter(organization__code=code).first():
        return found
    placed = rows.exclude(organization__sector=Sector.SCHOOL).filter(
        organization__placements__in=_placements(cycle, code)
    )
    return min(placed, key=lambda each: (each.superior_id is not None, _rank(each), each.pk), default=None)


def _rank(submission: Submission) -> int:
    sector = Sector(submission.organization.sector)
    return _SPEAKS_FIRST.index(sector) if sector in _SPEAKS_FIRST else len(_SPEAKS_FIRST)


def _placements(cycle: ReportCycle, code: str):
    return Placement.objects.on(cycle.until).filter(unit__code=code)
