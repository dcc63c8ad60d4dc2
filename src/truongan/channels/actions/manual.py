"""Asking a colleague to tell somebody whom no channel reaches, and taking what they say came of it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from truongan.accounts.models import Appointment, Person
from truongan.channels.actions.answering import answer, note_seen
from truongan.channels.actions.notices import fit
from truongan.channels.actions.refusals import CannotAnswer
from truongan.channels.actions.sending import To, send
from truongan.channels.handing_over.planning import MANUAL_KIND
from truongan.channels.models import Channel, Delivery, Message, Recipient
from truongan.kernel.phones import mask_phone

REACHED, UNREACHED = "reached", "unreached"
_LASTS = timedelta(days=1)  # a task nobody took within a day is no alert any more


def ask_colleagues(*, delivery_ids: Collection[int], now: datetime) -> dict[int, str]:
    """Ask a colleague for each of these `manual` deliveries; which ones could be asked, with the task's cause.

    The first of: the head of the recipient's organization, another who leads or administers it,
    the same of the organization above.
    """
    asked = {}
    rows = Delivery.objects.select_related("message__organization", "recipient__person", "recipient__organization")
    for each in rows.filter(pk__in=delivery_ids):
        colleague = _colleague_of(each.recipient, now)
        if colleague is not None:
            asked[each.pk] = _ask(each, colleague, now).cause
    return asked


def _colleague_of(recipient: Recipient, now: datetime) -> int | None:
    organization = recipient.organization or (recipient.person.organization if recipient.person else None)
    while organization is not None:
        found = _leader(organization.pk, recipient.person_id, now)
        if found is not None:
            return found
        organization = organization.reports_to
    return None


def _leader(organization_id: int, but: int | None, now: datetime) -> int | None:
    posts = Appointment.objects.on(localdate(now)).filter(organization=organization_id, person__user__is_active=True)
    posts = posts.exclude(person=but).exclude(role=Appointment.Role.READER)
    order = {"admin": 1, "leader": 0, "editor": 2}
    found = sorted(posts, key=lambda each: (not each.is_head, order[each.role], each.pk))
    return found[0].person_id if found else None


def _ask(delivery: Delivery, colleague: int, now: datetime) -> Message:
    message, person = delivery.message, delivery.recipient.person
    if person is None:
        raise LookupError("a chat group is told by nobody's voice")
    quoted = [(code, _("Họ nói: “%(answer)s”") % {"answer": label}) for code, label in message.choices]
    choices = quoted or [(REACHED, _("Đã báo được"))]
    return send(
        cause=f"channels.manual.{delivery.pk}",
        to=[To(person_id=colleague, organization_id=delivery.recipient.organization_id)],
        subject=fit(_("Gọi điện cho %(name)s: %(subject)s") % {"name": person.name, "subject": message.subject}),
        text=_text(message, person),
        short=_("Nhờ gọi điện cho %(name)s và báo lại.") % {"name": person.name},
        link=person.get_absolute_url(),
        kind=MANUAL_KIND,
        choices=[*choices, (UNREACHED, _("Không liên lạc được"))],
        urgency=message.urgency,
        is_drill=message.is_drill,
        organization=message.organization,
        sent_by=message.sent_by,
        expires_at=message.expires_at or now + _LASTS,
        now=now,
    )


def _text(message: Message, person: Person) -> str:
    phone = _("Số trong sổ: %(phone)s.") % {"phone": mask_phone(person.phone)} if person.phone else ""
    how = _("Không kênh nào tới được người này. Gọi điện hoặc đến báo trực tiếp, rồi chọn câu trả lời của họ.")
    said = _("Tin cần báo: %(text)s") % {"text": message.text} if message.text else ""
    return f"{how} {phone}\n\n{said}".strip()


def take_manual_answer(recipient: Recipient, choice: str, via: str, now: datetime) -> None:
    """What a colleague says answers for the person they were asked to tell; "unreached" leaves them unreachable."""
    asked = _asked_about(recipient.message)
    if asked is None or choice == UNREACHED:
        return
    if choice == REACHED and not asked.message.choices:
        note_seen(recipient=asked, now=now)
        return
    try:
        answer(recipient=asked, choice=choice, via=Channel.MANUAL, now=now)
    except CannotAnswer:
        return  # the person's own message has ended meanwhile: what the colleague says is kept with the task


def told_by(recipient: Recipient) -> str:
    """Name of the colleague whose tap answers for this person; empty where they answered themselves or nobody did."""
    causes = [f"channels.manual.{each.pk}" for each in recipient.deliveries.filter(channel=Channel.MANUAL)]
    tasks = Recipient.objects.filter(message__cause__in=causes, answered_at__isnull=False).select_related("person")
    tasks = tasks.order_by("answered_at", "pk")
    return next((each.person.name for each in tasks if each.person), "")


def describe_manual(message: Message, recipient: Recipient) -> list[str]:
    return [_("Chọn câu trả lời thay cho người bạn vừa gọi; nếu không gọi được, chọn “Không liên lạc được”.")]


def _asked_about(task: Message) -> Recipient | None:
    delivery = Delivery.objects.filter(pk=int(task.cause.rsplit(".", 1)[-1])).select_related("recipient__message")
    return next((each.recipient for each in delivery), None)
