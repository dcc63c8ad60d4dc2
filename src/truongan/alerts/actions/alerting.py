"""Warning an area: proposed, approved by a second person where it is wide, sent, recalled, corrected."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.alerts import rules
from truongan.alerts.actions.refusals import CannotAlert
from truongan.alerts.models import Alert, AlertTemplate
from truongan.alerts.states import State
from truongan.audit.actions import record
from truongan.channels import actions as channels
from truongan.channels.models import Message, Recipient, Urgency
from truongan.duty.models.rollcall import PARTS
from truongan.duty.network import Member, Part, members_of
from truongan.kernel.numbers import vn_number
from truongan.kernel.refusals import require
from truongan.kernel.text import fold
from truongan.organizations.models import Organization
from truongan.territory.models import Level
from truongan.web.live import announce

KIND = "alerts.alert"
GOT, INFORMED = "got", "info"
_LONGEST = timedelta(days=7)
_BLANK = re.compile(r"\[[^\]]*\]")  # of a template, to be filled in


@dataclass(frozen=True)
class Words:
    """What an alert says. `short` goes to telephones by SMS; none of them names a child or a case."""

    subject: str
    text: str
    short: str
    urgency: str = Urgency.URGENT
    asks_information: bool = False
    is_drill: bool = False


@transaction.atomic
def propose_alert(
    *,
    actor,
    key: str,
    organization: Organization,
    part: Part,
    words: Words,
    valid_until: datetime,
    template: AlertTemplate | None = None,
    corrects: Alert | None = None,
    now: datetime,
) -> Alert:
    """Warn everybody of a part of the network; a wide alert waits until a second person approves it.

    `key` is the form's: the same key again gives the alert already made. CannotAlert says what to mend. A correction
    takes the alert it names back the moment it is sent itself; only who may take that back may correct it.
    """
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    known = Alert.objects.filter(key=key).first()
    if known is not None:
        return known
    require(rules.may_alert(actor, organization, part.path, part.school))
    corrects = _locked(corrects) if corrects is not None else None  # one correction, or one recall, is the first
    require(corrects is None or rules.may_recall(actor, corrects))
    members = _refuse(part, words, valid_until, corrects, now)
    alert = Alert.objects.create(
        key=key, organization=organization, template=template, corrects=corrects, valid_until=valid_until,
        subject=words.subject.strip(), text=words.text.strip(), short=words.short.strip(), urgency=words.urgency,
        asks_information=words.asks_information, is_drill=words.is_drill, unit=part.unit, school=part.school,
        scheme_types=list(part.scheme_types), school_levels=list(part.school_levels), parts=list(part.parts),
        search_fold=_searched(organization, part, words), state=State.WAITING, expected_count=len(members), proposed_by=actor, proposed_at=now,
    )  # fmt: skip
    record(
        actor=actor, verb="alerts.alert.proposed", target=alert, now=now, organization=organization,
        people=len(members), place=str(part.school or part.unit or ""), drill=words.is_drill,
    )  # fmt: skip
    if is_wide(part, len(members), corrects):
        _tell_deciders(alert, now)
    else:
        _send(alert, members, now)
    return alert


def _searched(organization: Organization, part: Part, words: Words) -> str:
    """What a list is searched in: words, in whose name, where."""
    return fold(f"{words.subject} {organization.name} {part.school or part.unit or ''} {words.text}")[:1000]


def is_wide(part: Part, people: int, corrects: Alert | None = None) -> bool:
    """Whether a second person has to approve: more than one commune, or more people than one person may alert.

    A correction also goes to everybody the mistaken alert went to: it is as wide as that one, whatever its own part.
    """
    beyond_a_commune = part.school is None and (part.unit is None or part.unit.level != Level.COMMUNE)
    if beyond_a_commune or people > settings.ALERT_ALONE:
        return True
    return corrects is not None and is_wide(part_of(corrects), max(corrects.expected_count, _told_count(corrects)))


def _told_count(alert: Alert) -> int:
    return alert.message.recipients.count() if alert.message else 0


@transaction.atomic
def approve_alert(*, actor, alert: Alert, now: datetime) -> Alert:
    """The second person agrees: it is sent at once, to whoever belongs to that part of the network now."""
    alert = _locked(alert)
    require(rules.may_decide(actor, alert))
    _must_be(alert, State.WAITING, _("Cảnh báo này đã được quyết định."))
    if alert.valid_until <= now:
        raise CannotAlert(_("Cảnh báo này đã hết hiệu lực trước khi được duyệt. Soạn cảnh báo mới."))
    alert.decided_by, alert.decided_at = actor, now
    alert.save(update_fields=["decided_by", "decided_at"])
    record(actor=actor, verb="alerts.alert.approved", target=alert, now=now, organization=alert.organization)
    _send(alert, members_of(part_of(alert), timezone.localdate(now)), now)
    return alert


@transaction.atomic
def refuse_alert(*, actor, alert: Alert, reason: str, now: datetime) -> Alert:
    """The second person does not agree; whoever proposed it reads why."""
    alert = _locked(alert)
    require(rules.may_decide(actor, alert))
    _must_be(alert, State.WAITING, _("Cảnh báo này đã được quyết định."))
    alert.state, alert.decided_by, alert.decided_at, alert.reason = State.REFUSED, actor, now, _needed(reason)
    alert.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    if alert.proposed_by and alert.proposed_by.person:
        channels.notify(
            person=alert.proposed_by.person, subject=_("Cảnh báo không được duyệt: %(name)s") % {"name": alert.subject},
            text=alert.reason, link=alert.get_absolute_url(), key=f"{alert.topic}:refused", now=now,
        )  # fmt: skip
    record(
        actor=actor, verb="alerts.alert.refused", target=alert, now=now, organization=alert.organization,
        reason=alert.reason,
    )  # fmt: skip
    return alert


@transaction.atomic
def recall_alert(*, actor, alert: Alert, reason: str, now: datetime) -> Alert:
    """Take it back: what waits is not sent, and everybody it reached is told that it no longer holds, and why."""
    alert = _locked(alert)
    require(rules.may_recall(actor, alert))
    _must_be(alert, State.SENT, _("Chỉ rút lại được cảnh báo đã gửi và chưa rút."))
    why = _needed(reason)
    told = _take_back(alert, actor, why, now)
    channels.send(
        cause=f"{alert.topic}:recalled", to=told, kind=KIND, urgency=alert.urgency, is_drill=alert.is_drill,
        subject=_("Rút lại: %(name)s") % {"name": alert.subject}, text=why,
        short=_("Cảnh báo “%(name)s” đã được rút lại") % {"name": alert.subject}, link=alert.get_absolute_url(),
        organization=alert.organization, sent_by=actor, now=now,
    )  # fmt: skip
    record(
        actor=actor, verb="alerts.alert.recalled", target=alert, now=now, organization=alert.organization, reason=why,
    )  # fmt: skip
    return alert


def part_of(alert: Alert) -> Part:
    """The part of the network an alert is for."""
    return Part(alert.unit, alert.school, tuple(alert.scheme_types), tuple(alert.school_levels), tuple(alert.parts))


def take_answer(recipient: Recipient, choice: str, via: str, now: datetime) -> None:
    """Somebody confirmed, or knows something: the open page of the alert looks again."""
    alert = Alert.objects.filter(message=recipient.message_id).first()
    if alert is not None:
        announce(alert.topic)


def describe(message: Message, _recipient: Recipient) -> list[str]:
    """What the page behind the signed link says: in whose name, and until when it holds."""
    alert = Alert.objects.select_related("organization").filter(message=message).first()
    if alert is None:
        return []
    until = timezone.localtime(alert.valid_until)
    return [_("%(name)s cảnh báo, có hiệu lực đến %(until)s.") % {
        "name": alert.organization.name, "until": f"{until:%H:%M, %d/%m/%Y}"
    }]  # fmt: skip


def _send(alert: Alert, members: list[Member], now: datetime) -> None:
    to = [channels.To(person_id=each.person_id, organization_id=each.organization_id) for each in members]
    subject = alert.subject
    if alert.corrects is not None:
        subject = _("Đính chính: %(name)s") % {"name": subject}
        # Whoever read the mistake reads the correction, also where the new one is for fewer people.
        reached = {each.person_id for each in to}
        before = _take_back(_locked(alert.corrects), alert.proposed_by, _("Đã được đính chính."), now)
        to += [each for each in before if each.person_id not in reached]
    choices = [(GOT, _("Đã nhận"))]
    if alert.asks_information:
        choices.append((INFORMED, _("Tôi có thông tin, gọi cho tôi")))
    alert.message = channels.send(
        cause=alert.topic, to=to, kind=KIND, choices=choices, subject=subject, text=alert.text, short=alert.short,
        link=alert.get_absolute_url(), urgency=alert.urgency, is_drill=alert.is_drill,
        organization=alert.organization, sent_by=alert.proposed_by, expires_at=alert.valid_until, now=now,
    )  # fmt: skip
    alert.state = State.SENT
    alert.save(update_fields=["message", "state"])
    record(
        actor=alert.decided_by or alert.proposed_by, verb="alerts.alert.sent", target=alert, now=now,
        organization=alert.organization, people=len(to),
    )  # fmt: skip
    announce(alert.topic)


def _take_back(alert: Alert, actor, reason: str, now: datetime) -> list[channels.To]:
    """Stop what is still to be sent; whom it had been said to."""
    if alert.state != State.SENT or alert.message is None:
        return []
    channels.recall(message=alert.message, now=now)
    alert.state, alert.recalled_by, alert.recalled_at, alert.reason = State.RECALLED, actor, now, reason
    alert.save(update_fields=["state", "recalled_by", "recalled_at", "reason"])
    announce(alert.topic)
    rows = alert.message.recipients.filter(person__isnull=False).values_list("person", "organization")
    return [channels.To(person_id=person, organization_id=organization) for person, organization in rows]


def _tell_deciders(alert: Alert, now: datetime) -> None:
    text = _("%(who)s đề nghị gửi tới %(n)s người. Đọc lại, rồi duyệt hoặc từ chối.") % {
        "who": alert.proposed_by.display_name if alert.proposed_by else alert.organization.called,
        "n": vn_number(alert.expected_count),
    }
    channels.notify(
        organization=alert.organization, subject=_("Cảnh báo chờ duyệt: %(name)s") % {"name": alert.subject},
        text=text, link=reverse("alerts:alert", args=[alert.pk]), key=f"{alert.topic}:waiting",
        urgency=channels.URGENT, now=now,
    )  # fmt: skip


def refuse_blank(words: Words) -> None:
    """CannotAlert when something of a template in square brackets was not filled in."""
    blank = _BLANK.search(f"{words.subject} {words.text} {words.short}")
    if blank:
        raise CannotAlert(_("Còn chỗ trống chưa điền: %(what)s.") % {"what": blank.group()})


def _refuse(part: Part, words: Words, valid_until: datetime, corrects: Alert | None, now: datetime) -> list[Member]:
    """Whom it would reach; CannotAlert when it cannot be sent so."""
    day = timezone.localdate(now)
    if not set(part.parts) or not set(part.parts) <= {code for code, _label in PARTS}:
        raise CannotAlert(_("Chọn báo cho những ai."))
    if part.unit is not None and not part.unit.is_valid_on(day):
        raise CannotAlert(_("%(unit)s không còn nữa. Chọn đơn vị hiện nay.") % {"unit": part.unit.full_name})
    if part.school is not None and part.school.closed_on is not None and part.school.closed_on <= day:
        raise CannotAlert(_("%(name)s đã giải thể.") % {"name": part.school.name})
    refuse_blank(words)
    if not now < valid_until <= now + _LONGEST:
        raise CannotAlert(_("Thời hạn hiệu lực phải sau lúc này và không quá 7 ngày."))
    if corrects is not None and corrects.state != State.SENT:
        raise CannotAlert(_("Chỉ đính chính được cảnh báo đã gửi và chưa rút."))
    members = members_of(part, day)
    if not members:
        raise CannotAlert(_("Không có ai để báo trong địa bàn đã chọn. Chọn rộng hơn."))
    return members


def _needed(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise CannotAlert(_("Ghi lý do, người nhận sẽ đọc được."))
    return reason[:300]


def _must_be(alert: Alert, state: str, otherwise: str) -> None:
    if alert.state != state:
        raise CannotAlert(otherwise)


def _locked(alert: Alert) -> Alert:
    rows = Alert.objects.select_for_update(of=("self",))
    rows = rows.select_related("organization", "unit", "school", "message", "corrects", "proposed_by__person")
    return rows.get(pk=alert.pk)
