from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _


class CannotChangePeople(Exception):
    """What was asked contradicts what is known. The message may be shown."""


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def refuse_end(starts: date, ends: date) -> None:
    """A dated row lasts at least a day: `ends` is the first day it no longer holds."""
    if ends <= starts:
        raise CannotChangePeople(_("Ngày kết thúc phải sau ngày bắt đầu."))


def day_of(now: datetime) -> date:
    """The day in Viet Nam of this instant."""
    return timezone.localdate(now)
