"""The life of a scheme: registered, dated events, suspended, ended; wrong events voided."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.audit.actions import record
from truongan.documents.uploads import discarded_on_failure
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc
from truongan.movement import ledger, rules
from truongan.movement.actions.evidence import store_evidence
from truongan.movement.actions.life import (
    audit_scheme,
    derive_scheme,
    locked_scheme,
    refuse_second,
    write_event,
)
from truongan.movement.actions.refusals import (
    CannotChangeRoster,
    CannotEnd,
    CannotRecord,
    CannotRegister,
    CannotVoid,
    locked_organization,
    refuse_absent_organization,
    refuse_before,
)
from truongan.movement.actions.roster import RosterChange, Seat, apply_roster, close_all
from truongan.movement.actions.transfers import undo_transfer
from truongan.movement.models import (
    ConnectionGroup,
    GroupMembership,
    Scheme,
    SchemeEvent,
    SchemeType,
    Team,
    TeamMembership,
)
from truongan.movement.states import LEAVING, EventKind, Status
from truongan.organizations.models import Organization

_OWN_ACTION = {
    EventKind.SUSPENDED: gettext_lazy("Tạm dừng"),
    EventKind.RESUMED: gettext_lazy("Cho hoạt động lại"),
    EventKind.TRANSFERRED: gettext_lazy("Chuyển đơn vị"),
    EventKind.REMOVED: gettext_lazy("Kết thúc"),
    EventKind.DISSOLVED: gettext_lazy("Kết thúc"),
}


@transaction.atomic
def register_scheme(
    *,
    actor,
    type: SchemeType,
    organization: Organization,
    name: str = "",
    pilot: Scheme | None = None,
    is_replica: bool = False,
    now: datetime,
) -> Scheme:
    """Open the record of a scheme at a school. It is counted from its first decision or launch, not from here."""
    organization = locked_organization(organization.pk)
    require(rules.may_write_for(actor, organization))
    refuse_absent_organization(organization, timezone.localdate(now), CannotRegister)
    scheme = Scheme(
        type=type,
        organization=organization,
        name=nfc(name),
        pilot=pilot,
        is_replica=is_replica or pilot is not None,
    )
    refuse_second(scheme)
    scheme.derive_keys()
    scheme.save()
    record(
        actor=actor,
        verb="movement.scheme.registered",
        target=scheme,
        now=now,
        organization=organization,
        type=type.code,
    )
    return scheme


@transaction.atomic
def record_event(
    *,
    actor,
    scheme: Scheme,
    kind: str,
    on: date,
    decision_number: str = "",
    decision_on: date | None = None,
    decided_by: str = "",
    note: str = "",
    files: Collection = (),
    now: datetime,
) -> SchemeEvent:
    """Write down something that happened at the scheme, with its decision and evidence files.

    Raises CannotRecord for a day in the future, before the school or after the scheme, for a second decision
    or launch, and for kinds that change more than the record (ending, transfer, suspension have their own action).
    """
    if kind in _OWN_ACTION:
        raise CannotRecord(
            _("Việc này làm ở mục “%(place)s” của điểm mô hình.") % {"place": _OWN_ACTION[EventKind(kind)]}
        )
    scheme = locked_scheme(actor, scheme)
    with discarded_on_failure():
        event = write_event(
            scheme, kind, on, CannotRecord, actor, now,
            decision_number=decision_number, decision_on=decision_on, decided_by=decided_by, note=note,
        )  # fmt: skip
        for file in files:
            store_evidence(actor=actor, target=event, file=file, now=now)
        ledger.refresh([scheme.organization_id])
        audit_scheme(
            actor, "movement.scheme.event_recorded", scheme, now, kind=kind, on=on, files=len(files), note=str(event)
        )
    return event


@transaction.atomic
def void_event(*, actor, event: SchemeEvent, reason: str, now: datetime) -> SchemeEvent:
    """Declare an event wrong. It stays in the record, struck through; the scheme is folded anew without it.

    Voiding an end reopens what ended with it that day: teams, groups and their members. Voiding the latest transfer
    gives the scheme back to the former holder, for all days.
    """
    scheme = locked_scheme(actor, event.scheme)
    event = SchemeEvent.objects.select_for_update().get(pk=event.pk)
    if not reason.strip():
        raise CannotVoid(_("Ghi lý do hủy, để người sau hiểu vì sao."))
    if event.voided_at:
        raise CannotVoid(_("Sự kiện này đã được hủy trước đó."))
    touched = {scheme.organization_id}
    if event.kind == EventKind.TRANSFERRED:
        undo_transfer(actor, scheme, event)
        touched.add(scheme.organization_id)
    event.voided_at, event.voided_by, event.void_reason = now, actor, nfc(reason)[:300]
    event.save(update_fields=["voided_at", "voided_by", "void_reason"])
    if event.kind in LEAVING:
        refuse_second(scheme, CannotVoid)
        _reopen(scheme, event.on)
    derive_scheme(scheme)
    ledger.refresh(touched)
    audit_scheme(
        actor,
        "movement.scheme.event_voided",
        scheme,
        now,
        kind=event.kind,
        on=event.on,
        reason=event.void_reason,
    )
    return event


@transaction.atomic
def end_scheme(
    *,
    actor,
    scheme: Scheme,
    kind: str,
    on: date,
    decision_number: str = "",
    decision_on: date | None = None,
    decided_by: str = "",
    note: str = "",
    now: datetime,
) -> SchemeEvent:
    """Take the scheme out of the stock from `on` (removed or dissolved), with its teams, groups and their members."""
    if kind not in LEAVING:
        raise CannotEnd(_("Chọn thanh loại hoặc giải thể."))
    scheme = locked_scheme(actor, scheme)
    refuse_before(on, scheme.stock_from, _("Điểm mô hình"), CannotEnd)
    event = write_event(
        scheme, kind, on, CannotEnd, actor, now,
        decision_number=decision_number, decision_on=decision_on, decided_by=decided_by, note=note,
    )  # fmt: skip
    ending: list[Team | ConnectionGroup] = [*scheme.teams.filter(ended_on=None), *scheme.groups.filter(ended_on=None)]
    for what in ending:
        end_row(what, on)
    ledger.refresh([scheme.organization_id])
    audit_scheme(actor, "movement.scheme.ended", scheme, now, kind=kind, on=on, note=str(event))
    return event


@transaction.atomic
def suspend_scheme(*, actor, scheme: Scheme, on: date, note: str = "", now: datetime) -> SchemeEvent:
    """Pause: stays in the stock, is not active until resumed."""
    scheme = locked_scheme(actor, scheme)
    if scheme.status != Status.OPERATING:
        raise CannotRecord(
            _("Chỉ tạm dừng được điểm đang vận hành; điểm này: %(status)s.") % {"status": scheme.get_status_display()}
        )
    event = write_event(scheme, EventKind.SUSPENDED, on, CannotRecord, actor, now, note=note)
    ledger.refresh([scheme.organization_id])
    audit_scheme(actor, "movement.scheme.suspended", scheme, now, on=on, note=str(event))
    return event


@transaction.atomic
def resume_scheme(*, actor, scheme: Scheme, on: date, note: str = "", now: datetime) -> SchemeEvent:
    scheme = locked_scheme(actor, scheme)
    if scheme.status != Status.SUSPENDED:
        raise CannotRecord(_("Điểm này không ở trạng thái tạm dừng."))
    event = write_event(scheme, EventKind.RESUMED, on, CannotRecord, actor, now, note=note)
    ledger.refresh([scheme.organization_id])
    audit_scheme(actor, "movement.scheme.resumed", scheme, now, on=on, note=str(event))
    return event


@transaction.atomic
def restaff_scheme(
    *,
    actor,
    scheme: Scheme,
    rosters: Mapping[Team, Collection[Seat]],
    on: date,
    decision_number: str = "",
    decision_on: date | None = None,
    decided_by: str = "",
    note: str = "",
    files: Collection = (),
    now: datetime,
) -> SchemeEvent:
    """Kiện toàn: the new rosters of the scheme's teams from `on`, as one dated change with its decision.

    `rosters` holds the whole wanted list per team; teams left out keep theirs. Raises CannotChangeRoster,
    CannotRecord; nothing is half-changed.
    """
    scheme = locked_scheme(actor, scheme)
    change = RosterChange()
    for team, seats in rosters.items():
        change += _restaffed(scheme, team, seats, on)
    with discarded_on_failure():
        event = write_event(
            scheme, EventKind.RESTAFFED, on, CannotRecord, actor, now,
            decision_number=decision_number, decision_on=decision_on, decided_by=decided_by,
            note=f"{change.words}. {note}".strip(),
        )  # fmt: skip
        for file in files:
            store_evidence(actor=actor, target=event, file=file, now=now)
        ledger.refresh([scheme.organization_id])
        audit_scheme(
            actor, "movement.scheme.restaffed", scheme, now,
            on=on, joined=change.joined, left=change.left, moved=change.moved, note=change.words,
        )  # fmt: skip
    return event


@transaction.atomic
def rename_scheme(*, actor, scheme: Scheme, name: str, now: datetime) -> Scheme:
    scheme = locked_scheme(actor, scheme)
    before, scheme.name = scheme.name, nfc(name)
    refuse_second(scheme)
    scheme.derive_keys()
    scheme.save(update_fields=["name", "search_fold"])
    audit_scheme(actor, "movement.scheme.renamed", scheme, now, changes={_("tên điểm"): [before, scheme.name]})
    return scheme


def end_row(what: Team | ConnectionGroup, on: date) -> None:
    """End a team or group and everybody's place in it; [from, to), so it counts no more on `on`."""
    refuse_before(on, what.formed_on, what.name, CannotEnd)
    try:
        close_all(what.memberships, on)
    except CannotChangeRoster as reason:
        raise CannotEnd(f"{what.name}: {reason}") from reason
    what.ended_on = on
    what.save(update_fields=["ended_on"])


def _reopen(scheme: Scheme, on: date) -> None:
    teams = Team.objects.filter(scheme=scheme, ended_on=on)
    groups = ConnectionGroup.objects.filter(scheme=scheme, ended_on=on)
    TeamMembership.objects.filter(team__in=teams, valid_to=on).update(valid_to=None)
    GroupMembership.objects.filter(group__in=groups, valid_to=on).update(valid_to=None)
    teams.update(ended_on=None)
    groups.update(ended_on=None)


def _restaffed(scheme: Scheme, team: Team, seats: Collection[Seat], on: date) -> RosterChange:
    team = Team.objects.select_for_update().get(pk=team.pk, scheme=scheme)
    if team.ended_on is not None or on < team.formed_on:
        raise CannotChangeRoster(
            _("%(team)s không hoạt động ngày %(day)s. Chọn ngày khác hoặc bỏ tổ này khỏi lần kiện toàn.")
            % {"team": team.name, "day": vn_date(on)}
        )
    return apply_roster(team.memberships, seats, on, role_field="role")
