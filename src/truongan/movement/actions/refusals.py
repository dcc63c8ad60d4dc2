"""Why the register refuses a change. Each message may be shown: it says what is wrong and what to do."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import Refusal
from truongan.movement import ledger
from truongan.organizations.models import Organization


class CannotChangeRegister(Refusal):
    """Base of every refusal of this context."""


class CannotRegister(CannotChangeRegister):
    pass


class CannotRecord(CannotChangeRegister):
    pass


class CannotVoid(CannotChangeRegister):
    pass


class CannotEnd(CannotChangeRegister):
    pass


class CannotTransfer(CannotChangeRegister):
    pass


class CannotChangeRoster(CannotChangeRegister):
    pass


class CannotPost(CannotChangeRegister):
    pass


class CannotAttach(CannotChangeRegister):
    pass


RefusalKind = type[CannotChangeRegister]


def locked_organization(organization_id: int) -> Organization:
    """The organization's row, locked: two people writing for one school write one after the other."""
    return locked_organizations([organization_id])[organization_id]


def locked_organizations(organization_ids: Collection[int]) -> dict[int, Organization]:
    """Rows of these organizations and of the former holders of what is theirs, locked always in one order.

    Locked one by one, two transfers (or two happenings at the same schools) could wait for each other.
    """
    ids = ledger.with_former_holders(organization_ids)
    rows = Organization.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return {row.pk: row for row in rows}


def refuse_future(day: date | None, now: datetime, refusal: RefusalKind) -> None:
    today = timezone.localdate(now)
    if day is not None and day > today:
        raise refusal(
            _("Ngày %(day)s chưa tới (hôm nay là %(today)s). Sổ chỉ ghi việc đã xảy ra.")
            % {"day": vn_date(day), "today": vn_date(today)}
        )


def refuse_absent_organization(organization: Organization, day: date, refusal: RefusalKind) -> None:
    """The school must exist on that day."""
    if organization.founded_on and day < organization.founded_on:
        raise refusal(
            _("%(name)s thành lập ngày %(day)s. Chọn ngày từ đó trở đi.")
            % {"name": organization.name, "day": vn_date(organization.founded_on)}
        )
    if organization.closed_on and day >= organization.closed_on:
        raise refusal(
            _("%(name)s đã giải thể từ ngày %(day)s. Chọn ngày trước đó hoặc chọn đơn vị khác.")
            % {"name": organization.name, "day": vn_date(organization.closed_on)}
        )


def refuse_before(day: date, start: date | None, what: str, refusal: RefusalKind) -> None:
    """An end lies after its start: [from, to) with at least one day."""
    if start is not None and day <= start:
        raise refusal(
            _("%(what)s bắt đầu ngày %(start)s, nên ngày kết thúc phải sau ngày đó.")
            % {"what": what, "start": vn_date(start)}
        )
