"""The school judges itself: begin, answer, hand in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.assessments import rules
from truongan.assessments.applicability import refuse_other_levels
from truongan.assessments.criteria import Item
from truongan.assessments.judging import BadAnswers, Verdict, judge, value_of
from truongan.assessments.models import Answer, Assessment, AssessmentRound, CriteriaSet, Judgement, Registration
from truongan.assessments.refusals import CannotAssess
from truongan.assessments.states import OPEN, Occasion, Status, Value
from truongan.audit.actions import record
from truongan.channels.actions import notify
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization

_WORDS = {True: Value.MET, False: Value.NOT_MET, None: Value.NOT_APPLICABLE}


@dataclass(frozen=True)
class Given:
    """One answer as the school gives it: true, false, "na", counts, or None for not yet answered."""

    answer: Any = None
    note: str = ""


@transaction.atomic
def begin_assessment(
    *, actor, organization: Organization, held: AssessmentRound | None = None,
    criteria_set: CriteriaSet | None = None, on: date, now: datetime,
) -> Assessment:  # fmt: skip
    """Begin to judge a school: in a round it has registered for, or by a set on a day. The one begun is given back.

    Raises CannotAssess for a school the set does not apply to (with the reason), one that has not registered,
    a day in the future or outside the life of the set or the school.
    """
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    require(rules.may_assess(actor, organization))
    chosen = held.criteria_set if held else criteria_set
    if chosen is None:
        raise CannotAssess(_("Chọn đợt hoặc bộ tiêu chí."))
    refuse_other_levels(chosen.criteria, organization, CannotAssess)
    _refuse_place_and_day(chosen, held, organization, on, now)
    same = {"round": held} if held else {"criteria_set": chosen, "on": on, "round": None}
    begun, was_new = Assessment.objects.get_or_create(
        organization=organization, **same,
        defaults={
            "criteria_set": chosen, "on": on, "created_at": now, "created_by": actor, "updated_at": now,
            "applicable_count": len(chosen.criteria.items_at(organization.school_level)),
        },
    )  # fmt: skip
    if was_new:
        Answer.objects.bulk_create(
            Answer(assessment=begun, item=item.code) for item in chosen.criteria.items_at(organization.school_level)
        )
        record(
            actor=actor, verb="assessments.assessment.begun", target=begun, organization=organization, now=now, on=on
        )
    return begun


def _refuse_place_and_day(
    chosen: CriteriaSet, held: AssessmentRound | None, organization: Organization, on: date, now: datetime
) -> None:
    if on > timezone.localdate(now):
        raise CannotAssess(_("Ngày %(day)s chưa tới. Chỉ đánh giá việc đã làm.") % {"day": vn_date(on)})
    if (organization.founded_on and on < organization.founded_on) or (
        organization.closed_on and on >= organization.closed_on
    ):
        raise CannotAssess(_("%(name)s không hoạt động vào ngày này.") % {"name": organization.name})
    if held:
        if not Registration.objects.filter(round=held, organization=organization).exists():
            raise CannotAssess(_("Trường chưa đăng ký đợt này. Ghi đăng ký trước rồi tự chấm."))
        return
    if chosen.is_yearly:
        raise CannotAssess(_("Bộ này đánh giá theo đợt hằng năm. Vào đợt để đăng ký và tự chấm."))
    if not chosen.criteria.in_force_on(on):
        raise CannotAssess(
            _("%(text)s không có hiệu lực vào ngày %(day)s.") % {"text": chosen.issuing_text, "day": vn_date(on)}
        )


@transaction.atomic
def save_answers(
    *, actor, assessment: Assessment, answers: Mapping[str, Given], seen_at: datetime, now: datetime
) -> Assessment:
    """Keep the draft: answers by item code, those left out stay. `seen_at`: another's later edit is not overwritten.

    Raises CannotAssess for an answer the item does not take, and once it has been handed in.
    """
    assessment = locked_open(actor, assessment)
    if assessment.updated_at != seen_at:
        raise CannotAssess(
            _("Người khác vừa sửa bản tự chấm này. Chữ bạn gõ còn trên trang: mở bản mới ở thẻ khác rồi chép sang.")
        )
    items = {item.code: item for item in assessment.criteria_set.criteria.items}
    rows = {row.item: row for row in assessment.answers.all()}
    changed = [
        rows[code] for code, given in answers.items() if code in rows and _wrote(rows[code], given, items[code])
    ]
    Answer.objects.bulk_update(changed, ["value", "counts", "note", "final", "is_agreed", "opinion"])
    derive(assessment, rows.values(), now)
    assessment.save(update_fields=[*DERIVED, "updated_at"])
    record(
        actor=actor, verb="assessments.assessment.answered", target=assessment, now=now,
        organization=assessment.organization, items=[row.item for row in changed],
    )  # fmt: skip
    return assessment


def _wrote(row: Answer, given: Given, item: Item) -> bool:
    """Write the answer into its row; whether anything changed. An opinion about the former answer goes with it."""
    value, counts = "", []
    if given.answer is not None:
        try:
            value = str(_WORDS[value_of(item, given.answer)])
        except BadAnswers as reason:
            raise CannotAssess(str(reason)) from reason
        counts = given.answer if isinstance(given.answer, list) else []
    if (row.value, row.counts, row.note) == (value, counts, given.note):
        return False
    row.value, row.counts, row.note, row.final = value, counts, given.note, value
    row.is_agreed, row.opinion = None, ""
    return True


@transaction.atomic
def submit_assessment(*, actor, assessment: Assessment, now: datetime) -> Assessment:
    """Hand it in to the superior; a class with hours to cure starts its clock now.

    Raises CannotAssess while an item has no answer: what is not answered would count as not met.
    """
    assessment = locked_open(actor, assessment)
    rows = list(assessment.answers.all())
    if missing := [row.item for row in in_order(assessment, rows) if not row.value]:
        raise CannotAssess(_("Chưa trả lời tiêu chí %(items)s.") % {"items": ", ".join(missing)})
    verdict = derive(assessment, rows, now)
    assessment.status, assessment.submitted_at, assessment.return_reason = Status.SUBMITTED, now, ""
    assessment.cure_by = now + timedelta(hours=verdict.cure_hours) if verdict.cure_hours else None
    assessment.save(update_fields=[*DERIVED, "status", "submitted_at", "return_reason", "cure_by", "updated_at"])
    note_judgement(actor, assessment, Occasion.SUBMITTED, now, verdict)
    superior = assessment.organization.reports_to or (assessment.round.organizer if assessment.round else None)
    if superior:
        notify(
            organization=superior, subject=_("%(school)s nộp bản tự chấm") % {"school": assessment.organization.name},
            text=f"{assessment.round or assessment.criteria_set.name}: {assessment.reason}",
            link=reverse("assessments:detail", args=[assessment.pk]),
            key=f"assessments.submitted.{assessment.pk}:{now.timestamp():.0f}", now=now,
        )  # fmt: skip
    record(
        actor=actor, verb="assessments.assessment.submitted", target=assessment, now=now,
        organization=assessment.organization, met=verdict.met, result=verdict.result,
    )  # fmt: skip
    return assessment


@transaction.atomic
def discard_assessment(*, actor, assessment: Assessment, now: datetime) -> None:
    """Throw away one that was never handed in."""
    assessment = locked_open(actor, assessment)
    if assessment.submitted_at:
        raise CannotAssess(_("Bản đã từng nộp không bỏ được; sửa rồi nộp lại."))
    record(
        actor=actor, verb="assessments.assessment.discarded", target=assessment, now=now,
        organization=assessment.organization,
    )  # fmt: skip
    assessment.delete()


DERIVED = ("met_count", "applicable_count", "result", "result_name", "passes", "reason")


def derive(assessment: Assessment, rows, now: datetime) -> Verdict:
    """Judge what counts now and repeat it on the row; the caller saves DERIVED and `updated_at`."""
    verdict = judge(assessment.criteria_set.criteria, said(rows), school_level=assessment.organization.school_level)
    assessment.met_count, assessment.applicable_count = verdict.met, verdict.applicable
    assessment.result, assessment.result_name = verdict.result or "", verdict.name
    assessment.passes, assessment.reason, assessment.updated_at = verdict.passes, verdict.reason, now
    return verdict


def said(rows) -> dict[str, Any]:
    """Answers that count, as the engine takes them: the superior's where the superior disagreed."""
    return {row.item: row.settled for row in rows if row.final}


