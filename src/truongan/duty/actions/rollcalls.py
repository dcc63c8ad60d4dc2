"""Roll-calls: called, reminded, answered, closed, and what they prove."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from truongan.audit.actions import record
from truongan.channels import actions as channels
from truongan.channels.models import Channel, Message, Recipient, Urgency
from truongan.duty import rules
from truongan.duty.actions.refusals import CannotCallRoll
from truongan.duty.models import Asked, RollCall, RollCallSchedule
from truongan.duty.models.rollcall import PARTS
from truongan.duty.network import Part, members_of
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.web.live import announce

KIND = "duty.rollcall"
HERE, AWAY = "here", "away"
PROVE = "duty.prove_rollcall"
LEAST_MINUTES, MOST_MINUTES = 5, 14 * 24 * 60
BETWEEN_REMINDERS = timedelta(minutes=10)


def choices() -> list[tuple[str, str]]:
    """The answers of one tap; both show that the message arrived, only the first that the person is there."""
    return [(HERE, _("Tôi có mặt")), (AWAY, _("Tôi đang bận, không tiếp được"))]


@transaction.atomic
def call_roll(
    *,
    actor,
    key: str,
    organization: Organization,
    title: str,
    part: Part,
    minutes_open: int = 1440,
    is_drill: bool = True,
    note: str = "",
    schedule: RollCallSchedule | None = None,
    now: datetime,
) -> RollCall:
    """Ask everybody of a part of the network "are you there?" in the name of an organization.

    `key` is the form's: the same key again gives the roll-call already called. CannotCallRoll when one of this
    organization for the same place is still open, the unit is no more, or nobody would be asked.
    """
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    known = RollCall.objects.filter(key=key).first()
    if known is not None:
        return known
    require(rules.may_call_roll(actor, organization) and rules.may_ask_within(actor, part.path, part.school))
    _refuse_call(organization, part, title, minutes_open, now)
    members = members_of(part, timezone.localdate(now))
    if not members:
        raise CannotCallRoll(_("Không có ai để hỏi trong phần mạng lưới đã chọn. Chọn rộng hơn."))
    rollcall = RollCall.objects.create(
        key=key, organization=organization, schedule=schedule, called_at=now, called_by=actor,
        closes_at=now + timedelta(minutes=minutes_open), asked_count=len(members), **_network(title, note, part, is_drill),
    )  # fmt: skip
    Asked.objects.bulk_create(
        [Asked(rollcall=rollcall, person_id=p, organization_id=o, capacity=c) for p, o, c in members], batch_size=1000
    )
    _say(
        rollcall,
        rollcall.cause,
        [channels.To(person_id=m.person_id, organization_id=m.organization_id) for m in members],
        now,
    )
    record(
        actor=actor, verb="duty.rollcall.called", target=rollcall, now=now, organization=organization,
        asked=len(members), parts=list(part.parts), place=str(part.school or part.unit or ""), drill=is_drill,
    )  # fmt: skip
    return rollcall


@transaction.atomic
def remind(*, actor, rollcall: RollCall, now: datetime) -> int:
    """Ask those who have not answered once more; how many. Not twice within ten minutes."""
    rollcall = _locked_open(actor, rollcall)
    last = rollcall.reminded_at or rollcall.called_at
    if now - last < BETWEEN_REMINDERS:
        raise CannotCallRoll(_("Vừa hỏi cách đây ít phút. Đợi đủ 10 phút rồi nhắc lại."))
    silent = list(rollcall.asked.silent().values_list("person", "organization"))
    if not silent:
        raise CannotCallRoll(_("Mọi người đã trả lời, không còn ai để nhắc."))
    rollcall.reminders, rollcall.reminded_at = rollcall.reminders + 1, now
    rollcall.save(update_fields=["reminders", "reminded_at"])
    cause = f"{rollcall.cause}:reminder.{rollcall.reminders}"
    _say(rollcall, cause, [channels.To(person_id=p, organization_id=o) for p, o in silent], now)
    record(
        actor=actor, verb="duty.rollcall.reminded", target=rollcall, now=now, organization=rollcall.organization,
        reminded=len(silent),
    )  # fmt: skip
    return len(silent)


def take_answer(recipient: Recipient, choice: str, via: str, now: datetime) -> None:
    """An answer that came in through a channel: the person is known to be reached; the first answer counts.

    Runs in the transaction of `channels.actions.answer`. Their other messages of this roll-call need no answer any
    more; one being answered at this very moment by another device is left to itself (skip_locked), or the two would
    wait for each other.
    """
    rollcall = rollcall_of(recipient.message)
    if rollcall is None or rollcall.closed_at is not None:
        raise channels.CannotAnswer(_("Cuộc điểm danh này đã đóng, không cần trả lời nữa."))
    Asked.objects.filter(rollcall=rollcall, person=recipient.person_id, answered_at=None).update(
        answer=choice, answered_at=now, via=via
    )
    announce(rollcall.topic)
    others = Recipient.objects.filter(
        message__cause__in=causes(rollcall), person=recipient.person_id, answered_at=None
    )
    others = others.exclude(pk=recipient.pk).select_for_update(of=("self",), skip_locked=True)
    for other in others:
        other.deliveries.filter(state="waiting").update(state="cancelled")
        other.answer, other.answered_at, other.answered_via, other.next_at = choice, now, via, None
        other.save(update_fields=["answer", "answered_at", "answered_via", "next_at"])


def describe(message: Message, _recipient: Recipient) -> list[str]:
    """What the page behind the signed link says; nothing a forwarded link must not tell."""
    rollcall = rollcall_of(message)
    if rollcall is None:
        return []
    when = timezone.localtime(rollcall.closes_at)
    lines = [
        _("%(name)s điểm danh mạng lưới: %(title)s.") % {"name": rollcall.organization.name, "title": rollcall.title},
        _("Bấm một nút là xong, trước %(when)s.") % {"when": f"{when:%H:%M, %d/%m/%Y}"},
    ]
    return [*lines, rollcall.note] if rollcall.note else lines


@transaction.atomic
def note_answer(*, actor, asked: Asked, now: datetime) -> Asked:
    """Somebody was reached by telephone or met: noted for them by who did it, with their name."""
    asked = Asked.objects.select_related("rollcall__organization", "organization", "person").get(pk=asked.pk)
    require(rules.may_note_answer(actor, asked))
    if asked.rollcall.closed_at is not None:
        raise CannotCallRoll(_("Cuộc điểm danh này đã đóng."))
    if asked.answered_at is not None:
        return asked
    recipient = Recipient.objects.filter(message__cause=asked.rollcall.cause, person=asked.person_id).first()
    if recipient is not None:
        channels.answer(recipient=recipient, choice=HERE, via=Channel.MANUAL, now=now)
    else:
        Asked.objects.filter(pk=asked.pk, answered_at=None).update(answer=HERE, answered_at=now, via=Channel.MANUAL)
        announce(asked.rollcall.topic)
    Asked.objects.filter(pk=asked.pk, via=Channel.MANUAL).update(noted_by=actor)
    asked.refresh_from_db()
    record(
        actor=actor, verb="duty.rollcall.noted", target=asked.rollcall, now=now, organization=asked.organization,
        person=asked.person.name,
    )  # fmt: skip
    return asked


@transaction.atomic
def close_roll(*, actor, rollcall: RollCall, now: datetime) -> RollCall:
    """No answer is taken any more; what the answers prove is worked out by the worker."""
    rollcall = _locked_open(actor, rollcall)
    rollcall.closed_at = now
    rollcall.save(update_fields=["closed_at"])
    for message in Message.objects.filter(cause__in=causes(rollcall), recalled_at=None):
        channels.recall(message=message, now=now)
    record(
        actor=actor, verb="duty.rollcall.closed", target=rollcall, now=now, organization=rollcall.organization,
        asked=rollcall.asked_count, answered=rollcall.asked.answered().count(),
    )  # fmt: skip
    app.configure_task(PROVE, queue="duty").defer(rollcall_id=rollcall.pk)
    announce(rollcall.topic)
    return rollcall


def rollcall_of(message: Message) -> RollCall | None:
    """The roll-call a message belongs to, by its cause."""
    head = message.cause.split(":", 1)[0]
    number = head.removeprefix(f"{KIND}.")
    if not number.isdecimal():
        return None
    return RollCall.objects.select_related("organization").filter(pk=number).first()


def causes(rollcall: RollCall) -> list[str]:
    """Of all messages of a roll-call, its reminders included."""
    return [rollcall.cause, *(f"{rollcall.cause}:reminder.{n}" for n in range(1, rollcall.reminders + 1))]


def _say(rollcall: RollCall, cause: str, to: Collection[channels.To], now: datetime) -> None:
    channels.send(
        cause=cause, to=to, kind=KIND, choices=choices(), is_drill=rollcall.is_drill, urgency=Urgency.URGENT,
        subject=_("Điểm danh: %(title)s") % {"title": rollcall.title},
        text=rollcall.note or _("Bấm một nút để cho biết bạn nhận được tin này."),
        short=_("Điểm danh mạng lưới: mở liên kết để trả lời bằng một nút"),
        link=reverse("rollcalls:board", args=[rollcall.pk]), organization=rollcall.organization,
        sent_by=rollcall.called_by, expires_at=rollcall.closes_at, now=now,
    )  # fmt: skip


def _refuse_call(organization: Organization, part: Part, title: str, minutes_open: int, now: datetime) -> None:
    day = timezone.localdate(now)
    if not title.strip():
        raise CannotCallRoll(_("Đặt tên cho cuộc điểm danh."))
    if not set(part.parts) or not set(part.parts) <= {code for code, _label in PARTS}:
        raise CannotCallRoll(_("Chọn hỏi những ai."))
    if not LEAST_MINUTES <= minutes_open <= MOST_MINUTES:
        raise CannotCallRoll(_("Thời gian nhận trả lời từ 5 phút đến 14 ngày."))
    if part.unit is not None and not part.unit.is_valid_on(day):
        raise CannotCallRoll(_("%(unit)s không còn nữa. Chọn đơn vị hiện nay.") % {"unit": part.unit.full_name})
    if part.school is not None and part.school.closed_on is not None and part.school.closed_on <= day:
        raise CannotCallRoll(_("%(name)s đã giải thể.") % {"name": part.school.name})
    same = RollCall.objects.open().filter(organization=organization, unit=part.unit, school=part.school).first()
    if same is not None:
        raise CannotCallRoll(
            _("Đang có cuộc điểm danh “%(title)s” gọi ngày %(day)s chưa đóng. Đóng cuộc đó trước.")
            % {"title": same.title, "day": vn_date(timezone.localdate(same.called_at))}
        )


def _network(title: str, note: str, part: Part, is_drill: bool) -> dict[str, Any]:
    return {
        "title": title.strip(), "note": note.strip(), "unit": part.unit, "school": part.school, "is_drill": is_drill,
        "scheme_types": list(part.scheme_types), "school_levels": list(part.school_levels), "parts": list(part.parts),
    }  # fmt: skip


def _locked_open(actor, rollcall: RollCall) -> RollCall:
    rows = RollCall.objects.select_for_update(of=("self",)).select_related("organization", "called_by")
    rollcall = rows.get(pk=rollcall.pk)
    require(rules.may_call_roll(actor, rollcall.organization))
    if rollcall.closed_at is not None:
        raise CannotCallRoll(_("Cuộc điểm danh này đã đóng."))
    return rollcall
