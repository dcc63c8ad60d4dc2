"""Moments in words, for what actions write down."""

from datetime import datetime

from django.utils import timezone

from truongan.kernel.dates import vn_date


def moment(at: datetime | None) -> str:
    """`22/11/2026 09:00` in Viet Nam's time; nothing for None."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{vn_date(local.date())} {local:%H:%M}"
