"""A scheme handed from one organization to another, and handed back when that was recorded wrongly."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.movement import ledger, rules
from truongan.movement.actions.life import audit_scheme, locked_scheme, refuse_second, write_event
from truongan.movement.actions.refusals import CannotTransfer, CannotVoid, RefusalKind, locked_organizations
from truongan.movement.models import ConnectionGroup, FormerHolding, Scheme, SchemeEvent
from truongan.movement.states import EventKind
from truongan.organizations.models import Organization


@transaction.atomic
def transfer_scheme(
    *, actor, scheme: Scheme, to: Organization, on: date, note: str = "", now: datetime
) -> SchemeEvent:
    """Hand the scheme with its teams and groups to another organization from `on` (a merger of schools).

    Days before `on` stay with the giver, in every number; for an area that holds both schools the scheme is neither
    removed nor new. The receiver keeps the record from now on. Raises CannotTransfer.
    """
    locked_organizations([scheme.organization_id, to.pk])
    scheme = locked_scheme(actor, scheme)
    require(rules.may_transfer_scheme(actor, scheme, to))
    giver = scheme.organization
    _refuse_impossible(scheme, to, on)
    words = _("Từ %(giver)s sang %(to)s.") % {"giver": giver.name, "to": to.name}
    event = write_event(
        scheme, EventKind.TRANSFERRED, on, CannotTransfer, actor, now, holder=to, note=f"{words} {note}".strip()
    )
    FormerHolding.objects.create(
        event=event, scheme=scheme, organization=giver, valid_from=scheme.held_from, valid_to=on
    )
    _place(scheme, to, on, CannotTransfer)
    _hand_groups_on(event, giver, to)
    ledger.refresh([giver.pk, to.pk])
    audit_scheme(actor, "movement.scheme.transferred", scheme, now, on=on, giver=giver.pk, to=to.pk, note=words)
    return event


def undo_transfer(actor, scheme: Scheme, event: SchemeEvent) -> None:
    """Give the scheme back as if it had never been handed on (the caller voids the event and refreshes the ledger).

    A transfer that only stands in an imported list moved nothing and has nothing to undo.
    """
    holding = event.holdings.filter(scheme=scheme).select_related("organization").first()
    if holding is None:
        if event.source_id is None:  # recorded before holdings were dated: nobody knows any more what moved with it
            raise CannotVoid(_("Việc chuyển đơn vị này không hủy được; hãy chuyển điểm trở lại đơn vị cũ."))
        return
    giver, receiver = holding.organization, scheme.organization
    if not rules.may_transfer_scheme(actor, scheme, giver):  # the receiver alone sees the event, and is told why
        raise CannotVoid(
            _("Việc chuyển từ %(giver)s do người ghi sổ cho cả hai đơn vị hủy. Báo cấp trên trực tiếp.")
            % {"giver": giver.name}
        )
    if scheme.held_from != event.on:
        raise CannotVoid(
            _("Điểm đã được chuyển tiếp từ ngày %(day)s. Hủy lần chuyển sau cùng trước.")
            % {"day": vn_date(scheme.held_from)}
        )
    _place(scheme, giver, holding.valid_from, CannotVoid)
    _take_groups_back(event, giver, receiver)
    holding.delete()


def _refuse_impossible(scheme: Scheme, to: Organization, on: date) -> None:
    giver = scheme.organization
    if giver.pk == to.pk:
        raise CannotTransfer(_("Điểm mô hình đang ở chính đơn vị này. Chọn đơn vị nhận khác."))
    if scheme.held_from and on <= scheme.held_from:
        raise CannotTransfer(
            _("Điểm về %(school)s từ ngày %(day)s. Chọn ngày sau đó, hoặc hủy lần chuyển trước nếu ghi sai.")
            % {"school": giver.name, "day": vn_date(scheme.held_from)}
        )
    if giver.closed_on and on > giver.closed_on:
        raise CannotTransfer(
            _("%(school)s đã giải thể từ ngày %(day)s. Chọn ngày đó hoặc một ngày trước đó.")
            % {"school": giver.name, "day": vn_date(giver.closed_on)}
        )


def _place(scheme: Scheme, at: Organization, since: date | None, refusal: RefusalKind) -> None:
    scheme.organization, scheme.held_from = at, since
    if scheme.stock_to is None:
        refuse_second(scheme, refusal)
    scheme.save(update_fields=["organization", "held_from"])
    scheme.teams.update(organization=at)
    _refuse_same_group_name(scheme, at, refusal)


def _hand_groups_on(event: SchemeEvent, giver: Organization, to: Organization) -> None:
    """A group that came to the giver with another scheme, and only after this day, keeps that day."""
    groups = list(event.scheme.groups.filter(organization=giver))
    handed = [group for group in groups if group.held_from is None or group.held_from < event.on]
    FormerHolding.objects.bulk_create(
        FormerHolding(event=event, group=group, organization=giver, valid_from=group.held_from, valid_to=event.on)
        for group in handed
    )
    ConnectionGroup.objects.filter(pk__in=[group.pk for group in handed]).update(held_from=event.on)
    ConnectionGroup.objects.filter(pk__in=[group.pk for group in groups]).update(organization=to)


def _take_groups_back(event: SchemeEvent, giver: Organization, receiver: Organization) -> None:
    """With the groups the receiver has formed since; one that has left the scheme stays where it is."""
    for holding in event.holdings.filter(group__scheme=event.scheme, group__held_from=event.on):
        event.scheme.groups.filter(former_holdings=holding).update(held_from=holding.valid_from)
        holding.delete()
    event.scheme.groups.filter(organization=receiver).update(organization=giver)


def _refuse_same_group_name(scheme: Scheme, at: Organization, refusal: RefusalKind) -> None:
    names = scheme.groups.filter(ended_on=None).values("search_fold")
    same = ConnectionGroup.objects.filter(organization=at, ended_on=None, search_fold__in=names)
    if clash := same.exclude(scheme=scheme).first():
        raise refusal(
            _("%(school)s đã có nhóm kết nối tên “%(name)s”. Đổi tên một nhóm rồi chuyển lại.")
            % {"school": at.name, "name": clash.name}
        )
