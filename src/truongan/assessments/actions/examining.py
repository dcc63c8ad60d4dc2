"""The superior examines: item by item, then sends back or concludes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from truongan.assessments import rules
from truongan.assessments.actions.entry import DERIVED, derive, in_order, locked, note_judgement
from truongan.assessments.models import Answer, Assessment
from truongan.assessments.refusals import CannotExamine
from truongan.assessments.states import Occasion, Status, Value
from truongan.audit.actions import record
from truongan.channels.actions import notify
from truongan.kernel.refusals import require

_OTHERWISE = {Value.MET: Value.NOT_MET, Value.NOT_MET: Value.MET, Value.NOT_APPLICABLE: Value.NOT_MET}


@dataclass(frozen=True)
class Opinion:
    """What the superior holds of one answer; disagreeing turns it and needs a note."""

    is_agreed: bool
    note: str = ""


@transaction.atomic
def return_assessment(
    *, actor, assessment: Assessment, opinions: Mapping[str, Opinion], reason: str, seen_at: datetime, now: datetime
) -> Assessment:
    """Send it back to the school with the reason and the opinions given so far; its class no longer stands."""
    assessment, rows = _locked_submitted(actor, assessment, seen_at)
    if not reason.strip():
        raise CannotExamine(_("Ghi lý do trả lại để trường biết phải sửa gì."))
    _write_opinions(assessment, rows, opinions, settle=False)
    assessment.status, assessment.return_reason = Status.RETURNED, reason.strip()
    assessment.cure_by = None
    assessment.updated_at = now
    assessment.save(update_fields=["status", "return_reason", "cure_by", "updated_at"])
    note_judgement(actor, assessment, Occasion.RETURNED, now, None)
    _tell(assessment, _("Bản tự chấm được trả lại: %(what)s"), assessment.return_reason, now)
    record(
        actor=actor, verb="assessments.assessment.returned", target=assessment, now=now,
        organization=assessment.organization, reason=assessment.return_reason,
    )  # fmt: skip
    return assessment


@transaction.atomic
def conclude_examination(
    *, actor, assessment: Assessment, opinions: Mapping[str, Opinion], opinion: str = "", seen_at: datetime,
    now: datetime,
) -> Assessment:  # fmt: skip
    """Conclude: what the superior disagrees with counts the other way, and the class is judged anew.

    Every item needs an opinion, every disagreement a note. Raises CannotExamine otherwise.
    """
    assessment, rows = _locked_submitted(actor, assessment, seen_at)
    if open_items := [row.item for row in in_order(assessment, rows.values()) if row.item not in opinions]:
        raise CannotExamine(_("Chưa có ý kiến về tiêu chí %(items)s.") % {"items": ", ".join(open_items)})
    _write_opinions(assessment, rows, opinions, settle=True)
    verdict = derive(assessment, rows.values(), now)
    assessment.status, assessment.examined_at, assessment.examined_by = Status.EXAMINED, now, actor
    assessment.opinion = opinion.strip()
    # The clock of a cure runs from handing in; a class the examination gave begins its own.
    if verdict.cure_hours is None:
        assessment.cure_by = None
    elif assessment.cure_by is None:
        assessment.cure_by = now + timedelta(hours=verdict.cure_hours)
    assessment.save(
        update_fields=[*DERIVED, "status", "examined_at", "examined_by", "opinion", "cure_by", "updated_at"]
    )
    note_judgement(actor, assessment, Occasion.EXAMINED, now, verdict)
    _tell(assessment, _("Đã thẩm định: %(what)s"), assessment.reason, now)
    record(
        actor=actor, verb="assessments.assessment.examined", target=assessment, now=now,
        organization=assessment.organization, met=verdict.met, result=verdict.result,
        disagreed=[code for code, each in opinions.items() if not each.is_agreed],
    )  # fmt: skip
    return assessment


def _locked_submitted(actor, assessment: Assessment, seen_at: datetime) -> tuple[Assessment, dict[str, Answer]]:
    assessment = locked(assessment)
    require(rules.may_examine_this(actor, assessment))
    if assessment.status != Status.SUBMITTED:
        raise CannotExamine(
            _("Bản tự chấm đang ở trạng thái “%(status)s”, không thẩm định được.")
            % {"status": assessment.get_status_display()}
        )
    if assessment.updated_at != seen_at:
        raise CannotExamine(_("Bản tự chấm vừa được thẩm định ở cửa sổ khác. Tải lại trang để xem."))
    return assessment, {row.item: row for row in assessment.answers.all()}


def _write_opinions(
    assessment: Assessment, rows: dict[str, Answer], opinions: Mapping[str, Opinion], *, settle: bool
) -> None:
    for code, each in opinions.items():
        row = rows.get(code)
        if row is None:
            raise CannotExamine(_("Không có tiêu chí %(item)s.") % {"item": code})
        if not each.is_agreed and not each.note.strip():
            raise CannotExamine(_("Không đồng ý tiêu chí %(item)s thì ghi lý do.") % {"item": code})
        row.is_agreed, row.opinion = each.is_agreed, each.note.strip()
        if settle:
            row.final = row.value if each.is_agreed else _OTHERWISE[Value(row.value)]
    Answer.objects.bulk_update(rows.values(), ["is_agreed", "opinion", "final"])


def _tell(assessment: Assessment, subject: str, text: str, now: datetime) -> None:
    what = str(assessment.round or assessment.criteria_set.name)
    notify(
        organization=assessment.organization, subject=subject % {"what": what}, text=text,
        link=reverse("assessments:detail", args=[assessment.pk]),
        key=f"assessments.{assessment.status}.{assessment.pk}:{now.timestamp():.0f}", now=now,
    )  # fmt: skip
