"""A submission's way up: begun, written, handed in, returned or accepted. Strictly from below upwards."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from truongan.audit.actions import record
from truongan.channels.actions import URGENT, notify
from truongan.documents.layout import Kind
from truongan.documents.symbols import symbol_of
from truongan.documents.wording import signer_lines
from truongan.figures.sealing import seal_figures
from truongan.kernel.refusals import require
from truongan.reports import rules
from truongan.reports.actions.refusals import CannotReport, refuse_unseen
from truongan.reports.actions.result import head_of
from truongan.reports.models import Submission
from truongan.reports.narrative import check_text
from truongan.reports.periodic.comparison import comparison_of
from truongan.reports.periodic.statements import question_of, unit_of
from truongan.reports.periodic.texts import TEXTS, default_texts, gathered_below, joined, known_names, notes_below
from truongan.reports.states import DONE

FRAME = (
    "superior_name", "issuer_name", "place", "symbol", "issued_on", "authority", "signer_title", "signer_own_title",
    "signer_name", "recipients",
)  # fmt: skip
EDITABLE_SUBMISSION = (*TEXTS, *FRAME)
_Status = Submission.Status


@transaction.atomic
def start_submission(*, actor, submission: Submission, now: datetime) -> Submission:
    """Begin writing: our sentences around live figures, the notes of the units below, the paper's frame.

    Begun by two at once, it is begun once.
    """
    submission = locked(submission)
    require(rules.may_write_submission(actor, submission))
    if submission.status != _Status.DUE:
        return submission
    for field, text in default_texts(submission).items():
        setattr(submission, field, text)
    _take_notes(submission)
    _propose_frame(submission)
    submission.status, submission.updated_at = _Status.DRAFT, now
    submission.save()
    _record(actor, "started", submission, now)
    return submission


def _propose_frame(submission: Submission) -> None:
    """The names, place and signer of the paper as the register knows them on the day; all of it can be edited."""
    organization, until = submission.organization, submission.cycle.until
    unit = unit_of(organization, until)
    head = head_of(organization, until)
    is_committee = organization.sector == "committee"
    superior = organization.reports_to
    submission.superior_name = superior.name if superior else ""
    submission.issuer_name = organization.name
    submission.place = unit.name if unit else ""
    submission.symbol = symbol_of(organization, Kind.REPORT)
    title = head.title if head else ""
    submission.authority, submission.signer_title = (
        signer_lines(title or "Trưởng ban", "Ban Chỉ đạo") if is_committee else signer_lines(title)
    )
    submission.signer_name = head.person.name if head else ""
    receiver = submission.superior or superior
    submission.recipients = f"{receiver.name};\nLưu: VT." if receiver else "Lưu: VT."


@transaction.atomic
def edit_submission(
    *, actor, submission: Submission, fields: dict[str, Any], seen_at: datetime, now: datetime
) -> Submission:
    """Save texts and frame. `seen_at`: when the writer's page was made; another's later edit is not overwritten."""
    submission = _locked_writable(actor, submission)
    if submission.updated_at != seen_at:
        raise CannotReport(
            "Người khác vừa sửa báo cáo này. Chữ bạn gõ còn trên trang: mở bản mới ở thẻ khác rồi chép sang."
        )
    for name in TEXTS:
        check_text(fields.get(name, ""), known_names())
    changed = [name for name in EDITABLE_SUBMISSION if name in fields and getattr(submission, name) != fields[name]]
    for name in changed:
        setattr(submission, name, fields[name])
    submission.updated_at = now
    submission.save(update_fields=[*changed, "updated_at"])
    _record(actor, "edited", submission, now, fields=changed)
    return submission


@transaction.atomic
def take_notes(*, actor, submission: Submission, now: datetime) -> int:
    """Add difficulties and proposals of units accepted since they were last taken over; how many units were new."""
    submission = _locked_writable(actor, submission)
    count = _take_notes(submission)
    if count:
        submission.updated_at = now
        submission.save(update_fields=["difficulties", "proposals", "noted_ids", "updated_at"])
        _record(actor, "noted", submission, now, units=count)
    return count


def _take_notes(submission: Submission) -> int:
    notes = notes_below(submission, exclude=set(submission.noted_ids))
    for field in ("difficulties", "proposals"):
        parts = [getattr(submission, field).strip(), joined(submission, notes, field)]
        setattr(submission, field, "\n".join(part for part in parts if part))
    submission.noted_ids = [*submission.noted_ids, *(each.pk for each in notes)]
    return len(notes)


@transaction.atomic
def submit(
    *, actor, submission: Submission, without_reason: str = "", seen_at: datetime | None = None, now: datetime
) -> Submission:
    """Hand in: freeze the figures, what the units below have done, and the comparison with earlier periods.

    Every unit directly below must be accepted first; with `without_reason` it goes on without those that are
    missing, and the report says so. At the top nobody is above to accept, so handing in is accepting.
    """
    submission = _locked_writable(actor, submission)
    refuse_unseen(submission.updated_at, seen_at)
    if localdate(now) < submission.cycle.until:
        raise CannotReport("Kỳ báo cáo chưa kết thúc; nộp từ ngày chốt số liệu trở đi.")
    gathered = gathered_below(submission)
    missing = [row for row in gathered["rows"] if row["status"] not in DONE]
    if missing and not without_reason.strip():
        raise CannotReport(_missing_said(gathered, missing))
    question = question_of(submission)
    submission.comparison = comparison_of(submission, question).frozen()
    submission.gathered = gathered
    submission.without_reason = without_reason.strip() if missing else ""
    submission.seal = seal_figures(actor=actor, question=question, now=now)
    if submission.submitted_at is None:  # the first time counts: what is returned may come back after the deadline
        submission.is_late = bool(submission.due_on and localdate(now) > submission.due_on)
    submission.submitted_at, submission.submitted_by, submission.updated_at = now, actor, now
    submission.status = _Status.ACCEPTED if submission.is_top else _Status.SUBMITTED
    submission.accepted_at = now if submission.is_top else None
    submission.return_reason = ""
    submission.save()
    _record(actor, "submitted", submission, now, late=submission.is_late, without=[row["name"] for row in missing])
    _tell_superior(submission, now)
    return submission


def _missing_said(gathered: dict[str, Any], missing: list[dict[str, Any]]) -> str:
    named = ", ".join(row["name"] for row in missing[:5])
    more = f" và {len(missing) - 5} đơn vị khác" if len(missing) > 5 else ""
    return (
        f"Mới có {gathered['done']}/{gathered['total']} đơn vị được duyệt, còn thiếu {named}{more}. "
        "Đợi các đơn vị này, hoặc ghi lý do đi tiếp khi còn thiếu."
    )


def _tell_superior(submission: Submission, now: datetime) -> None:
    if submission.superior:
        notify(
            organization=submission.superior,
            subject=f"{submission.organization.called} đã nộp {submission.cycle}",
            link=reverse("reports:submission", args=[submission.pk]),
            key=f"reports.submission.{submission.pk}:submitted.{now:%Y%m%d%H%M%S%f}",
            now=now,
        )


@transaction.atomic
def return_submission(*, actor, submission: Submission, reason: str, now: datetime) -> Submission:
    """Send back to be written again, with reasons. What it had frozen goes; handing in again freezes anew."""
    submission = _locked_for_review(actor, submission)
    if not reason.strip():
        raise CannotReport("Ghi lý do trả lại để đơn vị biết cần sửa gì.")
    seal = submission.seal
    submission.status, submission.return_reason = _Status.RETURNED, reason.strip()
    submission.seal, submission.gathered, submission.comparison = None, {}, {}
    submission.updated_at = now
    submission.save()
    if seal:
        seal.delete()
    _record(actor, "returned", submission, now, reason=submission.return_reason)
    notify(
        organization=submission.organization,
        subject=f"Báo cáo bị trả lại: {submission.cycle}",
        text=submission.return_reason,
        link=reverse("reports:submission", args=[submission.pk]),
        key=f"reports.submission.{submission.pk}:returned.{now:%Y%m%d%H%M%S%f}",
        urgency=URGENT,
        now=now,
    )
    return submission


@transaction.atomic
def accept_submission(*, actor, submission: Submission, seen_at: datetime | None = None, now: datetime) -> Submission:
    """Accept what was handed in: from here the level above builds on it and the unit may seal it.

    `seen_at`: of what the reviewer read; one returned and handed in anew meanwhile is not accepted unread.
    """
    submission = _locked_for_review(actor, submission)
    refuse_unseen(submission.updated_at, seen_at)
    submission.status, submission.accepted_at, submission.updated_at = _Status.ACCEPTED, now, now
    submission.save(update_fields=["status", "accepted_at", "updated_at"])
    _record(actor, "accepted", submission, now)
    notify(
        organization=submission.organization,
        subject=f"Báo cáo đã được duyệt: {submission.cycle}",
        text="Chốt để lấy số và giữ tệp Word, PDF, Excel.",
        link=reverse("reports:submission", args=[submission.pk]),
        key=f"reports.submission.{submission.pk}:accepted",
        now=now,
    )
    return submission


def locked(submission: Submission) -> Submission:
    """The row as it is now, kept for this transaction."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related(
        "cycle__issuer", "cycle__directive", "organization__reports_to", "superior", "seal"
    )
    return rows.get(pk=submission.pk)


