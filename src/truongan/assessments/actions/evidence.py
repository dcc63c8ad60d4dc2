"""Evidence of answers and of registration papers: files, or records of the register."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.activities.models import Activity
from truongan.assessments import rules
from truongan.assessments.actions.entry import locked_open
from truongan.assessments.models import Answer, Evidence, FiledPaper
from truongan.assessments.refusals import CannotAssess
from truongan.audit.actions import record
from truongan.documents.uploads import CannotKeep, checked_upload, discarded_on_failure, store
from truongan.kernel.refusals import require
from truongan.movement.models import Scheme
from truongan.plans.models import Plan

FOLDER = "assessments"
_FIELDS = {Scheme: "scheme", Plan: "plan", Activity: "activity"}


@transaction.atomic
def attach_file(*, actor, answer: Answer, file, now: datetime) -> Evidence:
    """Keep a file that proves an answer: PDF, picture, Word or Excel by content. Raises CannotAssess."""
    assessment = locked_open(actor, answer.assessment)
    with discarded_on_failure():
        kept = _stored(actor, file, now, answer=answer)
        record(
            actor=actor, verb="assessments.evidence.attached", target=assessment, now=now,
            organization=assessment.organization, item=answer.item, file=kept.filename, sha256=kept.sha256,
        )  # fmt: skip
    return kept


@transaction.atomic
def attach_paper_file(*, actor, paper: FiledPaper, file, now: datetime) -> Evidence:
    """Keep the file of one paper of a registration."""
    registration = paper.registration
    require(rules.may_assess(actor, registration.organization))
    with discarded_on_failure():
        kept = _stored(actor, file, now, paper=paper)
        record(
            actor=actor, verb="assessments.evidence.attached", target=registration, now=now,
            organization=registration.organization, item=paper.code, file=kept.filename, sha256=kept.sha256,
        )  # fmt: skip
    return kept


def _stored(actor, file, now: datetime, **what) -> Evidence:
    try:
        checked = checked_upload(file)
        name = store(checked.content, checked.content_type, folder=FOLDER, now=now)
    except CannotKeep as reason:
        raise CannotAssess(str(reason)) from reason
    return Evidence.objects.create(
        file=name, filename=checked.name, content_type=checked.content_type, size=checked.size,
        sha256=checked.sha256, added_at=now, added_by=actor, **what,
    )  # fmt: skip


@transaction.atomic
def link_record(*, actor, answer: Answer, target: Scheme | Plan | Activity, now: datetime) -> Evidence:
    """Point an answer at a record of the same school: a scheme, its plan, an activity. Once each."""
    assessment = locked_open(actor, answer.assessment)
    if target.organization_id != assessment.organization_id:
        raise CannotAssess(_("Minh chứng phải là của chính trường này."))
    linked, was_new = Evidence.objects.get_or_create(
        answer=answer, **{_FIELDS[type(target)]: target}, defaults={"added_at": now, "added_by": actor}
    )
    if was_new:
        record(
            actor=actor, verb="assessments.evidence.linked", target=assessment, now=now,
            organization=assessment.organization, item=answer.item, record=str(target),
        )  # fmt: skip
    return linked


@transaction.atomic
def remove_evidence(*, actor, evidence: Evidence, now: datetime) -> None:
    """Take evidence away while the school may still write; the file goes after the commit."""
    answer = evidence.answer
    if answer is None:
        raise CannotAssess(_("Tệp của hồ sơ đăng ký không bỏ được; tải tệp mới lên."))
    assessment = locked_open(actor, answer.assessment)
    record(
        actor=actor, verb="assessments.evidence.removed", target=assessment, now=now,
        organization=assessment.organization, item=answer.item, what=str(evidence),
    )  # fmt: skip
    if evidence.file:
        storage, name = evidence.file.storage, str(evidence.file.name)
        transaction.on_commit(lambda: storage.delete(name))
    evidence.delete()
