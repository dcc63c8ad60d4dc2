"""Conclusions, re-opening, hand-over, duplicates; and the deletion of what must not be kept."""

import logging
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.channels.actions import URGENT, notify
from truongan.incidents import rules
from truongan.incidents.actions.alarm import close_alarm
from truongan.incidents.actions.clusters import look_for_clusters
from truongan.incidents.actions.photos import forget_files
from truongan.incidents.actions.refusals import CannotChange, CannotConclude, CannotMerge, locked
from truongan.incidents.actions.timeline import note_in_record, tell
from truongan.incidents.models import Incident
from truongan.incidents.states import EntryKind, Outcome, State
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc
from truongan.organizations.models import Organization

log = logging.getLogger(__name__)
_OUTCOMES = (Outcome.SUBSTANTIATED, Outcome.UNSUBSTANTIATED, Outcome.HANDED_OVER)


@transaction.atomic
def conclude_incident(*, actor, incident: Incident, outcome: str, text: str, now: datetime) -> Incident:
    """End the case with what came of it; nobody further is told.

    `unsubstantiated` starts the term of settings.INCIDENT_UNSUBSTANTIATED_DAYS after which names, account and photos
    are deleted. Raises CannotConclude for a case that has ended, an outcome that is none, or without words.
    """
    incident = locked(incident)
    require(rules.may_decide(actor, incident))
    if not incident.is_open:
        raise CannotConclude(_("Vụ việc này đã kết thúc. Mở lại nếu cần kết luận khác."))
    if outcome not in _OUTCOMES:
        raise CannotConclude(_("Chọn kết luận; vụ trùng thì dùng “Gộp vụ trùng”."))
    text = nfc(text)
    if not text:
        raise CannotConclude(_("Ghi kết quả xử lý, để người sau hiểu."))
    _ended(incident, Outcome(outcome), now)
    incident.conclusion = text
    if outcome == Outcome.UNSUBSTANTIATED:
        incident.delete_on = timezone.localdate(now) + timedelta(days=settings.INCIDENT_UNSUBSTANTIATED_DAYS)
        incident.wiped_at = None  # re-opened after a deletion it was written in again: the clock runs for that, too
    incident.save(update_fields=["state", "outcome", "concluded_at", "conclusion", "delete_on", "wiped_at"])
    tell(actor, incident, EntryKind.CONCLUDED, now, str(Outcome(outcome).label))
    look_for_clusters(incident, now)
    note_in_record(actor, incident, "incident.concluded", now, outcome=outcome)
    return incident


@transaction.atomic
def reopen_incident(*, actor, incident: Incident, reason: str, now: datetime) -> Incident:
    """Take a concluded case in hand again; its deletion clock stops. A duplicate is taken apart instead."""
    incident = locked(incident)
    require(rules.may_decide(actor, incident))
    if incident.is_open:
        raise CannotChange(_("Vụ việc này đang mở."))
    if incident.duplicate_of_id:
        raise CannotChange(_("Vụ này đã gộp vào vụ khác. Bỏ gộp trước."))
    reason = nfc(reason)[:300]
    if not reason:
        raise CannotChange(_("Ghi lý do mở lại."))
    incident.state, incident.outcome, incident.concluded_at, incident.delete_on = State.IN_HAND, "", None, None
    incident.save(update_fields=["state", "outcome", "concluded_at", "delete_on"])
    tell(actor, incident, EntryKind.REOPENED, now, reason)
    look_for_clusters(incident, now)
    note_in_record(actor, incident, "incident.reopened", now, reason=reason)
    return incident


@transaction.atomic
def hand_over(*, actor, incident: Incident, to: Organization, reason: str, now: datetime) -> Incident:
    """Another organization works on it from now on; both keep seeing it, and its people are told in their inbox."""
    incident = locked(incident)
    require(rules.may_decide(actor, incident))
    if not incident.is_open:
        raise CannotChange(_("Vụ việc đã kết thúc. Mở lại trước khi chuyển."))
    if to.pk == incident.holder_id:
        raise CannotChange(_("%(name)s đang xử lý vụ này rồi.") % {"name": to.name})
    before = incident.holder
    incident.holder = to
    incident.derive_keys()
    incident.save(update_fields=["holder", "seen_by_units", "search_fold", "place_path", "is_disease"])
    entry = tell(
        actor, incident, EntryKind.HANDED_OVER, now, f"{before.called} → {to.called}. {nfc(reason)[:300]}".strip()
    )
    notify(
        organization=to, subject=_("Một vụ việc được chuyển tới đơn vị bạn"), link=incident.get_absolute_url(),
        key=f"incidents.entry.{entry.pk}", urgency=URGENT, now=now,
    )  # fmt: skip
    note_in_record(actor, incident, "incident.handed_over", now, holder=to.pk, before=before.pk)
    return incident


