"""What a recipient does with a directive: opens it, acknowledges it, files what came from outside."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.directives import rules
from truongan.directives.actions.drafting import REGISTER_FIELDS, keep_file
from truongan.directives.actions.refusals import CannotDirect
from truongan.directives.models import Directive, Receipt
from truongan.directives.states import ARRIVAL_SERIES, DirectiveKind, DirectiveStatus, Origin
from truongan.documents.series import take_number
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc
from truongan.organizations.models import Organization


def open_directive(*, actor, directive: Directive, now: datetime) -> int:
    """Note the first time a member of a recipient reads it; the row itself is the record. How many were first."""
    if not actor.scope.own_ids or directive.is_draft:
        return 0
    first = Receipt.objects.of(actor.scope.own_ids).filter(directive=directive, opened_at=None)
    return first.update(opened_at=now, opened_by=actor)


@transaction.atomic
def acknowledge_receipt(*, actor, receipt: Receipt, now: datetime) -> Receipt:
    """Say for the unit that it has the directive, and take its số đến. Said twice, the first stays."""
    require(rules.may_acknowledge(actor, receipt.organization_id))
    receipt = (
        Receipt.objects.select_for_update(of=("self",)).select_related("directive", "organization").get(pk=receipt.pk)
    )
    if receipt.is_acknowledged:
        return receipt
    if not receipt.directive.is_in_force:
        raise CannotDirect(
            _("%(name)s không còn hiệu lực, không cần tiếp nhận nữa.") % {"name": receipt.directive.name}
        )
    _arrive(receipt, actor, timezone.localdate(now), now)
    receipt.opened_at = receipt.opened_at or now
    receipt.opened_by = receipt.opened_by or actor
    receipt.save(
        update_fields=[
            "acknowledged_at", "acknowledged_by", "arrived_on", "arrival_year", "arrival_number", "opened_at",
            "opened_by",
        ]
    )  # fmt: skip
    record(
        actor=actor, verb="directives.receipt.acknowledged", target=receipt.directive,
        organization=receipt.organization, now=now, arrival_number=receipt.arrival_number,
    )  # fmt: skip
    return receipt


def _arrive(receipt: Receipt, actor, day: date, now: datetime) -> None:
    receipt.acknowledged_at, receipt.acknowledged_by = now, actor
    receipt.arrived_on, receipt.arrival_year = day, day.year
    # The latest possible moment: others of the unit who acknowledge wait for this transaction.
    receipt.arrival_number = take_number(organization=receipt.organization, year=day.year, series=ARRIVAL_SERIES)


@transaction.atomic
def file_incoming(
    *, actor, keeper: Organization, issuer_name: str, fields: dict[str, Any], arrived_on: date, file, now: datetime
) -> Directive:
    """Enter a document of a body outside the system into the incoming register, with its số đến.

    `fields`: `kind`, `number`, `issued_on` and those of REGISTER_FIELDS. `file`: its PDF, or nothing.
    Raises CannotDirect when it is in the register already or its days cannot be.
    """
    require(rules.may_draft(actor, keeper))
    today = timezone.localdate(now)
    _refuse_odd_days(fields["issued_on"], arrived_on, today)
    directive = Directive(
        kept_by=keeper, issuer_name=nfc(issuer_name), origin=Origin.OUTSIDE, kind=DirectiveKind(fields["kind"]),
        series=fields["kind"], number=fields["number"], issued_on=fields["issued_on"], year=fields["issued_on"].year,
        status=DirectiveStatus.ISSUED, issued_at=now, issued_by=actor, expected_count=1, resolved_at=now,
        notified_at=now, created_by=actor, created_at=now, updated_at=now,
    )  # fmt: skip
    for name in REGISTER_FIELDS:
        if name in fields and name != "series":
            setattr(directive, name, fields[name])
    _refuse_second_entry(directive)
    directive.derive_keys()
    directive.save()
    if file is not None:
        keep_file(directive, file, is_main=True, now=now)
    receipt = Receipt(
        directive=directive, organization=keeper, path=keeper.place_path, level=keeper.level, sector=keeper.sector,
        school_level=keeper.school_level, received_at=now, opened_at=now, opened_by=actor,
    )  # fmt: skip
    _arrive(receipt, actor, arrived_on, now)
    receipt.save()
    record(
        actor=actor, verb="directives.directive.filed_incoming", target=directive, organization=keeper, now=now,
        arrival_number=receipt.arrival_number,
    )  # fmt: skip
    return directive


def _refuse_odd_days(issued_on: date, arrived_on: date, today: date) -> None:
    if issued_on > today or arrived_on > today:
        raise CannotDirect(_("Ngày ban hành và ngày đến không thể sau hôm nay."))
    if arrived_on < issued_on:
        raise CannotDirect(_("Ngày đến không thể trước ngày ban hành."))


def _refuse_second_entry(directive: Directive) -> None:
    same = Directive.objects.filter(
        kept_by=directive.kept_by, issuer=None, issuer_name=directive.issuer_name, issued_on=directive.issued_on,
        number=directive.number, symbol=directive.symbol,
    )  # fmt: skip
    if same.exists():
        raise CannotDirect(_("Văn bản này đã có trong sổ đến."))
