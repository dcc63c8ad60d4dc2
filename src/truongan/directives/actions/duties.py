"""What a unit does about a duty: notes progress, finishes it with evidence, hands it on; and the issuer's return."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.accounts.models import Appointment, Person
from truongan.audit.actions import record
from truongan.channels.actions import notify
from truongan.directives import rules
from truongan.directives.actions.refusals import CannotDirect
from truongan.directives.models import Directive, Duty, HandOver, Progress, ProgressFile, Receipt
from truongan.directives.states import DutyStatus, ExtensionState
from truongan.documents.uploads import CannotKeep, checked_upload, discarded_on_failure, store
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc
from truongan.organizations.models import Organization


@transaction.atomic
def note_progress(
    *, actor, duty: Duty, note: str, percent: int | None = None, files: Iterable = (), now: datetime
) -> Progress:
    """Say how far it is, with files; a note is never edited, a later one says more. `percent` 0–99."""
    duty = workable(actor, duty)
    if percent is not None and not 0 <= percent < 100:
        raise CannotDirect(_("Tiến độ từ 0 đến 99%. Xong hẳn thì báo hoàn thành."))
    with discarded_on_failure():
        progress = _note(actor, duty, note, percent, files, now)
        if percent is not None:
            duty.percent = percent
            duty.save(update_fields=["percent"])
        _record(actor, duty, "directives.duty.progressed", now, percent=duty.percent)
    return progress


@transaction.atomic
def complete_duty(*, actor, duty: Duty, note: str, done_on: date, files: Iterable = (), now: datetime) -> Duty:
    """Finished on that day, with its evidence: a file, now or with an earlier note, where the task asks for one.

    Raises CannotDirect for a day to come, a day before the duty was given, or missing evidence.
    """
    duty = workable(actor, duty)
    files = list(files)
    _refuse_unproven(duty, files)
    first, today = timezone.localdate(duty.assigned_at), timezone.localdate(now)
    first = min(first, duty.directive.issued_on or first)
    if not first <= done_on <= today:
        raise CannotDirect(_("Ngày hoàn thành phải từ ngày giao nhiệm vụ đến hôm nay."))
    with discarded_on_failure():
        _note(actor, duty, note, 100, files, now, is_completion=True)
        duty.status, duty.percent = DutyStatus.DONE, 100
        duty.done_on, duty.done_at, duty.done_by = done_on, now, actor
        duty.save(update_fields=["status", "percent", "done_on", "done_at", "done_by"])
        _settle_extension(actor, duty, now)
        _record(actor, duty, "directives.duty.completed", now, done_on=done_on)
    return duty


def _refuse_unproven(duty: Duty, files: list) -> None:
    wanted = duty.assignment.evidence_required
    if wanted and not files and not ProgressFile.objects.filter(progress__duty=duty).exists():
        raise CannotDirect(
            _("Nhiệm vụ này phải kèm minh chứng: %(wanted)s. Chọn tệp rồi gửi lại.") % {"wanted": wanted}
        )


def _settle_extension(actor, duty: Duty, now: datetime) -> None:
    duty.extensions.filter(state=ExtensionState.ASKED).update(
        state=ExtensionState.LAPSED, answer=_("Nhiệm vụ đã hoàn thành."), decided_at=now, decided_by=actor
    )


@transaction.atomic
def return_duty(*, actor, duty: Duty, reason: str, now: datetime) -> Duty:
    """The issuer does not take it as done: the unit goes on, and is told why."""
    duty = _locked(duty)
    require(rules.may_answer(actor, duty.directive))
    if duty.status != DutyStatus.DONE or not duty.directive.is_in_force:
        raise CannotDirect(_("Chỉ trả lại nhiệm vụ đã báo hoàn thành của văn bản còn hiệu lực."))
    _note(actor, duty, reason, None, (), now)
    duty.status, duty.percent = DutyStatus.OPEN, 99
    duty.done_on = duty.done_at = duty.done_by = None
    duty.save(update_fields=["status", "percent", "done_on", "done_at", "done_by"])
    notify(
        organization=duty.organization, subject=_("Trả lại nhiệm vụ: %(task)s") % {"task": duty.assignment.task},
        text=reason, link=duty.get_absolute_url(), key=f"directives.duty.{duty.pk}:returned:{int(now.timestamp())}", now=now,
    )  # fmt: skip
    _record(actor, duty, "directives.duty.returned", now, reason=reason)
    return duty


@transaction.atomic
def hand_over_duty(
    *,
    actor,
    duty: Duty,
    organization: Organization | None = None,
    person: Person | None = None,
    reason: str = "",
    now: datetime,
) -> HandOver:
    """Pass a duty to an organization inside one's own place, or to a person of the organization that has it.

    Progress stays with the duty; a unit that had not received the directive receives it now. Raises CannotDirect where the other has the same task already.
    """
    duty = workable(actor, duty)
    before, before_person = duty.organization, duty.responsible
    target = organization or before
    if (target, person) == (before, before_person):
        raise CannotDirect(_("Chọn đơn vị hoặc người khác để chuyển giao."))
    if target != before:
        _refuse_target(duty, target)
        _forward(duty, target, now)
        duty.organization = target
        duty.path, duty.level = target.place_path, target.level
        duty.sector, duty.school_level = target.sector, target.school_level
    _refuse_person(target, person, timezone.localdate(now))
    duty.responsible = person
    duty.save(update_fields=["organization", "path", "level", "sector", "school_level", "responsible"])
    passed = HandOver.objects.create(
        duty=duty, from_organization=before, to_organization=target, from_person=before_person, to_person=person,
        reason=nfc(reason), on=timezone.localdate(now), at=now, by=actor,
    )  # fmt: skip
    _tell_of_hand_over(duty, passed, now)
    _record(
        actor, duty, "directives.duty.transferred", now, reason=reason,
        changes=_changed(passed),
    )  # fmt: skip
    return passed


def _changed(passed: HandOver) -> dict[str, list[str]]:
    """Unit, person, or both: what stayed as it was is no line of the history."""
    before, after = passed.from_organization, passed.to_organization
    units = {_("đơn vị"): [before.name, after.name]} if before != after else {}
    people = [str(passed.from_person or ""), str(passed.to_person or "")]
    return units | ({_("người"): people} if people[0] != people[1] else {})


def _forward(duty: Duty, target: Organization, now: datetime) -> None:
    """Who is to do it must be able to read what asks for it: the directive reaches the unit as a later recipient."""
    _receipt, is_new = Receipt.objects.get_or_create(
        directive=duty.directive, organization=target,
        defaults={
            "path": target.place_path, "level": target.level, "sector": target.sector,
            "school_level": target.school_level, "received_at": now, "is_late_joiner": True,
        },
    )  # fmt: skip
    if is_new and duty.directive.resolved_at:  # while it is being sent the unit may be counted already
        Directive.objects.filter(pk=duty.directive_id).update(expected_count=F("expected_count") + 1)


def _refuse_target(duty: Duty, target: Organization) -> None:
    inside = target.place_path.startswith(duty.organization.place_path) and not duty.organization.is_school
    if not inside or target.closed_on:
        raise CannotDirect(_("Chỉ chuyển cho đơn vị đang hoạt động trong địa bàn của đơn vị mình."))
    if Duty.objects.filter(assignment=duty.assignment_id, organization=target).exists():
        raise CannotDirect(_("%(name)s đã được giao chính nhiệm vụ này.") % {"name": target.name})


def _refuse_person(organization: Organization, person: Person | None, day: date) -> None:
    if person and not Appointment.objects.on(day).filter(person=person, organization=organization).exists():
        raise CannotDirect(_("Người phụ trách phải đang giữ chức vụ ở %(name)s.") % {"name": organization.name})


def _tell_of_hand_over(duty: Duty, passed: HandOver, now: datetime) -> None:
    told = {"person": passed.to_person} if passed.to_person else {"organization": passed.to_organization}
    notify(
        **told, subject=_("Nhiệm vụ chuyển cho bạn: %(task)s") % {"task": duty.assignment.task},
        text=passed.reason or duty.directive.name, link=duty.get_absolute_url(),
        key=f"directives.hand_over.{passed.pk}", now=now,
    )  # fmt: skip


def _locked(duty: Duty) -> Duty:
    duties = Duty.objects.select_for_update(of=("self",))
    return duties.select_related("assignment", "directive__kept_by", "organization", "responsible").get(pk=duty.pk)


def workable(actor, duty: Duty) -> Duty:
    duty = _locked(duty)
    require(rules.may_work_on(actor, duty))
    if not duty.is_open or not duty.directive.is_in_force:
        raise CannotDirect(_("Nhiệm vụ này không còn mở: %(state)s.") % {"state": duty.get_status_display().lower()})
    return duty


def _note(
    actor, duty: Duty, note: str, percent: int | None, files: Iterable, now: datetime, *, is_completion: bool = False
) -> Progress:
    if not nfc(note):
        raise CannotDirect(_("Viết vài chữ về kết quả hoặc lý do."))
    progress = Progress.objects.create(
        duty=duty, note=nfc(note), percent=percent, is_completion=is_completion, at=now, author=actor
    )
    for file in files:
        _keep(progress, file, now)
    return progress


def _keep(progress: Progress, file, now: datetime) -> None:
    try:
        kept = checked_upload(file)
        name = store(kept.content, kept.content_type, folder="directives", now=now)
    except CannotKeep as reason:
        raise CannotDirect(str(reason)) from reason
    ProgressFile.objects.create(
        progress=progress, file=name, filename=kept.name, content_type=kept.content_type, size=kept.size,
        sha256=kept.sha256,
    )  # fmt: skip


def _record(actor, duty: Duty, verb: str, now: datetime, **said) -> None:
    record(
        actor=actor, verb=verb, target=duty.directive, organization=duty.organization, now=now, duty=duty.pk,
        task=duty.assignment.task[:200], **said,
    )  # fmt: skip
