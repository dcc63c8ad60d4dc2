"""What people answer with one tap, whatever way it comes in."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.channels.actions.refusals import CannotAnswer
from truongan.channels.answers import answers_of
from truongan.channels.models import Recipient


@transaction.atomic
def answer(*, recipient: Recipient, choice: str, via: str, now: datetime) -> Recipient:
    """Take this person's answer: the first counts, the same again changes nothing. CannotAnswer says why not.

    No other channel is tried any more. The kind's own `take` runs in the same transaction.
    """
    first = answers_of(recipient.message.kind)
    if first and first.lock:
        first.lock(recipient.message)
    recipient = Recipient.objects.select_for_update(of=("self",)).select_related("message").get(pk=recipient.pk)
    message = recipient.message
    if recipient.answered_at is not None:
        return recipient
    if message.recalled_at or (message.expires_at and message.expires_at <= now):
        raise CannotAnswer(_("Tin này đã hết hạn hoặc đã được rút lại, không cần trả lời nữa."))
    if choice not in [code for code, _label in message.choices]:
        raise CannotAnswer(_("Chọn một trong các câu trả lời được nêu."))
    recipient.answer, recipient.answered_at, recipient.answered_via, recipient.next_at = choice, now, via, None
    recipient.seen_at = recipient.seen_at or now
    recipient.save(update_fields=["answer", "answered_at", "answered_via", "next_at", "seen_at"])
    recipient.deliveries.filter(state="waiting").update(state="cancelled")
    kind = answers_of(message.kind)
    if kind:
        kind.take(recipient, choice, via, now)
    return recipient


def note_seen(*, recipient: Recipient, now: datetime) -> None:
    """The person has seen it; a message that asks for no answer is not tried elsewhere any more."""
    Recipient.objects.filter(pk=recipient.pk, seen_at=None).update(seen_at=now)
    if not recipient.message.choices:
        Recipient.objects.filter(pk=recipient.pk).update(next_at=None)
        recipient.deliveries.filter(state="waiting").update(state="cancelled")
