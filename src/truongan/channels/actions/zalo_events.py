"""What is done with what Zalo tells: codes, answers, follows, receipts. Repeats and late arrivals change nothing."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.core.cache import cache
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from truongan.channels.actions.answering import answer, note_seen
from truongan.channels.actions.incoming import NotYet
from truongan.channels.actions.refusals import CannotAnswer, CannotLink
from truongan.channels.actions.zalo_links import code_in, link_zalo
from truongan.channels.handing_over.waking import QUEUE
from truongan.channels.models import Address, Channel, Delivery, IncomingEvent, Recipient
from truongan.channels.ways.zalo.webhooks import Event, event_of

REPLY = "channels.zalo_reply"
STALE = timedelta(days=1)  # Zalo tries for about two hours: whatever is older was kept by somebody and sent again
_OPEN_FOR = timedelta(days=3)  # a bare "1" answers nothing older
_WRONG_CODES = 5  # answered in a day, then silence
_DAY = 24 * 3600
_UNFOLLOWED = "Người dùng bỏ quan tâm Official Account."
_REACHED = (Delivery.State.SENDING, Delivery.State.HANDED, Delivery.State.DELIVERED, Delivery.State.UNSURE)


def work_zalo_event(row: IncomingEvent, now: datetime) -> str:
    """What came of one event, in a few words."""
    event = event_of(bytes(row.raw))
    if event.at is None or event.at < now - STALE:
        return "quá cũ"
    match event.name:
        case "user_send_text":
            _note_interaction(event, now)
            return _take_text(event, now)
        case "follow":
            return _take_follow(event)
        case "unfollow":
            return _take_unfollow(event, now)
        case "user_received_message":
            return _take_receipt(event, now)
        case "user_seen_message":
            return _take_seen(event, now)
    if event.name.startswith("user_send"):
        _note_interaction(event, now)
        return "đã tương tác"
    return "không dùng"


def _mine(event: Event):
    return Address.objects.filter(channel=Channel.ZALO, value=event.user_id, person__isnull=False)


def _note_interaction(event: Event, now: datetime) -> None:
    """The chat is open again from this message on."""
    at = min(event.at or now, now).isoformat()
    for each in _mine(event).filter(closed_at=None).select_for_update():
        if str(each.details.get("last_interaction_at") or "") < at:
            each.details = {**each.details, "last_interaction_at": at}
        each.failing_since = None
        each.save(update_fields=["details", "failing_since"])


# Texts


def _take_text(event: Event, now: datetime) -> str:
    letters = code_in(event.text)
    if letters:
        return _take_code(event, letters, now)
    text = event.text.strip()
    address = _mine(event).filter(closed_at=None, verified_at__isnull=False).first()
    if address is None:
        _reply_once_a_day(event.user_id, _stranger_text())
        return "chưa liên kết"
    if text.isascii() and text.isdigit() and len(text) <= 2:
        return _take_number(event, address, int(text), now)
    _reply_once_a_day(event.user_id, _nobody_reads_text())
    return "tin không có người đọc"


def _take_code(event: Event, letters: str, now: datetime) -> str:
    try:
        link_zalo(zalo_id=event.user_id, oa_id=event.oa_id, letters=letters, now=now)
    except CannotLink as reason:
        if _is_first_today("wrong", event.user_id, _WRONG_CODES):
            reply(event.user_id, str(reason))
        return "mã không dùng được"
    reply(
        event.user_id,
        _("Đã liên kết. Từ nay bạn nhận việc của mình ở đây. Bỏ liên kết bất cứ lúc nào trong hệ thống."),
    )
    return "đã liên kết"


def _take_number(event: Event, address: Address, number: int, now: datetime) -> str:
    recipient = _open_question(event, address, now)
    if recipient is None:
        reply(event.user_id, _("Hiện không có câu hỏi nào đang chờ bạn trả lời."))
        return "không có câu hỏi"
    choices = recipient.message.choices
    if not 1 <= number <= len(choices):
        reply(event.user_id, _("Trả lời bằng một số từ 1 đến %(n)s.") % {"n": len(choices)})
        return "số không có"
    code, label = choices[number - 1]
    try:
        answer(recipient=recipient, choice=code, via=Channel.ZALO, now=now)
    except CannotAnswer as reason:
        reply(event.user_id, str(reason))
        return "không nhận trả lời"
    said = {"answer": label, "subject": recipient.message.subject}
    reply(event.user_id, _("Đã ghi “%(answer)s” cho: %(subject)s") % said)
    return "đã trả lời"


def _open_question(event: Event, address: Address, now: datetime) -> Recipient | None:
    """The question that was replied to; else the one sent to this chat last that waits for an answer."""
    sent = Delivery.objects.filter(
        recipient__person=address.person_id, channel=Channel.ZALO, state__in=_REACHED,
        recipient__answered_at=None, message__recalled_at=None, created_at__gt=now - _OPEN_FOR,
    ).exclude(message__choices=[])  # fmt: skip
    sent = sent.filter(Q(message__expires_at=None) | Q(message__expires_at__gt=now))
    sent = sent.select_related("recipient__message").order_by("-created_at", "-pk")
    quoted = sent.filter(provider_ref=event.quoted).first() if event.quoted else None
    found = quoted or sent.first()
    return found.recipient if found else None


# Follows


def _take_follow(event: Event) -> str:
    """Who has linked before and comes back is reached again; a stranger learns how to link."""
    closed = _mine(event).filter(closed_why=_UNFOLLOWED).order_by("-pk").first()
    in_use = _mine(event).filter(closed_at=None)
    if in_use.exists():
        in_use.update(failing_since=None)
        return "đã liên kết từ trước"
    if closed is not None and closed.verified_at and event.at and closed.closed_at and event.at > closed.closed_at:
        Address.objects.filter(pk=closed.pk).update(closed_at=None, closed_why="", failing_since=None)
        return "dùng lại liên kết cũ"
    reply(event.user_id, _stranger_text())
    return "chưa liên kết"


def _take_unfollow(event: Event, now: datetime) -> str:
    """An unfollow that arrives after a later link or follow changes nothing."""
    at = min(event.at or now, now)
    closed = _mine(event).filter(closed_at=None, created_at__lte=at).update(closed_at=at, closed_why=_UNFOLLOWED)
    return "đã ngừng gửi" if closed else "không có liên kết"


# Receipts


def _of_receipt(event: Event):
    by_ref = Q(provider_ref__in=[each for each in event.msg_ids if each])
    key = event.tracking_id.removeprefix("ta-")
    by_key = Q(pk=int(key)) if event.tracking_id.startswith("ta-") and key.isdigit() and len(key) <= 18 else Q(pk=None)
    rows = Delivery.objects.filter(by_ref | by_key, channel__in=(Channel.ZALO, Channel.ZALO_GROUP))
    if not rows.exists():
        raise NotYet
    return rows


def _take_receipt(event: Event, now: datetime) -> str:
    at = min(event.at or now, now)
    rows = _of_receipt(event).filter(state__in=_REACHED, delivered_at=None)
    return f"đã tới: {rows.update(state=Delivery.State.DELIVERED, delivered_at=at, lease_until=None)}"


def _take_seen(event: Event, now: datetime) -> str:
    """Seen in the chat is seen, for a message to one person; who has looked in a group nobody knows."""
    at = min(event.at or now, now)
    rows = _of_receipt(event)
    rows.filter(state__in=_REACHED).update(
        state=Delivery.State.DELIVERED, delivered_at=Coalesce(F("delivered_at"), Value(at)), lease_until=None
    )
    people = Recipient.objects.filter(deliveries__in=rows, person__isnull=False).select_related("message").distinct()
    for each in people:
        note_seen(recipient=each, now=at)
    return f"đã xem: {len(people)}"


# Replies of the account


def reply(user_id: str, text: str) -> None:
    """Have this said in the chat, once what it tells of is committed."""
    app.configure_task(REPLY, queue=QUEUE).defer(user_id=user_id, text=text)


def _reply_once_a_day(user_id: str, text: str) -> None:
    """Two machines that answer each other would never end; a person need not be told twice."""
    if _is_first_today("told", user_id, 1):
        reply(user_id, text)


def _is_first_today(what: str, user_id: str, allowed: int) -> bool:
    """Whether this is one of the first so many of the day, from this person."""
    key = f"zalo:{what}:{sha256(user_id.encode()).hexdigest()[:32]}"
    cache.add(key, 0, _DAY)
    return int(cache.incr(key)) <= allowed


def _stranger_text() -> str:
    return _(
        "Chào bạn. Để nhận việc của mình ở đây, hãy mở hệ thống, chọn Cách nhận tin, Zalo, rồi gửi mã đang hiện vào đây."
    )


def _nobody_reads_text() -> str:
    return _("Tin nhắn ở đây không có người đọc. Khi có việc khẩn, hãy gọi 113; việc khác, hãy mở hệ thống.")
