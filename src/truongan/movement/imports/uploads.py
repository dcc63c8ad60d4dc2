"""A workbook's way from the sender to the register: received, checked in the background, agreed to, imported."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from truongan.kernel.refusals import require
from truongan.movement.imports.format import KINDS
from truongan.movement.imports.planning import own_school
from truongan.organizations.models import Organization
from truongan.workbooks.actions import CannotChange, advance_upload, receive_source, receive_upload
from truongan.workbooks.models import Upload

CHECK, IMPORT = "movement.check_upload", "movement.import_upload"  # names of the jobs
KEPT = timedelta(days=30)  # how long a file nobody agreed to stays
_Status = Upload.Status
WAITING = (_Status.READY, _Status.REJECTED)


def kinds_for(user) -> list[str]:
    """Kinds of workbook this person may send: a school its own, an agency those of its level and below."""
    if any(area.may_write and not area.path and "school" in area.works_in for area in user.scope.areas):
        return list(KINDS)
    kinds = ["school"] if own_school(user) is not None else []
    if any(area.may_write and "school" in area.works_in for area in user.scope.areas):
        kinds += _levels_of(user)
    return kinds


def _levels_of(user) -> list[str]:
    """Levels at or below the highest of the agencies the person writes for."""
    ids = [each.organization_id for each in user.scope.own if each.may_write]
    order = ["commune", "district", "province"]
    found = set(Organization.objects.filter(pk__in=ids).exclude(sector="school").values_list("level", flat=True))
    highest = max((order.index(level) for level in found if level in order), default=0)
    return order[: highest + 1]


def scope_key_for(user, kind: str) -> str:
    """Whose file it is: `path#school` for a school's own, `path` of the sender's area otherwise."""
    own_id = own_school(user) if kind == "school" else None
    if own_id is not None:
        school = Organization.objects.get(pk=own_id)
        return f"{school.place_path}#{school.pk}"
    areas = [area.path for area in user.scope.areas if area.may_write and "school" in area.works_in]
    return min(areas, key=len) if areas else ""


def uploads_visible_to(user) -> QuerySet[Upload]:
    """Files the person sent, and those sent for what they administer."""
    condition = Q(uploaded_by=user)
    for area in user.scope.areas:
        if area.may_administer and "school" in area.works_in:
            condition |= Q(scope_key__startswith=area.path)
    for own in user.scope.own:
        if own.may_administer:
            condition |= Q(scope_key__endswith=f"#{own.organization_id}")
    return Upload.objects.filter(condition, kind__in=KINDS)


def receive_workbook(
    *, actor, content=None, file=None, source=None, filename: str, kind: str, now: datetime
) -> Upload:
    """Keep a workbook somebody sends for the register. Raises CannotRead, PermissionDenied."""
    if kind not in KINDS or kind not in kinds_for(actor):
        raise PermissionDenied
    options: dict[str, Any] = {
        "kind": kind,
        "scope_key": scope_key_for(actor, kind),
        "size_limit": settings.MAX_UPLOAD_BYTES,
    }
    if file is not None:
        return receive_upload(actor=actor, file=file, filename=filename, now=now, **options)
    given = content if content is not None else source
    return receive_source(actor=actor, source=given, filename=filename, now=now, **options)


@transaction.atomic
def send_workbook(*, actor, file, filename: str, kind: str, now: datetime) -> Upload:
    """Keep the workbook and queue its checking, both or neither."""
    upload = receive_workbook(actor=actor, file=file, filename=filename, kind=kind, now=now)
    _queue(CHECK, upload)
    return upload


@transaction.atomic
def answer_doubts(
    *, actor, upload: Upload, answers: Mapping[str, str], fixes: Mapping[str, str], now: datetime
) -> Upload:
    """Keep the sender's answers and accepted fixes, and check the file again with them. Raises CannotChange."""
    _require_sender(actor, upload)
    preview = {
        **upload.preview,
        "answers": {**upload.preview.get("answers", {}), **answers},
        "fixes": {**upload.preview.get("fixes", {}), **fixes},
    }
    upload = advance_upload(
        upload=upload, to=_Status.CHECKING, now=now, expected=WAITING, preview=preview, progress=0, message=""
    )
    _queue(CHECK, upload)
    return upload


@transaction.atomic
def agree_to_import(*, actor, upload: Upload, ready_only: bool, now: datetime) -> Upload:
    """Queue the import of what the preview showed. Raises CannotChange when it moved on or is not ready."""
    _require_sender(actor, upload)
    if not ready_only and not upload.preview.get("is_clean"):
        raise CannotChange(_("Tệp còn lỗi hoặc chỗ chưa rõ. Chọn nhập các dòng sẵn sàng, hoặc sửa tệp rồi gửi lại."))
    preview = {**upload.preview, "ready_only": ready_only}
    upload = advance_upload(
        upload=upload,
        to=_Status.IMPORTING,
        now=now,
        expected=(_Status.READY,),
        preview=preview,
        progress=0,
        message="",
    )
    _queue(IMPORT, upload)
    return upload


@transaction.atomic
def cancel_upload(*, actor, upload: Upload, now: datetime) -> Upload:
    """Put a file aside before it goes in; nothing was written and nothing will be."""
    _require_sender(actor, upload)
    return advance_upload(
        upload=upload,
        to=_Status.CANCELLED,
        now=now,
        expected=(_Status.RECEIVED, *WAITING),
        message=_("Đã hủy, không nhập gì."),
    )


def may_decide(user, upload: Upload) -> bool:
    """Import, answer, cancel: the sender alone, since what goes in is judged by the sender's scope."""
    return upload.uploaded_by_id == user.pk


def sees_contents(user, upload: Upload) -> bool:
    """What the file says in full, phones too: its sender, and administrators of the school whose own file it is.

    An agency's administrator sees that the file came and what became of it, not the phones in it.
    """
    own = (each.organization_id for each in user.scope.own if each.may_administer)
    return may_decide(user, upload) or any(upload.scope_key.endswith(f"#{pk}") for pk in own)


def requeue(upload: Upload) -> None:
    """Queue again what a killed worker left behind."""
    _queue(IMPORT if upload.status == _Status.IMPORTING else CHECK, upload)


def _require_sender(actor, upload: Upload) -> None:
    require(may_decide(actor, upload))


def _queue(job: str, upload: Upload) -> None:
    app.configure_task(job, queue="imports").defer(upload_id=upload.pk)