@transaction.atomic
def merge_duplicate(*, actor, incident: Incident, into: Incident, now: datetime) -> Incident:
    """Two reports of one thing count as one case: this one ends as a duplicate of the other.

    The people it counted stay with it and count nowhere. Raises CannotMerge for itself, a case that has ended, one
    that others were merged into, or into one that is itself a duplicate.
    """
    # In the order of their keys: two officers merging crosswise wait for each other instead of for ever.
    first, second = sorted((incident, into), key=lambda each: each.pk)
    rows = {each.pk: each for each in (locked(first), locked(second))}
    incident, into = rows[incident.pk], rows[into.pk]
    require(rules.may_decide(actor, incident) and rules.may_decide(actor, into))
    _refuse_merge(incident, into)
    incident.before_merge, incident.duplicate_of = incident.state, into
    _ended(incident, Outcome.DUPLICATE, now)
    incident.save(update_fields=["before_merge", "duplicate_of", "state", "outcome", "concluded_at"])
    tell(actor, incident, EntryKind.MERGED, now, _("Gộp vào vụ %(label)s") % {"label": into.label})
    tell(actor, into, EntryKind.MERGED, now, _("Nhận vụ trùng %(label)s") % {"label": incident.label})
    look_for_clusters(incident, now)
    note_in_record(actor, incident, "incident.merged", now, into=into.pk)
    return incident


@transaction.atomic
def undo_merge(*, actor, incident: Incident, now: datetime) -> Incident:
    """The two were not the same after all: the case stands again where it stood; one nobody had taken is in hand."""
    incident = locked(incident)
    require(rules.may_decide(actor, incident))
    into = incident.duplicate_of
    if into is None:
        raise CannotMerge(_("Vụ này không gộp vào vụ nào."))
    # Its alarm was ended by the merge and is not raised again: who takes it apart has it.
    state = State.IN_HAND if incident.before_merge == State.REPORTED else State(incident.before_merge)
    incident.state, incident.outcome, incident.concluded_at = state, "", None
    incident.duplicate_of, incident.before_merge = None, ""
    incident.save(update_fields=["state", "outcome", "concluded_at", "duplicate_of", "before_merge"])
    tell(actor, incident, EntryKind.UNMERGED, now, _("Tách khỏi vụ %(label)s") % {"label": into.label})
    tell(actor, into, EntryKind.UNMERGED, now, _("Vụ %(label)s tách ra") % {"label": incident.label})
    look_for_clusters(incident, now)
    note_in_record(actor, incident, "incident.unmerged", now, into=into.pk)
    return incident


def wipe_due(*, day: date, now: datetime) -> int:
    """Delete the personal data of unsubstantiated cases whose term has ended, and of the duplicates merged into them;
    returns how many had a term of their own. Counts stay.
    """
    due = list(Incident.objects.due_for_deletion(day).order_by("pk"))
    for incident in due:
        try:
            _wipe(incident, now)
        except Exception:  # what cannot be deleted today is tried again tomorrow, and keeps nothing else
            log.exception("the data of case %s could not be deleted", incident.pk)
    return len(due)


@transaction.atomic
def _wipe(incident: Incident, now: datetime) -> None:
    incident = locked(incident)
    if incident.wiped_at or incident.outcome != Outcome.UNSUBSTANTIATED:
        return
    for each in (incident, *map(locked, incident.duplicates.filter(wiped_at=None).order_by("pk"))):
        _forget(each, now)


def _forget(incident: Incident, now: datetime) -> None:
    forget_files(list(incident.photos.all()))
    incident.photos.all().delete()
    incident.named.all().delete()
    incident.steps.update(told="")
    incident.notifications.update(told="")
    incident.tasks.update(text=_("(đã xóa)"))
    incident.entries.exclude(text="").update(text="")
    incident.what = incident.place = incident.conclusion = ""
    incident.wiped_at = now
    incident.derive_keys()
    incident.save(update_fields=["what", "place", "conclusion", "wiped_at", "search_fold", "seen_by_units"])
    tell(None, incident, EntryKind.WIPED, now)
    note_in_record(None, incident, "incident.wiped", now)


def _ended(incident: Incident, outcome: Outcome, now: datetime) -> None:
    close_alarm(incident, now)
    incident.state, incident.outcome, incident.concluded_at = State.CONCLUDED, outcome, now


def _refuse_merge(incident: Incident, into: Incident) -> None:
    if incident.pk == into.pk:
        raise CannotMerge(_("Một vụ không trùng với chính nó. Chọn vụ khác."))
    if not incident.is_open:
        raise CannotMerge(_("Vụ này đã kết thúc. Mở lại rồi mới gộp."))
    if into.duplicate_of_id:
        raise CannotMerge(_("Vụ %(label)s đã gộp vào vụ khác. Chọn vụ gốc.") % {"label": into.label})
    if into.wiped_at:
        raise CannotMerge(_("Dữ liệu của vụ %(label)s đã xóa theo hạn. Chọn vụ khác.") % {"label": into.label})
    if incident.duplicates.exists():
        raise CannotMerge(_("Đã có vụ gộp vào vụ này. Bỏ gộp các vụ đó trước."))
