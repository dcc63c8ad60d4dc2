"""The keys of somebody who has unlocked theirs."""

from datetime import datetime

from truongan.tips import sealing
from truongan.tips.models import Unlocking
from truongan.tips.rings import Ring, unlocking_place
from truongan.tips.sealing import CannotOpen


def ring_in(user, cookie: str, *, session_key: str, now: datetime) -> Ring | None:
    """What the browser's half opens together with the stored one; None when it is too late or not theirs."""
    row = Unlocking.objects.open_at(now).filter(user=user.pk).first()
    if row is None:
        return None
    try:
        place = unlocking_place(user, session_key)
        return Ring(user, sealing.opened(row.private_locked, bytes.fromhex(cookie), place))
    except (CannotOpen, ValueError, TypeError):
        return None