def _locked_writable(actor, submission: Submission) -> Submission:
    submission = locked(submission)
    require(rules.may_write_submission(actor, submission))
    if submission.status == _Status.DUE:
        raise CannotReport("Báo cáo chưa được lập; mở trang báo cáo rồi chọn Lập báo cáo.")
    if not submission.is_writable:
        raise CannotReport(
            f"Báo cáo đang ở trạng thái “{submission.get_status_display()}”, không sửa hay nộp lại được."
        )
    return submission


def _locked_for_review(actor, submission: Submission) -> Submission:
    submission = locked(submission)
    require(rules.may_review(actor, submission))
    if submission.status != _Status.SUBMITTED:
        raise CannotReport(
            f"Báo cáo đang ở trạng thái “{submission.get_status_display()}”; chỉ duyệt hoặc trả lại báo cáo vừa nộp."
        )
    return submission


_VERBS = {
    "started": "reports.submission.started",
    "edited": "reports.submission.edited",
    "noted": "reports.submission.noted",
    "submitted": "reports.submission.submitted",
    "returned": "reports.submission.returned",
    "accepted": "reports.submission.accepted",
}


def _record(actor, verb: str, submission: Submission, now: datetime, **data: Any) -> None:
    record(actor=actor, verb=_VERBS[verb], target=submission, organization=submission.organization, now=now, **data)
