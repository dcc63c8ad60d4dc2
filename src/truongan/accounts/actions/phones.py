"""Showing a phone number outside its organization: with a reason, on the record, not in bulk."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.accounts import rules
from truongan.accounts.models import Person, User
from truongan.audit.actions import record
from truongan.audit.models import Entry
from truongan.kernel.refusals import Refusal, require

VERB = rules.PHONE_REVEALED
MOST_AN_HOUR = 20
SHORTEST_REASON = 10


class CannotReveal(Refusal):
    """The number is not shown. The message may be shown."""


@transaction.atomic
def reveal_phone(*, actor: User, person: Person, reason: str, now: datetime) -> str:
    """The full number, once, for a stated reason (at least 10 characters); at most 20 numbers an hour per person.

    Who looked, whose number and why stay in the audit record; the number itself does not enter it.
    """
    require(Person.objects.known_to(actor).filter(pk=person.pk).exists())
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise CannotReveal(_("Ghi rõ lý do cần số điện thoại, ít nhất 10 chữ cái."))
    # Locks out a second window of the same person counting at the same time.
    User.objects.select_for_update().get(pk=actor.pk)
    recent = Entry.objects.filter(actor=actor, verb=VERB, at__gt=now - timedelta(hours=1))
    if recent.count() >= MOST_AN_HOUR:
        raise CannotReveal(_("Bạn đã xem nhiều số trong một giờ qua. Hãy thử lại sau."))
    record(actor=actor, verb=VERB, target=person, now=now, organization=person.organization, reason=reason[:300])
    return person.phone
