"""The end of a term: rows, files and keys go, a number stays."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from truongan.audit.actions import record
from truongan.tips.actions.counting import count
from truongan.tips.models import Pressure, Recovery, SpentForm, Tip, Unlocking

_FORMS_KEPT = timedelta(days=2)  # longer than a form can be sent
_MINUTES_KEPT = timedelta(hours=1)
_RECOVERY_KEPT = timedelta(days=7)  # opened by the first keeper, it lies open to the second alone


def delete_due_tips(*, now: datetime) -> int:
    """Delete every tip whose term has ended, with messages, files and all sealed keys; how many."""
    today = timezone.localdate(now)
    due = list(Tip.objects.due_for_deletion(today).values_list("pk", flat=True))
    return sum(_delete(pk, now) for pk in due)


@transaction.atomic
def _delete(pk: int, now: datetime) -> bool:
    today = timezone.localdate(now)
    tip = (
        Tip.objects.select_for_update(of=("self",))
        .select_related("holder")
        .filter(pk=pk, delete_on__lte=today)
        .first()
    )
    if tip is None:  # somebody went on with it meanwhile
        return False
    count("deleted", today.year, tip.holder)
    count("deleted", today.year, None)
    record(actor=None, verb="tips.tip.deleted", target=tip, now=now)
    tip.delete()
    return True


def forget_counts(*, now: datetime) -> None:
    """Numbers and unlocked keys that have served, and recoveries the second keeper never completed."""
    Pressure.objects.filter(minute__lt=now - _MINUTES_KEPT).delete()
    SpentForm.objects.filter(spent_on__lt=timezone.localdate(now) - _FORMS_KEPT).delete()
    Unlocking.objects.filter(expires_at__lte=now).delete()
    Recovery.objects.filter(begun_on__lt=timezone.localdate(now) - _RECOVERY_KEPT).delete()
