"""Telling people at once, level by level, until somebody takes the case."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from truongan.accounts.models import Person
from truongan.channels.actions import CannotAnswer, To, answer, recall, send
from truongan.channels.actions.manual import told_by
from truongan.channels.models import Channel, Message, Recipient, Urgency
from truongan.incidents import rules
from truongan.incidents.actions.refusals import CannotChange, locked
from truongan.incidents.actions.timeline import note_in_record, tell
from truongan.incidents.models import Alarm, Incident
from truongan.incidents.routing import graver, routed
from truongan.incidents.states import Answer, EntryKind, State
from truongan.incidents.wording import moment
from truongan.kernel.refusals import require

ESCALATE = "incidents.escalate"  # name of the job
KIND = "incidents.alarm"  # of the message: what an answer to it does is in `answering`
TAKE, CANNOT = Answer.TAKE.value, Answer.CANNOT.value


def raise_alarm(incident: Incident, now: datetime) -> None:
    """Keep who is to be told, and tell the first level; in the transaction of the report."""
    found = routed(incident, now)
    incident.levels, incident.rules_considered = found.levels, found.rules
    incident.askings = [asking(incident, now)]
    incident.save(update_fields=["levels", "rules_considered", "askings"])
    tell_next(incident, now)


def asking(incident: Incident, now: datetime) -> dict:
    """What the matrix was asked, kept so that nobody is told twice of the same."""
    severity = incident.severity
    return {
        "at": now.isoformat(), "category": incident.category.code, "severity": severity.name, "rank": severity.rank,
    }  # fmt: skip


@transaction.atomic
def escalate(*, incident_id: int, now: datetime) -> bool:
    """Tell the next level of a case nobody took in time; returns whether anything was done. Doing it twice tells once.

    After the last level the case is shown as heard by nobody, and asked about no further.
    """
    found = Incident.objects.filter(pk=incident_id).first()
    incident = locked(found) if found else None
    if incident is None or not incident.is_unanswered or not incident.next_level_at or incident.next_level_at > now:
        return False
    end_level(incident, Alarm.End.TIMEOUT, now)
    tell_next(incident, now)
    return True


@transaction.atomic
def take_incident(*, actor, incident: Incident, now: datetime) -> Incident:
    """Acknowledge: this person has the case, nobody further is told. Raises CannotChange when somebody was quicker."""
    incident = locked(incident)
    require(rules.may_follow(actor, incident))
    asked = _recipient(actor, incident)
    if asked is not None:
        try:
            answer(recipient=asked, choice=TAKE, via=Channel.INBOX, now=now)
        except CannotAnswer as reason:
            raise CannotChange(str(reason)) from None
    else:
        _take(incident, actor.person if actor else None, actor, now)
    incident.refresh_from_db()
    return incident


@transaction.atomic
def answer_alarm(*, recipient: Recipient, choice: str, via: str, now: datetime) -> None:
    """What a tap on a message of the alarm does: taken, or passed on when nobody of the level can.

    Raises CannotAnswer, saying who was quicker.
    """
    alarm = Alarm.objects.select_related("incident").get(message=recipient.message)
    incident = locked(alarm.incident)
    person = recipient.person
    if choice == TAKE:
        try:
            _take(incident, person, getattr(person, "user", None), now, via=_through(recipient, via))
        except CannotChange as reason:
            raise CannotAnswer(str(reason)) from None
        return
    tell(None, incident, EntryKind.REFUSED, now, _through(recipient, via), person)
    if incident.is_unanswered and alarm.level == incident.level and not alarm.message.recipients.silent().exists():
        end_level(incident, Alarm.End.CANNOT, now)
        tell_next(incident, now)


def _through(recipient: Recipient, via: str) -> str:
    """The channel of an answer, with the name of the colleague who gave it in the person's stead."""
    colleague = told_by(recipient) if via == Channel.MANUAL else ""
    return f"{Channel(via).label}: {colleague}" if colleague else str(Channel(via).label)


def close_alarm(incident: Incident, now: datetime, end: str = Alarm.End.CLOSED) -> None:
    """Nobody further is told, and who was told need not answer any more."""
    for each in incident.alarms.select_related("message"):
        recall(message=each.message, now=now)
    end_level(incident, end, now)
    incident.next_level_at = None
    incident.save(update_fields=["next_level_at"])


def _take(incident: Incident, person: Person | None, actor, now: datetime, via: str = "") -> None:
    if not incident.is_unanswered:
        raise CannotChange(_taken_already(incident))
    incident.state, incident.acknowledged_at, incident.responsible = State.ACKNOWLEDGED, now, person
    incident.unheard_at = None
    incident.save(update_fields=["state", "acknowledged_at", "responsible", "unheard_at"])
    tell(actor, incident, EntryKind.TAKEN, now, via, person)
    close_alarm(incident, now, Alarm.End.TAKEN)
    note_in_record(actor, incident, "incident.taken", now, person=person.pk if person else None, via=via)


