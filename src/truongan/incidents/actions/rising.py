"""A case that turns out graver, or of another kind: the matrix is asked anew, and who was not told yet is told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from truongan.channels.actions import To, send
from truongan.channels.models import Urgency
from truongan.incidents.actions.alarm import asking, end_level, inform, tell_next, wait_until
from truongan.incidents.actions.timeline import tell
from truongan.incidents.facts import risen_cause
from truongan.incidents.models import Alarm, Category, Incident, Severity
from truongan.incidents.routing import graver, routed
from truongan.incidents.states import EntryKind


@dataclass(frozen=True)
class Was:
    """What the case was before it was corrected."""

    category: Category
    severity: Severity


def tell_of_change(actor, incident: Incident, was: Was, now: datetime) -> None:
    """Tell whom the matrix names for what the case is now and nobody told yet; who knows hears once that it rose.

    In the transaction of the correction, the case locked. A lesser degree tells nobody; neither does a kind and
    degree the matrix was asked about before, nor a case that has ended. A case somebody has taken stays with them:
    the first level is told so that it knows, and nobody is waited for.
    """
    has_risen = incident.severity.rank > was.severity.rank
    if not incident.is_open or not (has_risen or incident.category.code != was.category.code) or _asked(incident):
        return
    knows = _person_of(actor)
    found = routed(incident, now, knows)
    told = told_by_alarm(incident)
    waiting, fresh = _fresh(found.levels, set(told), incident.level, _what_changed(incident, was))
    number = len(incident.askings)
    notes = asking(incident, now) | {"was": was.severity.name, "has_risen": has_risen, "by": knows}
    incident.askings = [*incident.askings, notes]
    incident.levels = [each for each in incident.levels if each["number"] <= incident.level] + fresh
    incident.rules_considered = [each | {"asking": number} for each in found.rules] + incident.rules_considered
    incident.save(update_fields=["levels", "rules_considered", "askings"])
    again = _told_again(incident, told, knows, number, now) if has_risen else 0
    tell(actor, incident, EntryKind.RISEN, now, _words(incident, was, again, fresh))
    _go_on(incident, waiting, fresh, now)


def told_by_alarm(incident: Incident) -> dict[int, int | None]:
    """People of the levels that were told, with the organization each stands for."""
    return {
        person["person"]: person["organization"]
        for level in incident.levels
        if level["number"] <= incident.level
        for person in level["people"]
    }


def _asked(incident: Incident) -> bool:
    """Whether the matrix was asked about this kind at this degree, or a graver one."""
    code, rank = incident.category.code, incident.severity.rank
    return any(each["category"] == code and each["rank"] >= rank for each in incident.askings)


def _person_of(actor) -> int | None:
    return actor.person_id if actor is not None else None


def _fresh(
    levels: list[dict[str, Any]], told: Collection[int], last: int, why: str
) -> tuple[timedelta | None, list[dict[str, Any]]]:
    """How long those told already have, where they are the first the matrix names; and the levels that come after."""
    waiting: timedelta | None = None
    fresh: list[dict[str, Any]] = []
    for level in levels:
        people = [each for each in level["people"] if each["person"] not in told]
        if people or not level["people"]:
            words = f"{why} {level['why']}"
            fresh.append(level | {"number": last + len(fresh) + 1, "people": people, "why": words})
        elif not any(each["people"] for each in fresh):
            waiting = timedelta(minutes=level["minutes"])
    return waiting, fresh


def _told_again(incident: Incident, told: dict[int, int | None], knows: int | None, number: int, now: datetime) -> int:
    """Who was told, and who has the case, hear once that it is graver; returns how many."""
    people = dict(told)
    if incident.responsible_id is not None:
        people.setdefault(incident.responsible_id, None)
    people.pop(knows or 0, None)
    if people:
        send(
            cause=risen_cause(incident, number),
            to=[To(person_id=person, organization_id=organization) for person, organization in people.items()],
            urgency=graver(incident.severity.urgency, Urgency.URGENT),
            link=incident.get_absolute_url(),
            subject=_("Vụ việc bạn đã được báo vừa tăng mức độ"),
            text=_("Mở vụ việc để xem mức độ mới và ai đã nhận. Nội dung chỉ xem được khi đã đăng nhập."),
            short=_("Trường An: vụ việc bạn đã được báo vừa tăng mức độ. Mở để xem."),
            now=now,
        )
    return len(people)


def _go_on(incident: Incident, waiting: timedelta | None, fresh: list[dict[str, Any]], now: datetime) -> None:
    if not incident.is_unanswered:
        level = next((each for each in fresh if each["people"]), None)
        if level is not None and waiting is None:
            inform(incident, level, now)
    elif waiting is None or incident.next_level_at is None:
        if any(each["people"] for each in fresh):
            end_level(incident, Alarm.End.RISEN, now)
            tell_next(incident, now)
    elif now + waiting < incident.next_level_at:
        wait_until(incident, now + waiting)


def _what_changed(incident: Incident, was: Was) -> str:
    if incident.severity.rank > was.severity.rank:
        return _("Phân công khi mức độ tăng lên “%(name)s”.") % {"name": incident.severity.name}
    return _("Phân công khi loại đổi thành “%(name)s”.") % {"name": incident.category.name}


def _words(incident: Incident, was: Was, again: int, fresh: list[dict[str, Any]]) -> str:
    """`Mức độ: Ít nghiêm trọng → Nguy hiểm tính mạng. Báo lại 2 người đã được báo.`, and how many are still to be told."""
    parts = []
    if was.category.code != incident.category.code:
        parts.append(
            _("Loại: %(before)s → %(after)s.") % {"before": was.category.name, "after": incident.category.name}
        )
    if was.severity.rank != incident.severity.rank:
        parts.append(
            _("Mức độ: %(before)s → %(after)s.") % {"before": was.severity.name, "after": incident.severity.name}
        )
    if again:
        parts.append(_("Báo lại %(n)s người đã được báo.") % {"n": again})
    added = sum(len(each["people"]) for each in fresh)
    parts.append(
        _("Theo phân công cho mức độ, loại này còn %(n)s người chưa được báo.") % {"n": added}
        if added
        else _("Mọi người trong phân công đã được báo.")
    )
    return " ".join(parts)
