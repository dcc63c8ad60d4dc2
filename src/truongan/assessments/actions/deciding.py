"""Decisions on a round, and taking a recognition back."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.assessments import rules
from truongan.assessments.models import Assessment, AssessmentRound, Recognition, RecognitionDecision
from truongan.assessments.refusals import CannotDecide
from truongan.assessments.states import Status
from truongan.audit.actions import record
from truongan.channels.actions import NewNotice, notify_each
from truongan.documents.series import take_number
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization, Placement

SERIES = "QĐ"


@transaction.atomic
def decide(
    *, actor, held: AssessmentRound, issuer: Organization, recognised: Collection[Assessment],
    refused: Mapping[Assessment, str] | None = None, authority_name: str, number: int | None = None,
    symbol: str = "QĐ-UBND", decided_on: date, place: str = "", signer_title: str = "", signer_name: str = "",
    now: datetime,
) -> RecognitionDecision:  # fmt: skip
    """Record the authority's decision: who is recognised, who is not and why; each was examined before.

    Without a number the next of the issuer's own QĐ series is taken, which only an authority that decides itself
    (a People's Committee) may do. Raises CannotDecide for a school not examined, not of this round or outside the
    issuer's place, one recognised although it did not pass, a refusal without reason, a day in the future, a number
    used before.
    """
    require(rules.may_decide(actor, issuer, held.authorities, timezone.localdate(now)))
    refused = refused or {}
    rows = _locked_examined(held, [*recognised, *refused])
    _refuse_outside(rows, issuer)
    _refuse_content(rows, {each.pk for each in recognised}, refused, decided_on, held, now)
    if number is None:
        number = _own_number(issuer, decided_on)
    decision = _written(
        actor, now, round=held, issuer=issuer, authority_name=authority_name.strip(), number=number,
        symbol=symbol.strip(), decided_on=decided_on, place=place, signer_title=signer_title, signer_name=signer_name,
    )  # fmt: skip
    reasons = {each.pk: reason.strip() for each, reason in refused.items()}
    _write_schools(decision, rows, reasons)
    notify_each(messages=[_message(decision, row, row.pk not in reasons) for row in rows], now=now)
    record(
        actor=actor, verb="assessments.decision.recorded", target=decision, organization=issuer, now=now,
        number=decision.number_label, recognised=len(recognised), refused=len(refused),
    )  # fmt: skip
    return decision


def _locked_examined(held: AssessmentRound, chosen: list[Assessment]) -> list[Assessment]:
    if not chosen:
        raise CannotDecide(_("Chọn ít nhất một trường."))
    rows = list(
        Assessment.objects.select_for_update(of=("self",))
        .select_related("organization")
        .filter(pk__in={each.pk for each in chosen}, round=held)
        .order_by("organization__sort_key", "pk")
    )
    if len(rows) != len(chosen):
        raise CannotDecide(_("Có trường bị chọn hai lần hoặc không thuộc đợt này."))
    for row in rows:
        if row.status != Status.EXAMINED:
            raise CannotDecide(
                _("%(school)s đang ở trạng thái “%(status)s”; chỉ quyết định về trường đã thẩm định.")
                % {"school": row.organization.name, "status": row.get_status_display()}
            )
    return rows


def _refuse_outside(rows: list[Assessment], issuer: Organization) -> None:
    """A round may be held over many places; each authority decides on the schools of its own."""
    is_placed = bool(issuer.place_path) or issuer.level == "nation"
    for row in rows:
        if not (is_placed and row.organization.place_path.startswith(issuer.place_path)):
            raise CannotDecide(
                _("%(school)s không thuộc địa bàn của %(issuer)s.")
                % {"school": row.organization.name, "issuer": issuer.name}
            )


def _refuse_content(
    rows: list[Assessment], recognised: set[int], refused: Mapping[Assessment, str], day: date, held: AssessmentRound,
    now: datetime,
) -> None:  # fmt: skip
    for row in rows:
        if row.pk in recognised and not row.passes:
            raise CannotDecide(
                _("%(school)s chưa đạt (%(reason)s), không công nhận được.")
                % {"school": row.organization.name, "reason": row.reason}
            )
    if unsaid := next((each for each, reason in refused.items() if not reason.strip()), None):
        raise CannotDecide(_("Ghi lý do không công nhận %(school)s.") % {"school": unsaid.organization.name})
    if day > timezone.localdate(now):
        raise CannotDecide(_("Ngày quyết định %(day)s chưa tới.") % {"day": vn_date(day)})
    if day < held.starts_on:
        raise CannotDecide(_("Ngày quyết định nằm trước kỳ đánh giá."))


def _own_number(issuer: Organization, day: date) -> int:
    if issuer.sector != "government":
        raise CannotDecide(_("Ghi số quyết định: sổ số trên hệ thống chỉ dùng khi Ủy ban nhân dân tự ban hành."))
    return take_number(organization=issuer, year=day.year, series=SERIES)


def _written(actor, now: datetime, **fields: Any) -> RecognitionDecision:
    try:
        with transaction.atomic():
            return RecognitionDecision.objects.create(created_at=now, created_by=actor, **fields)
    except IntegrityError as error:
        if "recognition_decision_once" not in str(error):
            raise
        raise CannotDecide(
            _("Quyết định số %(number)s/%(symbol)s ngày %(day)s đã ghi rồi.")
            % {"number": fields["number"], "symbol": fields["symbol"], "day": vn_date(fields["decided_on"])}
        ) from error


def _write_schools(decision: RecognitionDecision, rows: list[Assessment], reasons: dict[int, str]) -> None:
    places = dict(
        Placement.objects.on(decision.decided_on)
        .filter(organization__in=[row.organization_id for row in rows])
        .values_list("organization", "unit__full_name")
    )
    Recognition.objects.bulk_create(
        Recognition(
            decision=decision, assessment=row, school_name=row.organization.name,
            place_name=places.get(row.organization_id, ""), is_recognised=row.pk not in reasons,
            reason=reasons.get(row.pk, ""),
        )
        for row in rows
    )  # fmt: skip
    for row in rows:
        row.status = Status.REFUSED if row.pk in reasons else Status.RECOGNISED
        row.updated_at = decision.created_at
    Assessment.objects.bulk_update(rows, ["status", "updated_at"])


def _message(decision: RecognitionDecision, row: Assessment, is_recognised: bool) -> NewNotice:
    words = _("Được công nhận: %(what)s") if is_recognised else _("Không được công nhận: %(what)s")
    return NewNotice(
        subject=words % {"what": decision.round.name}, organization_id=row.organization_id,
        text=_("Quyết định số %(number)s ngày %(day)s")
        % {"number": decision.number_label, "day": vn_date(decision.decided_on)},
        link=reverse("assessments:detail", args=[row.pk]), key=f"assessments.decision.{decision.pk}:{row.pk}",
    )  # fmt: skip


@transaction.atomic
def revoke_recognition(
    *, actor, recognition: Recognition, on: date, reason: str, number: str = "", now: datetime
) -> Recognition:
    """Take a recognition back from a day on, with the reason; it stays in the figures of the days before."""
    recognition = (
        Recognition.objects.select_for_update(of=("self",))
        .select_related("assessment__organization", "decision__round", "decision__issuer")
        .get(pk=recognition.pk)
    )
    decision, assessment = recognition.decision, recognition.assessment
    require(rules.may_decide(actor, decision.issuer, decision.round.authorities, timezone.localdate(now)))
    if not recognition.is_recognised or recognition.revoked_on:
        raise CannotDecide(_("Trường này không có công nhận đang hiệu lực."))
    if not reason.strip():
        raise CannotDecide(_("Ghi lý do thu hồi."))
    if not decision.decided_on <= on <= timezone.localdate(now):
        raise CannotDecide(_("Ngày thu hồi phải từ ngày công nhận đến hôm nay."))
    recognition.revoked_on, recognition.revoke_reason, recognition.revoke_number = on, reason.strip(), number.strip()
    recognition.save(update_fields=["revoked_on", "revoke_reason", "revoke_number"])
    assessment.status, assessment.updated_at = Status.REVOKED, now
    assessment.save(update_fields=["status", "updated_at"])
    notify_each(
        messages=[
            NewNotice(
                subject=_("Thu hồi công nhận: %(what)s") % {"what": decision.round.name}, text=recognition.revoke_reason,
                organization_id=assessment.organization_id, link=reverse("assessments:detail", args=[assessment.pk]),
                key=f"assessments.revoked.{recognition.pk}",
            )
        ],
        now=now,
    )  # fmt: skip
    record(
        actor=actor, verb="assessments.recognition.revoked", target=assessment, now=now,
        organization=assessment.organization, reason=recognition.revoke_reason, on=on,
    )  # fmt: skip
    return recognition
