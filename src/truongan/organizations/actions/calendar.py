"""Which days a place works otherwise than the public calendar says."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.organizations import rules
from truongan.organizations.actions.refusals import CannotChangeOrganization
from truongan.organizations.models import CalendarException
from truongan.territory.models import AdministrativeUnit

_LONGEST = 92  # days set at once; pupils' summer is no exception but the end of their school year


@transaction.atomic
def set_calendar_days(
    *,
    actor,
    unit: AdministrativeUnit | None,
    first: date,
    last: date,
    is_working: bool,
    schools_only: bool = False,
    note: str,
    now: datetime,
) -> list[CalendarException]:
    """Every day from `first` to `last` (both included) is worked, or free, in the unit; set again, it is replaced.

    `unit` None is the whole country. `schools_only`: for schools alone, as pupils' longer Tết.
    """
    require(rules.may_set_calendar(actor, unit, schools_only=schools_only))
    if not first <= last < first + timedelta(days=_LONGEST):
        raise CannotChangeOrganization(
            _("Ngày cuối phải từ ngày đầu trở đi, và không quá %(n)s ngày một lần.") % {"n": _LONGEST}
        )
    days = CalendarException.objects.bulk_create(
        [
            CalendarException(
                unit=unit,
                day=first + timedelta(days=each),
                is_working=is_working,
                schools_only=schools_only,
                note=note,
            )
            for each in range((last - first).days + 1)
        ],
        update_conflicts=True,
        unique_fields=["day", "unit", "schools_only"],
        update_fields=["is_working", "note"],
    )
    said = _("làm việc") if is_working else _("nghỉ")
    record(
        actor=actor, verb="organizations.calendar.changed", target=days[0], now=now, note=note,
        changes={f"{vn_date(first)} – {vn_date(last)}": ["", said]}, unit=str(unit or ""), schools_only=schools_only,
    )  # fmt: skip
    return days


@transaction.atomic
def remove_calendar_day(*, actor, exception: CalendarException, now: datetime) -> None:
    """The day follows the public calendar again."""
    exception = CalendarException.objects.select_for_update(of=("self",)).select_related("unit").get(pk=exception.pk)
    require(rules.may_set_calendar(actor, exception.unit, schools_only=exception.schools_only))
    record(
        actor=actor, verb="organizations.calendar.restored", target=exception, now=now, note=exception.note,
        unit=str(exception.unit or ""),
    )  # fmt: skip
    exception.delete()
