"""What an administrator sets from a day on, and what an organization declares of a school year."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.incidents import rules
from truongan.incidents.actions.refusals import CannotConfigure
from truongan.incidents.models import Category, ClusterRule, Declaration, Disease, Limit, Severity, ViolationLevel
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization

Dated = Category | Severity | ViolationLevel | Disease | Limit | ClusterRule


@transaction.atomic
def set_row(*, actor, model: type[Dated], code: str, since: date, fields: dict[str, Any], now: datetime) -> Dated:
    """Say what holds under this code from a day on: the version in force ends that day, cases keep theirs.

    Raises CannotConfigure where a version begins on that day or later already.
    """
    require(rules.may_configure(actor))
    versions = model.objects.select_for_update().filter(code=code)
    later = versions.filter(valid_from__gte=since).order_by("valid_from").first()
    if later is not None:
        raise CannotConfigure(
            _("Đã có bản áp dụng từ %(day)s. Chọn ngày sau ngày đó.") % {"day": vn_date(later.valid_from)}
        )
    versions.on(since).update(valid_to=since)
    row = model(code=code, valid_from=since, **fields)
    row.save()
    record(actor=actor, verb="incidents.row.set", target=row, now=now, code=code, since=since)
    return row


@transaction.atomic
def end_row(*, actor, row: Dated, until: date, now: datetime) -> Dated:
    """Offer it no more from a day on. Raises CannotConfigure for a day before it began."""
    require(rules.may_configure(actor))
    if row.valid_from and until <= row.valid_from:
        raise CannotConfigure(
            _("Ngày thôi áp dụng phải sau ngày bắt đầu (%(day)s).") % {"day": vn_date(row.valid_from)}
        )
    row.valid_to = until
    row.save(update_fields=["valid_to"])
    record(actor=actor, verb="incidents.row.ended", target=row, now=now, code=row.code, until=until)
    return row


@transaction.atomic
def declare_complete(*, actor, organization: Organization, school_year: str, now: datetime) -> Declaration:
    """Say that everything of the school year is reported, or that nothing happened; a second time changes nothing."""
    require(rules.may_declare_for(actor, organization))
    row, made = Declaration.objects.get_or_create(
        organization=organization, school_year=school_year, defaults={"declared_at": now, "declared_by": actor}
    )
    if made:
        record(
            actor=actor, verb="incidents.year.declared", target=organization, now=now, organization=organization,
            school_year=school_year,
        )  # fmt: skip
    return row