def in_order(assessment: Assessment, rows) -> list[Answer]:
    place = {item.code: number for number, item in enumerate(assessment.criteria_set.criteria.items)}
    return sorted(rows, key=lambda row: place[row.item])


def note_judgement(actor, assessment: Assessment, occasion: str, now: datetime, verdict: Verdict | None) -> None:
    """The dated fact figures are read from; a return takes the class away without rewriting the day before."""
    Judgement.objects.create(
        assessment=assessment, occasion=occasion, on=timezone.localdate(now), made_at=now, made_by=actor,
        met_count=verdict.met if verdict else 0, applicable_count=verdict.applicable if verdict else 0,
        result=(verdict.result or "") if verdict else "", passes=bool(verdict and verdict.passes),
        reason=verdict.reason if verdict else assessment.return_reason,
    )  # fmt: skip


def locked(assessment: Assessment) -> Assessment:
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("organization__reports_to", "criteria_set", "round__organizer")
        .get(pk=assessment.pk)
    )


def locked_open(actor, assessment: Assessment) -> Assessment:
    """The row, locked, while the school may still write."""
    assessment = locked(assessment)
    require(rules.may_assess(actor, assessment.organization))
    if assessment.status not in OPEN:
        raise CannotAssess(
            _("Bản tự chấm đang ở trạng thái “%(status)s”, không sửa được nữa.")
            % {"status": assessment.get_status_display()}
        )
    return assessment
