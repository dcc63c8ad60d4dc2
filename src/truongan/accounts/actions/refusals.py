from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.kernel.refusals import Refusal


class CannotChangePeople(Refusal):
    """What was asked contradicts what is known. The message may be shown."""


def refuse_end(starts: date, ends: date) -> None:
    """A dated row lasts at least a day: `ends` is the first day it no longer holds."""
    if ends <= starts:
        raise CannotChangePeople(_("Ngày kết thúc phải sau ngày bắt đầu."))


def day_of(now: datetime) -> date:
    """The day in Viet Nam of this instant."""
    return timezone.localdate(now)
