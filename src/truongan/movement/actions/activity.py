"""Activity at schemes as contexts above know it: one event per happening, taken back when the happening is."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.kernel.text import nfc
from truongan.movement import ledger
from truongan.movement.actions.life import audit_scheme, derive_scheme, locked_scheme, write_event
from truongan.movement.actions.refusals import CannotRecord, CannotVoid, locked_organizations
from truongan.movement.models import Scheme, SchemeEvent
from truongan.movement.states import EventKind


def note_activity(*, actor, scheme: Scheme, on: date, note: str = "", now: datetime) -> SchemeEvent:
    """One happening at one scheme; see note_activities."""
    return note_activities(actor=actor, schemes=[scheme], on=on, note=note, now=now)[0]


@transaction.atomic
def note_activities(
    *, actor, schemes: Collection[Scheme], on: date, note: str = "", now: datetime
) -> list[SchemeEvent]:
    """Record that these schemes took part in one happening on `on`: evidence that each of them is active.

    One event per scheme, in the order given, a scheme named twice once. Two happenings of one day are two events;
    the caller keeps its events to withdraw them. Raises PermissionDenied for a scheme the actor does not write,
    CannotRecord for a day in the future, before the school or after the scheme's end; then nothing is written.
    """
    chosen = list(dict.fromkeys(schemes))
    locked_organizations({scheme.organization_id for scheme in chosen})
    events = [_noted(actor, scheme, on, note, now) for scheme in chosen]
    ledger.refresh({event.scheme.organization_id for event in events})
    return events


def withdraw_activity(*, actor, event: SchemeEvent, reason: str, now: datetime) -> SchemeEvent:
    """Take one happening back; see withdraw_activities."""
    withdraw_activities(actor=actor, events=[event], reason=reason, now=now)
    event.refresh_from_db()
    return event


@transaction.atomic
def withdraw_activities(*, actor, events: Collection[SchemeEvent], reason: str, now: datetime) -> int:
    """Void these activity events; returns how many were still valid, those voided before are left as they are.

    Raises PermissionDenied for a scheme the actor does not write, CannotVoid without a reason or for another kind.
    """
    if not reason.strip():
        raise CannotVoid(_("Ghi lý do hủy, để người sau hiểu vì sao."))
    chosen = list(SchemeEvent.objects.filter(pk__in=[event.pk for event in events]).select_related("scheme"))
    if any(event.kind != EventKind.ACTIVE for event in chosen):
        raise CannotVoid(_("Chỉ rút được việc “Có hoạt động”; sự kiện khác hủy ở trang của điểm mô hình."))
    locked_organizations({event.scheme.organization_id for event in chosen})
    touched = [scheme for event in chosen if (scheme := _withdrawn(actor, event, reason, now))]
    ledger.refresh({scheme.organization_id for scheme in touched})
    return len(touched)


def _noted(actor, scheme: Scheme, on: date, note: str, now: datetime) -> SchemeEvent:
    scheme = locked_scheme(actor, scheme)
    event = write_event(scheme, EventKind.ACTIVE, on, CannotRecord, actor, now, repeatable=True, note=note)
    audit_scheme(
        actor, "movement.scheme.event_recorded", scheme, now, kind=event.kind, on=on, files=0, note=str(event)
    )
    return event


def _withdrawn(actor, event: SchemeEvent, reason: str, now: datetime) -> Scheme | None:
    scheme = locked_scheme(actor, event.scheme)
    event = SchemeEvent.objects.select_for_update().get(pk=event.pk)
    if event.voided_at:
        return None
    event.voided_at, event.voided_by, event.void_reason = now, actor, nfc(reason)[:300]
    event.save(update_fields=["voided_at", "voided_by", "void_reason"])
    derive_scheme(scheme)
    audit_scheme(
        actor, "movement.scheme.event_voided", scheme, now, kind=event.kind, on=event.on, reason=event.void_reason
    )
    return scheme
