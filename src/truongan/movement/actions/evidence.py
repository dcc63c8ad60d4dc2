"""Evidence files: what proves an event, a check or a paper."""

from datetime import datetime

from django.db import transaction

from truongan.audit.actions import record
from truongan.documents.uploads import CannotKeep, checked_upload, discarded_on_failure, store
from truongan.kernel.refusals import require
from truongan.movement import rules
from truongan.movement.actions.refusals import CannotAttach
from truongan.movement.models import Evidence, GroupCheck, Paper, SchemeEvent

Proven = SchemeEvent | GroupCheck | Paper
_FIELDS = {SchemeEvent: "event", GroupCheck: "check_up", Paper: "paper"}


@transaction.atomic
def attach_evidence(*, actor, target: Proven, file, now: datetime) -> Evidence:
    """Keep a file that proves an event, a check or a paper.

    Accepts PDF, JPEG, PNG, WebP, DOCX and XLSX, judged by content and never by name; photos are re-encoded,
    so place and device leave with the EXIF. At most settings.MAX_UPLOAD_BYTES. Raises CannotAttach.
    """
    organization = _organization_of(target)
    require(rules.may_write_for(actor, organization))
    with discarded_on_failure():
        evidence = store_evidence(actor=actor, target=target, file=file, now=now)
        record(
            actor=actor, verb="movement.evidence.attached", target=_owner_of(target), now=now,
            organization=organization, file=evidence.filename, sha256=evidence.sha256,
        )  # fmt: skip
    return evidence


def store_evidence(*, actor, target: Proven, file, now: datetime) -> Evidence:
    """The storing alone, for actions that record the file together with what it proves."""
    try:
        kept = checked_upload(file)
        name = store(kept.content, kept.content_type, folder="evidence", now=now)
    except CannotKeep as reason:
        raise CannotAttach(str(reason)) from reason
    return Evidence.objects.create(
        **{_FIELDS[type(target)]: target},
        file=name,
        filename=kept.name,
        content_type=kept.content_type,
        size=kept.size,
        sha256=kept.sha256,
        uploaded_at=now,
        uploaded_by=actor,
    )


def _owner_of(target: Proven):
    return target.group if isinstance(target, GroupCheck) else target.scheme


def _organization_of(target: Proven):
    return _owner_of(target).organization