def _taken_already(incident: Incident) -> str:
    if not incident.is_open:
        return _("Vụ việc này đã kết thúc, không cần nhận nữa.")
    who = incident.responsible.name if incident.responsible else _("Người khác")
    return _("%(who)s đã nhận vụ việc này lúc %(at)s.") % {"who": who, "at": moment(incident.acknowledged_at)}


def _recipient(actor, incident: Incident) -> Recipient | None:
    if actor is None or not actor.person_id:
        return None
    asked = Recipient.objects.filter(
        message__in=incident.alarms.values("message"), person=actor.person_id, answered_at=None
    )
    return asked.order_by("-pk").first()


def end_level(incident: Incident, end: str, now: datetime) -> None:
    incident.alarms.filter(ended_at=None).update(ended_at=now, end=end)


def tell_next(incident: Incident, now: datetime) -> None:
    """The next level that has people; holes are passed over at once. None left: heard by nobody."""
    coming = [each for each in incident.levels if each["number"] > incident.level]
    level = next((each for each in coming if each["people"]), None)
    if level is None:
        incident.level = coming[-1]["number"] if coming else incident.level
        incident.next_level_at, incident.unheard_at = None, now
        incident.save(update_fields=["level", "next_level_at", "unheard_at"])
        tell(None, incident, EntryKind.NOBODY, now)
        return
    _sound(incident, level, now)


def wait_until(incident: Incident, at: datetime) -> None:
    """Somebody of the level that was told has until then; the job, or else the sweeper, goes on."""
    incident.next_level_at = at
    incident.save(update_fields=["next_level_at"])
    app.configure_task(ESCALATE, queue="channels", schedule_at=at).defer(incident_id=incident.pk)


def inform(incident: Incident, level: dict, now: datetime) -> None:
    """Tell a level of a case somebody has already: nothing to answer, nobody is waited for."""
    subject = _("Một vụ việc vừa tăng mức độ, đã có người nhận: bạn cần biết")
    message = send(
        **_message(incident, level, now) | {"subject": subject, "text": _("Nội dung chỉ xem được khi đã đăng nhập.")}
    )
    _note_told(incident, level, message, now, now, ended_at=now, end=Alarm.End.INFORMED)


def _sound(incident: Incident, level: dict, now: datetime) -> None:
    ends_at = now + timedelta(minutes=level["minutes"])
    message = send(
        **_message(incident, level, now),
        kind=KIND,
        choices=[(each.value, str(each.label)) for each in Answer],
    )
    _note_told(incident, level, message, now, ends_at)
    if incident.unheard_at is not None:  # whom nobody heard at a lesser degree is told anew
        incident.unheard_at = None
        incident.save(update_fields=["unheard_at"])
    wait_until(incident, ends_at)


def _message(incident: Incident, level: dict, now: datetime) -> dict[str, Any]:
    return {
        "cause": f"{incident.causes}level.{level['number']}",
        "to": [To(person_id=each["person"], organization_id=each["organization"]) for each in level["people"]],
        "urgency": graver(graver(incident.severity.urgency, level["urgency"]), Urgency.URGENT),
        "link": incident.get_absolute_url(),
        "subject": _subject(incident),
        "text": _("Bấm “Tôi nhận” để những người khác biết đã có người lo. Nội dung chỉ xem được khi đã đăng nhập."),
        "short": _("Trường An: bạn có một vụ việc cần nhận. Mở liên kết để trả lời."),
        "now": now,
    }


def _note_told(incident: Incident, level: dict, message: Message, now: datetime, ends_at: datetime, **ended) -> None:
    """Who was told sees the case from now on; the level stands on the timeline."""
    incident.level = level["number"]
    told = [person["person"] for person in level["people"]]
    incident.seen_by_people = sorted({*incident.seen_by_people, *told})
    incident.save(update_fields=["level", "seen_by_people"])
    Alarm.objects.create(
        incident=incident, level=level["number"], name=level["why"][:200], message=message, sent_at=now,
        ends_at=ends_at, **ended,
    )  # fmt: skip
    tell(None, incident, EntryKind.ALARM, now, _("Cấp %(n)s: %(why)s") % {"n": level["number"], "why": level["why"]})


def _subject(incident: Incident) -> str:
    """No school, no kind, no name: a message on a telephone is read by whoever holds it."""
    if incident.severity.urgency == Urgency.LIFE_SAFETY:
        return _("Việc khẩn, có thể nguy hiểm tính mạng: bạn có một vụ việc cần nhận ngay")
    return _("Bạn có một vụ việc cần nhận")
