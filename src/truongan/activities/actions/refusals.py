"""Why a change is refused. Each message may be shown: it says what is wrong and what to do."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import Refusal
from truongan.organizations.models import Organization


class CannotChangeActivities(Refusal):
    """Base of every refusal of this context."""


class CannotRecord(CannotChangeActivities):
    pass


class FormUsed(CannotRecord):
    """The form has recorded another activity already: most likely the writer went back and began anew."""


class CannotChange(CannotChangeActivities):
    pass


class CannotVoid(CannotChangeActivities):
    pass


class CannotAddPhoto(CannotChangeActivities):
    pass


def locked_organization(organization_id: int) -> Organization:
    """The organization's row, locked: one form sent twice at once is judged one after the other."""
    return Organization.objects.select_for_update(no_key=True).get(pk=organization_id)


def refuse_future(day: date, now: datetime, refusal: type[CannotChangeActivities]) -> None:
    today = timezone.localdate(now)
    if day > today:
        raise refusal(
            _("Ngày %(day)s chưa tới (hôm nay là %(today)s). Chỉ ghi việc đã làm.")
            % {"day": vn_date(day), "today": vn_date(today)}
        )


def refuse_absent(organization: Organization, day: date, refusal: type[CannotChangeActivities]) -> None:
    """The organization must exist on that day."""
    founded, closed = organization.founded_on, organization.closed_on
    if founded and day < founded:
        raise refusal(
            _("%(name)s thành lập ngày %(day)s. Chọn ngày từ đó trở đi.")
            % {"name": organization.name, "day": vn_date(founded)}
        )
    if closed and day >= closed:
        raise refusal(
            _("%(name)s đã giải thể từ ngày %(day)s. Chọn ngày trước đó.")
            % {"name": organization.name, "day": vn_date(closed)}
        )
