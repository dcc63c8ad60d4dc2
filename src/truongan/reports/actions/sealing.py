"""Number, files, and what may still be said afterwards: the addendum."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from truongan.audit.actions import record
from truongan.documents.pdf import to_pdf
from truongan.documents.series import take_number
from truongan.documents.word import to_docx
from truongan.kernel.refusals import require
from truongan.reports import rules
from truongan.reports.actions.refusals import DAY_TO_COME, CannotReport, refuse_unseen
from truongan.reports.actions.submissions import locked
from truongan.reports.models import Addendum, Submission, SubmissionFile
from truongan.reports.periodic.composing import compose_addendum
from truongan.reports.periodic.files import files_of
from truongan.reports.periodic.statements import moved_since

_NEEDED = {
    "signer_title": "chức vụ người ký",
    "signer_name": "người ký",
    "place": "địa danh",
    "issuer_name": "tên cơ quan",
}


@transaction.atomic
def seal_submission(*, actor, submission: Submission, seen_at: datetime | None = None, now: datetime) -> Submission:
    """Take the next number of the unit's own series and keep the files of what was accepted; nothing changes after."""
    submission = locked(submission)
    day = localdate(now)
    require(rules.may_seal_submission(actor, submission.organization, day))
    if submission.status != Submission.Status.ACCEPTED:
        raise CannotReport("Chỉ chốt báo cáo đã được duyệt và chưa chốt.")
    refuse_unseen(submission.updated_at, seen_at)
    if missing := [label for name, label in _NEEDED.items() if not getattr(submission, name)]:
        raise CannotReport(f"Còn thiếu: {', '.join(missing)}. Bổ sung thể thức rồi chốt lại.")
    if submission.issued_on and submission.issued_on > day:
        raise CannotReport(DAY_TO_COME)
    submission.issued_on = submission.issued_on or day
    submission.number = take_number(organization=submission.organization, year=submission.issued_on.year, series="BC")
    submission.status, submission.sealed_at, submission.updated_at = Submission.Status.SEALED, now, now
    submission.save()
    _keep(submission, None, files_of(submission))
    record(
        actor=actor, verb="reports.submission.sealed", target=submission, organization=submission.organization, now=now,
        number=submission.number_label, rows=submission.seal.rows_sha256,  # type: ignore[union-attr]  # sent, so it has one
    )  # fmt: skip
    return submission


@transaction.atomic
def complete_frame(
    *, actor, submission: Submission, fields: Mapping[str, object], seen_at: datetime, now: datetime
) -> Submission:
    """Set signer, place and symbol of an accepted report: its texts and figures were accepted, its frame was not."""
    submission = locked(submission)
    require(rules.may_write_submission(actor, submission))
    if submission.status != Submission.Status.ACCEPTED:
        raise CannotReport("Chỉ sửa thể thức của báo cáo đã được duyệt và chưa chốt.")
    if submission.updated_at != seen_at:
        raise CannotReport("Người khác vừa sửa thể thức báo cáo này. Mở lại trang để xem bản mới.")
    for name, value in fields.items():
        setattr(submission, name, value)
    submission.updated_at = now
    submission.save(update_fields=[*fields, "updated_at"])
    record(
        actor=actor, verb="reports.submission.framed", target=submission, organization=submission.organization, now=now,
        fields=sorted(fields),
    )  # fmt: skip
    return submission


@transaction.atomic
def declare_addendum(*, actor, submission: Submission, reason: str, now: datetime) -> Addendum:
    """Correct a sealed report in the open: a paper of its own with its own number and day; the report stays as it is.

    The figures that the register gives otherwise by now are listed as they were and as they are.
    """
    submission = locked(submission)
    day = localdate(now)
    require(rules.may_seal_submission(actor, submission.organization, day))
    if not submission.is_sealed:
        raise CannotReport("Chỉ đính chính báo cáo đã chốt; báo cáo chưa chốt thì sửa thẳng.")
    if not reason.strip():
        raise CannotReport("Ghi nội dung và lý do đính chính.")
    before = submission.addenda.aggregate(last=Max("ordinal"))["last"] or 0
    addendum = Addendum.objects.create(
        submission=submission, ordinal=before + 1, reason=reason.strip(), changes=moved_since(submission),
        number=take_number(organization=submission.organization, year=day.year, series="BC"),
        symbol=submission.symbol, issued_on=day, declared_by=actor, declared_at=now,
    )  # fmt: skip
    document = compose_addendum(submission, addendum)
    _keep(submission, addendum, {"docx": to_docx(document), "pdf": to_pdf(document)})
    record(
        actor=actor, verb="reports.submission.corrected", target=submission, organization=submission.organization,
        now=now, number=addendum.number_label,
    )  # fmt: skip
    return addendum


def _keep(submission: Submission, addendum: Addendum | None, files: Mapping[str, bytes]) -> None:
    SubmissionFile.objects.bulk_create(
        SubmissionFile(
            submission=submission,
            addendum=addendum,
            format=name,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
        )
        for name, content in files.items()
    )
