"""An activity as evidence at its schemes: given once for each, withdrawn when the activity no longer says so."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from truongan.activities.actions.refusals import CannotRecord
from truongan.activities.facts import named_with_kind
from truongan.activities.models import Activity, ActivityScheme
from truongan.movement.actions import CannotChangeRegister, note_activities, withdraw_activities
from truongan.movement.models import Scheme


def prove(actor, activity: Activity, schemes: Sequence[Scheme], now: datetime) -> None:
    """Bring the evidence in line with the schemes named and the day of the activity.

    Raises CannotRecord with the register's own words, PermissionDenied for a scheme the actor does not write.
    """
    links = list(activity.scheme_links.select_related("event"))
    stale = [each for each in links if each.scheme not in schemes or each.event.on != activity.on]
    withdraw(actor, stale, _("Hoạt động được sửa"), now)
    ActivityScheme.objects.filter(pk__in=[each.pk for each in stale]).delete()
    standing = {each.scheme_id for each in links if each not in stale}
    missing = [scheme for scheme in schemes if scheme.pk not in standing]
    if not missing:
        return
    note = named_with_kind(activity.kind, activity.title)
    try:
        events = note_activities(actor=actor, schemes=missing, on=activity.on, note=note, now=now)
    except CannotChangeRegister as reason:
        raise CannotRecord(str(reason)) from reason
    ActivityScheme.objects.bulk_create(
        ActivityScheme(activity=activity, scheme=event.scheme, event=event) for event in events
    )


def withdraw(actor, links: Collection[ActivityScheme], reason: str, now: datetime) -> None:
    """The links stay: they say at which schemes the voided activity had been evidence."""
    events = [each.event for each in links]
    if events:
        withdraw_activities(actor=actor, events=events, reason=reason, now=now)
