"""Who was told of a case, by which channel, when, what they answered; and why somebody was, or was not."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.accounts.models import Person
from truongan.channels.models import Delivery, Recipient
from truongan.incidents.facts import risen_cause
from truongan.incidents.models import Alarm, Incident
from truongan.incidents.states import Answer
from truongan.web.formats import vn_datetime

_ANSWERS = {each.value: str(each.label) for each in Answer}
_BY = {
    "beat": gettext_lazy("phụ trách địa bàn"),
    "roster": gettext_lazy("đang trực"),
    "station": gettext_lazy("trạm y tế"),
    "school": gettext_lazy("của trường"),
    "post": gettext_lazy("chức vụ"),
    "person": gettext_lazy("nêu đích danh"),
    "province": gettext_lazy("cấp tỉnh"),
}


@dataclass(frozen=True)
class Told:
    """One person of a level: as whom, through what, and what came of it. `recipient` None: not told (yet)."""

    name: str
    title: str
    recipient: Recipient | None
    deliveries: tuple[Delivery, ...] = ()

    @property
    def answer(self) -> str:
        return _ANSWERS.get(self.recipient.answer, "") if self.recipient else ""


@dataclass(frozen=True)
class ToldLevel:
    """A level as it was kept when the alarm was raised, with what happened of it. `alarm` None: not reached (yet)."""

    number: int
    why: str
    minutes: int
    gaps: list[str]
    alarm: Alarm | None
    people: list[Told] = field(default_factory=list)


def told_levels(incident: Incident) -> list[ToldLevel]:
    """Every level kept with the case, those told and those not; three queries."""
    alarms = {each.level: each for each in incident.alarms.all()}
    recipients: dict[tuple[int, int | None], Recipient] = {
        (each.message_id, each.person_id): each
        for each in Recipient.objects.filter(message__in=[alarm.message_id for alarm in alarms.values()])
    }
    ways: dict[int, list[Delivery]] = defaultdict(list)
    for way in Delivery.objects.filter(recipient__in=recipients.values()).order_by("pk"):
        ways[way.recipient_id].append(way)
    return [_level(each, alarms.get(each["number"]), recipients, ways) for each in incident.levels]


def _level(level: dict[str, Any], alarm: Alarm | None, recipients: dict, ways: dict) -> ToldLevel:
    people = []
    for each in level["people"]:
        recipient = recipients.get((alarm.message_id, each["person"])) if alarm else None
        found = ways.get(recipient.pk, []) if recipient else []
        people.append(Told(each["name"], each["title"] or str(_BY.get(each["by"], "")), recipient, tuple(found)))
    return ToldLevel(level["number"], level["why"], level["minutes"], level["gaps"], alarm, people)


@dataclass(frozen=True)
class Reason:
    """Why this person was, or was not, told: one answer and the facts behind it, from what was kept then."""

    was_told: bool
    words: str
    facts: list[str]


def why(incident: Incident, person: Person) -> Reason:
    """Answer "why was I (not) told?" from the levels kept when the alarm was raised, never from today's matrix."""
    level = next((each for each in incident.levels if _stands_in(each, person)), None)
    if level is None:
        return Reason(False, _not_named(incident, person), [*_told_again(incident, person), *_rules(incident)])
    as_whom = next(each for each in level["people"] if each["person"] == person.pk)
    alarm = incident.alarms.select_related("message").filter(level=level["number"]).first()
    facts = [level["why"], _as_whom(as_whom)]
    if alarm is None:
        return Reason(False, _not_reached(incident, level), facts)
    recipient = Recipient.objects.filter(message=alarm.message_id, person=person).first()
    words = _("Được báo ở cấp %(n)s lúc %(at)s.") % {"n": level["number"], "at": vn_datetime(alarm.sent_at)}
    return Reason(True, words, [*facts, *_came_of_it(recipient), *_told_again(incident, person)])


def _told_again(incident: Incident, person: Person) -> list[str]:
    """Each time this person heard that the case had become graver."""
    causes = {risen_cause(incident, number): each for number, each in enumerate(incident.askings) if number}
    found = Recipient.objects.filter(message__cause__in=causes, person=person).select_related("message")
    return [
        _("Được báo lại lúc %(at)s: mức độ tăng từ “%(was)s” lên “%(now)s”.")
        % {
            "at": vn_datetime(each.message.created_at),
            "was": causes[each.message.cause]["was"],
            "now": causes[each.message.cause]["severity"],
        }
        for each in found.order_by("pk")
    ]


