"""When a roll-call proves that a group lives: a share of its members, from a day on."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.duty import rules
from truongan.duty.actions.refusals import CannotKeepDuty
from truongan.duty.models import LivenessNorm
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require


@transaction.atomic
def set_norm(*, actor, valid_from: date, least_percent: int, needs_officer: bool, now: datetime) -> LivenessNorm:
    """From that day on a group lives when at least so many percent of its named members answer.

    The day lies ahead: what was called is proved by the norm of its own day. One that has not begun is replaced.
    Raises CannotKeepDuty.
    """
    require(rules.may_keep_norm(actor))
    if valid_from <= timezone.localdate(now):
        raise CannotKeepDuty(_("Chọn từ ngày mai trở đi: những cuộc đã gọi được xét theo mức của ngày gọi."))
    if not 1 <= least_percent <= 100:
        raise CannotKeepDuty(_("Mức từ 1 đến 100 %."))
    norm, _is_new = LivenessNorm.objects.select_for_update().update_or_create(
        valid_from=valid_from, defaults={"least_percent": least_percent, "needs_officer": needs_officer}
    )
    record(
        actor=actor, verb="duty.norm.set", target=norm, now=now, valid_from=vn_date(valid_from), percent=least_percent,
        officer=needs_officer,
    )  # fmt: skip
    return norm


@transaction.atomic
def withdraw_norm(*, actor, norm: LivenessNorm, now: datetime) -> None:
    """A norm that has not begun does not begin; CannotKeepDuty for one in force, or past."""
    require(rules.may_keep_norm(actor))
    norm = LivenessNorm.objects.select_for_update().get(pk=norm.pk)
    if norm.valid_from <= timezone.localdate(now):
        raise CannotKeepDuty(_("Mức này đã có hiệu lực. Đặt một mức mới từ ngày mai trở đi."))
    record(actor=actor, verb="duty.norm.withdrawn", target=norm, now=now, valid_from=vn_date(norm.valid_from))
    norm.delete()
