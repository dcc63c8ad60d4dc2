"""A later day for a duty: asked by the unit, answered by who gave it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.channels.actions import notify
from truongan.directives import rules
from truongan.directives.actions.duties import workable
from truongan.directives.actions.refusals import CannotDirect
from truongan.directives.models import Duty, ExtensionRequest
from truongan.directives.states import ExtensionState
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc
from truongan.kernel.working_days import next_working_day
from truongan.organizations.calendar import exceptions_for


@transaction.atomic
def ask_extension(*, actor, duty: Duty, until: date, reason: str, now: datetime) -> ExtensionRequest:
    """Ask for a later day; on a day off it becomes the next working day. One question stands open at a time."""
    duty = workable(actor, duty)
    if duty.due_on is None:
        raise CannotDirect(_("Nhiệm vụ này không có hạn, không cần gia hạn."))
    until = _working_day(duty, until)
    if until <= duty.due_on:
        raise CannotDirect(_("Hạn mới phải sau hạn hiện nay %(day)s.") % {"day": vn_date(duty.due_on)})
    if not nfc(reason):
        raise CannotDirect(_("Nêu lý do đề nghị gia hạn."))
    if duty.extensions.filter(state=ExtensionState.ASKED).exists():
        raise CannotDirect(_("Đề nghị trước còn chờ trả lời."))
    asked = ExtensionRequest.objects.create(
        duty=duty, due_on=duty.due_on, asked_until=until, reason=nfc(reason), asked_at=now, asked_by=actor
    )
    notify(
        organization=duty.directive.kept_by,
        subject=_("%(unit)s đề nghị gia hạn đến %(day)s") % {"unit": duty.organization.called, "day": vn_date(until)},
        text=f"{duty.assignment.task}. {asked.reason}", link=duty.get_absolute_url(),
        key=f"directives.extension.{asked.pk}:asked", now=now,
    )  # fmt: skip
    _record(actor, asked, "directives.extension.asked", now, until=until, reason=asked.reason)
    return asked


@transaction.atomic
def answer_extension(
    *, actor, request: ExtensionRequest, is_granted: bool, until: date | None = None, answer: str = "", now: datetime
) -> ExtensionRequest:
    """Grant (until the day asked for, or another) or refuse with a reason; the unit is told either way."""
    request = (
        ExtensionRequest.objects.select_for_update(of=("self", "duty"))
        .select_related("duty__assignment", "duty__directive__kept_by", "duty__organization")
        .get(pk=request.pk)
    )
    duty = request.duty
    require(rules.may_answer(actor, duty.directive))
    if request.state != ExtensionState.ASKED or not duty.is_open or not duty.directive.is_in_force:
        raise CannotDirect(_("Đề nghị này đã được trả lời, hoặc nhiệm vụ không còn mở."))
    answer = nfc(answer)
    if is_granted:
        _grant(request, duty, until or request.asked_until)
    elif not answer:
        raise CannotDirect(_("Không đồng ý thì nêu lý do."))
    request.state = ExtensionState.GRANTED if is_granted else ExtensionState.REFUSED
    request.answer, request.decided_at, request.decided_by = answer, now, actor
    request.save(update_fields=["state", "answer", "granted_until", "decided_at", "decided_by"])
    _tell_answer(request, duty, now)
    verb = "directives.extension.granted" if is_granted else "directives.extension.refused"
    _record(actor, request, verb, now, until=request.granted_until, answer=answer)
    return request


def _grant(request: ExtensionRequest, duty: Duty, until: date) -> None:
    until = _working_day(duty, until)
    if duty.due_on and until <= duty.due_on:
        raise CannotDirect(_("Hạn mới phải sau hạn hiện nay %(day)s.") % {"day": vn_date(duty.due_on)})
    request.granted_until = duty.due_on = until
    duty.save(update_fields=["due_on"])


def _tell_answer(request: ExtensionRequest, duty: Duty, now: datetime) -> None:
    if request.granted_until:
        subject = _("Được gia hạn đến %(day)s") % {"day": vn_date(request.granted_until)}
    else:
        subject = _("Không được gia hạn")
    notify(
        organization=duty.organization, subject=f"{subject}: {duty.assignment.task}", text=request.answer,
        link=duty.get_absolute_url(), key=f"directives.extension.{request.pk}:answered", now=now,
    )  # fmt: skip


def _working_day(duty: Duty, day: date) -> date:
    exceptions = exceptions_for(duty.path, school=duty.organization.is_school, since=day)
    return next_working_day(day, exceptions)


def _record(actor, request: ExtensionRequest, verb: str, now: datetime, **said) -> None:
    duty = request.duty
    record(
        actor=actor, verb=verb, target=duty.directive, organization=duty.organization, now=now, duty=duty.pk,
        task=duty.assignment.task[:200], **said,
    )  # fmt: skip
