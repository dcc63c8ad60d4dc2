"""Every way an upload changes that is the same for all importers."""

import hashlib
import tempfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _

from truongan.kernel.refusals import Refusal
from truongan.workbooks import refusals
from truongan.workbooks.intake import SIZE_LIMIT, Source, check_file
from truongan.workbooks.models import Upload

_CHUNK = 1 << 20


class CannotChange(Refusal):
    """The upload has moved on meanwhile. The message is safe to show."""


@transaction.atomic
def receive_upload(
    *,
    actor,
    file: File,
    filename: str,
    now: datetime,
    kind: str = "",
    scope_key: str = "",
    size_limit: int = SIZE_LIMIT,
) -> Upload:
    """Keep a file someone sent, after looking at what it truly is; `CannotRead` when it may not be opened.

    `size_limit` is in bytes and is asked of the transport first, so nothing too large is read or stored.
    """
    size = file.size or 0
    if size == 0:
        raise refusals.empty_file()
    if size > size_limit:
        raise refusals.too_large(size, size_limit)
    sha256 = hashlib.sha256()
    with tempfile.NamedTemporaryFile(suffix=".upload") as kept:
        for chunk in file.chunks(_CHUNK):
            sha256.update(chunk)
            kept.write(chunk)
        kept.flush()
        check_file(Path(kept.name), filename, size_limit=size_limit)
        kept.seek(0)
        upload = Upload(
            kind=kind,
            filename=Path(filename).name[:255],
            size=size,
            sha256=sha256.hexdigest(),
            uploaded_by=actor if actor is not None and actor.pk else None,
            scope_key=scope_key,
            created_at=now,
        )
        upload.file.save(filename, File(kept), save=False)
    upload.save(force_insert=True)
    return upload


def receive_source(*, actor, source: Source, filename: str, now: datetime, **options: Any) -> Upload:
    """`receive_upload` for a path or bytes: commands and the demonstration."""
    if isinstance(source, bytes):
        return receive_upload(actor=actor, file=File(BytesIO(source), filename), filename=filename, now=now, **options)
    with Path(source).open("rb") as file:
        return receive_upload(actor=actor, file=File(file), filename=filename, now=now, **options)


@transaction.atomic
def advance_upload(
    *, upload: Upload, to: str, now: datetime, expected: tuple[str, ...] = (), **changes: Any
) -> Upload:
    """Move an upload to its next status and write what is known by then (`message`, `preview`, `total`, …).

    With `expected`, raises `CannotChange` when another job or person has moved it from there already.
    """
    locked = Upload.objects.select_for_update().get(pk=upload.pk)
    if expected and locked.status not in expected:
        raise CannotChange(
            _("Tệp “%(name)s” đang ở trạng thái “%(status)s”.")
            % {"name": locked.filename, "status": locked.get_status_display()}
        )
    changes["status"] = to
    if to in (Upload.Status.READY, Upload.Status.REJECTED):
        changes.setdefault("checked_at", now)
    if to in (Upload.Status.IMPORTED, Upload.Status.FAILED, Upload.Status.CANCELLED):
        changes.setdefault("finished_at", now)
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(changes))
    return locked


def note_progress(*, upload: Upload, done: int, total: int) -> None:
    """Rows done so far. Write it outside the import's own transaction, or nobody sees it before the end."""
    Upload.objects.filter(pk=upload.pk).update(progress=done, total=total)


@transaction.atomic
def attach_returned_file(*, upload: Upload, content: bytes, filename: str) -> Upload:
    """Keep the workbook that goes back to the sender, in place of an earlier one."""
    locked = Upload.objects.select_for_update().get(pk=upload.pk)
    earlier = locked.returned_file.name
    locked.returned_file.save(filename, ContentFile(content), save=False)
    locked.save(update_fields=["returned_file"])
    if earlier:
        storage = locked.returned_file.storage
        transaction.on_commit(lambda: storage.delete(earlier))
    return locked
