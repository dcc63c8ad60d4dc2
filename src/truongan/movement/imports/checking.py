"""What the background does with a file: checks it, imports it, and picks up what a killed worker left."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.movement.imports.importing import (
    CannotImport,
    PlanChanged,
    drop_returned_file,
    import_workbook,
    own_id_of,
    read_for_import,
    returned_name,
    summary_of,
)
from truongan.movement.imports.locking import working_on
from truongan.movement.imports.plan import Outcome, Plan
from truongan.movement.imports.planning import plan_import
from truongan.movement.imports.preview import preview_of
from truongan.movement.imports.progress import Beside
from truongan.movement.imports.uploads import KEPT, requeue
from truongan.workbooks.actions import advance_upload, attach_returned_file, note_progress
from truongan.workbooks.models import Upload
from truongan.workbooks.problems import CannotRead
from truongan.workbooks.returning import annotate

logger = logging.getLogger(__name__)
_Status = Upload.Status
_GRACE = timedelta(minutes=1)


def check_upload(*, upload_id: int, now: Callable[[], datetime]) -> None:
    """Put the file beside the register and keep the preview. Doing it twice, or after a cancel, does no harm."""
    with working_on(upload_id) as is_ours:
        upload = Upload.objects.filter(pk=upload_id, status__in=[_Status.RECEIVED, _Status.CHECKING]).first()
        if not is_ours or upload is None:
            return
        upload = advance_upload(upload=upload, to=_Status.CHECKING, now=now())
        try:
            _check(upload, now())
        except CannotRead as refusal:
            advance_upload(upload=upload, to=_Status.REJECTED, now=now(), message=refusal.message)
        except Exception:
            _fail(upload, now())
            raise


def _check(upload: Upload, now: datetime) -> None:
    answers = upload.preview.get("answers") or _answers_given_before(upload)
    fixes = upload.preview.get("fixes", {})
    source = Path(upload.file.path)
    read = read_for_import(source, upload.filename, upload.kind, fixes=fixes)
    total = read.row_count
    note_progress(upload=upload, done=0, total=total)
    plan = plan_import(
        upload.uploaded_by,
        read,
        today=timezone.localdate(now),
        answers=answers,
        own_id=own_id_of(upload),
        tick=lambda done: note_progress(upload=upload, done=done, total=total),
    )
    _keep_plan(upload, plan, source, now, answers=answers, fixes=fixes)


def _keep_plan(upload: Upload, plan: Plan, source: Path, now: datetime, message: str = "", **kept: Any) -> None:
    preview = {**preview_of(plan), **kept}
    if plan.rejected_rows or plan.has_file_errors:
        attach_returned_file(
            upload=upload, content=annotate(source, plan.read), filename=returned_name(upload.filename)
        )
    else:
        drop_returned_file(upload)
    advance_upload(
        upload=upload,
        to=_status_after(plan),
        now=now,
        preview=preview,
        progress=len(plan.rows),
        total=len(plan.rows),
        message=message or summary_of(plan),
    )


def _status_after(plan: Plan) -> str:
    counts = plan.counts
    if plan.is_idle and plan.is_clean:
        return _Status.IMPORTED  # nothing to agree to
    nothing_ready = not (counts[Outcome.NEW] or counts[Outcome.CHANGED] or counts[Outcome.CONFLICT])
    return _Status.REJECTED if plan.has_file_errors or nothing_ready else _Status.READY


def _answers_given_before(upload: Upload) -> dict[str, str]:
    """What the same person answered about the very same file: sent again, it is not asked again."""
    before = Upload.objects.same_content(upload.sha256).filter(
        uploaded_by=upload.uploaded_by, status=_Status.IMPORTED, preview__has_key="answers"
    )
    earlier = before.newest_first().first()
    return earlier.preview["answers"] if earlier else {}


def import_upload(*, upload_id: int, now: Callable[[], datetime]) -> None:
    """Import what its sender agreed to; if it is no longer what would happen, back to the preview."""
    with working_on(upload_id) as is_ours:
        upload = Upload.objects.filter(pk=upload_id, status=_Status.IMPORTING).first()
        if not is_ours or upload is None:
            return
        try:
            with Beside(upload) as tick:
                _import(upload, now(), tick)
        except CannotRead as refusal:
            advance_upload(upload=upload, to=_Status.REJECTED, now=now(), message=refusal.message)
        except Exception:
            _fail(upload, now())
            raise


def _import(upload: Upload, now: datetime, tick: Callable[[int], None]) -> None:
    kept = {key: upload.preview.get(key, {}) for key in ("answers", "fixes")}
    ready_only = bool(upload.preview.get("ready_only"))
    try:
        import_workbook(
            actor=upload.uploaded_by,
            upload=upload,
            ready_only=ready_only,
            expected=upload.preview["fingerprint"],
            now=now,
            tick=tick,
            **kept,
        )
    except (PlanChanged, CannotImport) as refusal:
        _keep_plan(upload, refusal.plan, Path(upload.file.path), now, str(refusal), **kept)


def _fail(upload: Upload, now: datetime) -> None:
    message = _("Lỗi hệ thống nên chưa nhập gì. Thử gửi lại; nếu vẫn lỗi, báo người quản trị (tệp số %(pk)d).")
    advance_upload(upload=upload, to=_Status.FAILED, now=now, message=message % {"pk": upload.pk})


def pick_up_stalled(*, now: datetime) -> int:
    """Queue again every file whose worker is gone; returns how many.

    An import is one transaction and marks the upload in it, so what is still “importing” wrote nothing.
    """
    picked = 0
    for upload in Upload.objects.filter(status__in=[_Status.CHECKING, _Status.IMPORTING], created_at__lt=now - _GRACE):
        with working_on(upload.pk) as is_ours:
            if is_ours and Upload.objects.filter(pk=upload.pk, status=upload.status).exists():
                requeue(upload)
                picked += 1
    return picked


def forget_old_uploads(*, now: datetime) -> int:
    """Put aside files nobody decided about within the time they are kept; returns how many. Imported ones stay: they are sources."""
    forgotten = 0
    for upload in Upload.objects.filter(status__in=[_Status.READY, _Status.REJECTED], created_at__lt=now - KEPT):
        advance_upload(upload=upload, to=_Status.CANCELLED, now=now, message=_("Quá hạn giữ, không nhập gì."))
        for file in (upload.file, upload.returned_file):
            if file and file.name:
                file.storage.delete(file.name)
        forgotten += 1
    return forgotten
