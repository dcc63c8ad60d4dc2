"""What people answer by SMS: the number of an answer, its code or its words, to the newest open question."""

import json
from datetime import datetime

from django.db.models import Q

from truongan.accounts.models import Person
from truongan.channels.actions.answering import answer
from truongan.channels.actions.refusals import CannotAnswer
from truongan.channels.models import Address, Channel, IncomingEvent, Recipient
from truongan.kernel.phones import parse_phone
from truongan.kernel.text import fold


def work_sms_event(event: IncomingEvent, now: datetime) -> str:
    """Take a reply as an answer; a few words on what came of it, without the number or the text."""
    said = json.loads(bytes(event.raw))
    phone = parse_phone(str(said.get("from", "")))
    question = open_question(phone, now) if phone else None
    if question is None:
        return "không có câu hỏi nào đang chờ" if phone and is_known(phone) else "số lạ"
    choice = choice_in(str(said.get("text", "")), question.message.choices)
    if choice is None:
        return "không hiểu câu trả lời"
    try:
        answer(recipient=question, choice=choice, via=Channel.SMS, now=now)
    except CannotAnswer:
        return "không nhận được nữa"
    return "đã trả lời"


def is_known(phone: str) -> bool:
    """Whether it is anybody's verified number or stands in the register."""
    verified = Address.objects.in_use().filter(channel=Channel.SMS, value=phone)
    return verified.exists() or Person.objects.filter(phone=phone).exists()


def open_question(phone: str, now: datetime) -> Recipient | None:
    """The newest message that wants an answer and went by SMS to this very number.

    By the number and not by its person: some share one, and a sender may be forged, but cannot answer what was asked
    of another number.
    """
    asked = Recipient.objects.filter(
        person__isnull=False, answered_at=None, message__recalled_at=None, deliveries__to=phone,
        deliveries__channel=Channel.SMS, deliveries__state__in=("handed", "delivered", "unsure", "sending"),
    )  # fmt: skip
    valid = Q(message__expires_at=None) | Q(message__expires_at__gt=now)
    return asked.filter(valid).exclude(message__choices=[]).select_related("message").order_by("-pk").first()


def choice_in(text: str, choices: list[list[str]]) -> str | None:
    """`1`, `1.`, `here` or `toi co mat`: the code of the answer meant, None where it cannot be told."""
    said = fold(text).strip(" .,!?()")
    for index, (code, label) in enumerate(choices, 1):
        if said in (str(index), fold(code), fold(label)):
            return code
    return None
