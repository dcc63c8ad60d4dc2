"""What every action on a scheme shares: locked with its school, one event written, the stored columns derived."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc
from truongan.movement import rules
from truongan.movement.actions.refusals import (
    CannotRegister,
    RefusalKind,
    locked_organization,
    refuse_absent_organization,
    refuse_future,
)
from truongan.movement.models import ConnectionGroup, Scheme, SchemeEvent, Team
from truongan.movement.states import ENTERING, EventKind, Status, fold_events
from truongan.organizations.models import Organization


def locked_scheme(actor, scheme: Scheme) -> Scheme:
    """The scheme as it is now, locked after its school's row; the actor must be allowed to write for it."""
    locked_organization(scheme.organization_id)
    scheme = Scheme.objects.select_for_update(of=("self",)).select_related("organization", "type").get(pk=scheme.pk)
    require(rules.may_edit_scheme(actor, scheme))
    return scheme


def holder_on(scheme: Scheme, day: date) -> Organization:
    """Who held the scheme on that day; asks the database only about a day before a transfer."""
    if scheme.held_from is None or day >= scheme.held_from:
        return scheme.organization
    return scheme.former_holdings.on(day).select_related("organization").get().organization


def write_event(
    scheme: Scheme, kind: str, on: date, refusal: RefusalKind, actor, now: datetime,
    *, repeatable: bool = False, holder: Organization | None = None, **fields,
) -> SchemeEvent:  # fmt: skip
    """One event of a locked scheme, with the stored columns; the caller refreshes the ledger and audits.

    Unless `repeatable`, the same kind on the same day is taken for a form sent twice and refused. `holder` is whose
    life the day must lie in, where that is not who held the scheme on the day.
    """
    refuse_future(on, now, refusal)
    refuse_future(fields.get("decision_on"), now, refusal)
    refuse_absent_organization(holder or holder_on(scheme, on), on, refusal)
    _refuse_after_end(scheme, on, refusal)
    if not repeatable:
        _refuse_repeated(scheme, kind, on, refusal)
    for name in ("decision_number", "decided_by", "note"):
        fields[name] = nfc(fields.get(name, ""))
    event = SchemeEvent.objects.create(scheme=scheme, kind=kind, on=on, recorded_at=now, recorded_by=actor, **fields)
    derive_scheme(scheme)
    return event


def _refuse_after_end(scheme: Scheme, on: date, refusal: RefusalKind) -> None:
    if scheme.status in {Status.REMOVED, Status.DISSOLVED} and (scheme.stock_to is None or on >= scheme.stock_to):
        raise refusal(
            _("Điểm này đã kết thúc từ ngày %(day)s. Nếu kết thúc nhầm, hủy sự kiện đó trước.")
            % {"day": vn_date(scheme.stock_to)}
        )


def _refuse_repeated(scheme: Scheme, kind: str, on: date, refusal: RefusalKind) -> None:
    same = scheme.events.valid().filter(kind=kind)
    if kind not in ENTERING:
        same = same.filter(on=on)
    if known := same.first():
        raise refusal(_("Đã ghi “%(event)s”. Nếu lần ghi đó sai, hủy nó rồi ghi lại.") % {"event": known})


def refuse_second(scheme: Scheme, refusal: RefusalKind = CannotRegister) -> None:
    """The same model twice at one school would be counted twice."""
    twins = Scheme.objects.filter(type=scheme.type, organization=scheme.organization, name=scheme.name, stock_to=None)
    if twins.exclude(pk=scheme.pk).exists():
        raise refusal(
            _(
                "%(school)s đã có điểm mô hình này. Mở điểm đó để ghi củng cố hoặc kiện toàn, "
                "hoặc đặt tên riêng cho điểm mới."
            )
            % {"school": scheme.organization.name}
        )


def derive_scheme(scheme: Scheme) -> None:
    """Fill the stored columns from the valid events (the caller refreshes the ledger)."""
    events = list(scheme.events.valid())
    life = fold_events(events)
    scheme.status, scheme.stock_from, scheme.stock_to = life.status, life.stock_from, life.stock_to
    scheme.last_evidence_on = life.last_evidence_on
    decisions = [event for event in events if event.kind == EventKind.ESTABLISHED]
    decision = max(decisions, key=lambda event: event.on, default=None)
    scheme.decision_number = decision.decision_number if decision else ""
    scheme.decision_on = (decision.decision_on or decision.on) if decision else None
    scheme.derive_keys()
    scheme.save(
        update_fields=[
            "status", "stock_from", "stock_to", "last_evidence_on", "decision_number", "decision_on", "search_fold",
        ]
    )  # fmt: skip


def audit_scheme(actor, verb: str, scheme: Scheme, now: datetime, **said) -> None:
    record(actor=actor, verb=verb, target=scheme, now=now, organization=scheme.organization, **said)


def audit_part(actor, verb: str, part: Team | ConnectionGroup, now: datetime, **said) -> None:
    """About a team or group, said so that the page of its scheme shows it too."""
    record(actor=actor, verb=verb, target=part, now=now, organization=part.organization, scheme=part.scheme_id, **said)
