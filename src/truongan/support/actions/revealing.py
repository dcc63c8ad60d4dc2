"""Showing who asked outside the organization that answers: with a reason, on the record, not in bulk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.accounts.models import User
from truongan.audit.actions import record
from truongan.audit.models import Entry
from truongan.kernel.refusals import require
from truongan.support.actions.refusals import CannotSupport
from truongan.support.models import Question
from truongan.support.rules import CONTACT_REVEALED

MOST_AN_HOUR = 20
SHORTEST_REASON = 10


@dataclass(frozen=True)
class Contact:
    name: str
    phone: str
    email: str


@transaction.atomic
def reveal_contact(*, actor: User, question: Question, reason: str, now: datetime) -> Contact:
    """Name, phone and address, once, for a stated reason (at least 10 characters); at most 20 an hour per person.

    Who looked and why stays in the audit record; what was shown does not enter it.
    """
    require(Question.objects.visible_to(actor).filter(pk=question.pk).exists())
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise CannotSupport(_("Ghi rõ lý do cần thông tin liên hệ, ít nhất 10 chữ cái."))
    User.objects.select_for_update().get(pk=actor.pk)  # a second window counting at the same time waits
    recent = Entry.objects.filter(actor=actor, verb=CONTACT_REVEALED, at__gt=now - timedelta(hours=1))
    if recent.count() >= MOST_AN_HOUR:
        raise CannotSupport(_("Bạn đã xem nhiều thông tin liên hệ trong một giờ qua. Hãy thử lại sau."))
    record(
        actor=actor, verb=CONTACT_REVEALED, target=question, organization=question.organization, now=now,
        reason=reason[:300],
    )  # fmt: skip
    return Contact(question.name, question.phone, question.email)