def _stands_in(level: dict[str, Any], person: Person) -> bool:
    return any(each["person"] == person.pk for each in level["people"])


def _as_whom(each: dict[str, Any]) -> str:
    words = _("Tư cách: %(title)s.") % {"title": each["title"] or _BY.get(each["by"], each["by"])}
    if each["instead_of"]:
        words += " " + _("Thay cho %(name)s đang vắng.") % {"name": each["instead_of"]}
    return words


def _came_of_it(recipient: Recipient | None) -> list[str]:
    if recipient is None:
        return []
    lines = [
        _("%(channel)s: %(state)s%(to)s, lúc %(at)s.")
        % {
            "channel": way.get_channel_display(),
            "state": way.get_state_display().lower(),
            "to": f" ({way.error_text})" if way.error_text else "",
            "at": vn_datetime(way.delivered_at or way.handed_at or way.created_at),
        }
        for way in recipient.deliveries.order_by("pk")
    ]
    if recipient.unreachable_at:
        lines.append(_("Không kênh nào tới được người này (%(at)s).") % {"at": vn_datetime(recipient.unreachable_at)})
    if recipient.answered_at:
        answer = _ANSWERS.get(recipient.answer, recipient.answer)
        lines.append(
            _("Đã trả lời “%(answer)s” lúc %(at)s.") % {"answer": answer, "at": vn_datetime(recipient.answered_at)}
        )
    elif recipient.seen_at:
        lines.append(_("Đã xem lúc %(at)s, chưa trả lời.") % {"at": vn_datetime(recipient.seen_at)})
    return lines


def _not_reached(incident: Incident, level: dict[str, Any]) -> str:
    taken = incident.acknowledged_at
    if taken and incident.responsible:
        reached = incident.alarms.filter(end=Alarm.End.TAKEN).values_list("level", flat=True).first()
        return _("Chưa được báo: đứng ở cấp %(n)s, nhưng %(who)s đã nhận việc ở cấp %(reached)s lúc %(at)s.") % {
            "n": level["number"], "who": incident.responsible.name, "reached": reached or incident.level,
            "at": vn_datetime(taken),
        }  # fmt: skip
    if not incident.is_open:
        return _("Không được báo: vụ việc kết thúc trước khi đến cấp %(n)s.") % {"n": level["number"]}
    return _("Chưa được báo: đứng ở cấp %(n)s, cấp %(reached)s còn trong thời gian chờ đến %(at)s.") % {
        "n": level["number"], "reached": incident.level, "at": vn_datetime(incident.next_level_at),
    }  # fmt: skip


def _not_named(incident: Incident, person: Person) -> str:
    if incident.reported_by and incident.reported_by.person_id == person.pk:
        return _("Không được báo động: chính người này báo vụ việc, nên đã biết.")
    if any(each.get("by") == person.pk for each in incident.askings):
        return _("Không được báo động: chính người này đổi mức độ hoặc loại, nên đã biết.")
    named = sum(len(each["people"]) for each in incident.levels)
    return _(
        "Không được báo: lúc %(at)s, phân công báo tin cho loại, mức độ và nơi này gồm %(n)s người ở %(levels)s cấp, "
        "không có người này."
    ) % {"at": vn_datetime(_raised_at(incident)), "n": named, "levels": len(incident.levels)}


def _raised_at(incident: Incident) -> datetime:
    """When the matrix was last asked: at the report, or when the case turned out graver or of another kind."""
    last = incident.askings[-1]["at"] if incident.askings else None
    return datetime.fromisoformat(last) if last else incident.reported_at


def _rules(incident: Incident) -> list[str]:
    """The rules that were looked at then, taken ones first."""
    last = max((each.get("asking", 0) for each in incident.rules_considered), default=0)
    then = [each for each in incident.rules_considered if each.get("asking", 0) == last]
    rows = sorted(then, key=lambda each: not each["taken"])
    return [f"{each['rule']}: {each['why']}" for each in rows[:12]] or [
        _("Lúc đó ma trận báo tin không có quy tắc nào cho nơi này, nên báo thẳng cấp tỉnh.")
    ]
