"""What a receipt opens, and how often receipts may be tried.

A receipt is tried by everybody against every tip at once, and nobody is told apart by address. So one guess costs an
Argon2id, two are worked out at a time, and beyond so many wrong ones a minute, by all together, nobody is answered.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext as _

from truongan.tips import sealing
from truongan.tips.models import Pressure, Tip
from truongan.tips.rings import TipKeys
from truongan.tips.sealing import KEY, RECEIPT_DIGITS, CannotOpen, Cost, ReceiptKeys

TICKET = timedelta(minutes=30)  # how long the page of a conversation can be answered without the receipt again
_MINUTE = timedelta(minutes=1)
_at_once = threading.BoundedSemaphore(2)  # each holds its memory for as long as it counts


class TooMany(Exception):
    """More than the installation takes at the moment. The text may be shown."""


class NoSuchReceipt(Exception):
    """No tip has this receipt, or it has been deleted when its term ended. The text may be shown."""


def normal_receipt(typed: str) -> str:
    """The digits of what was typed, with blanks or dashes or none; empty when they are not sixteen."""
    digits = "".join(letter for letter in typed if letter in "0123456789")
    return digits if len(digits) == RECEIPT_DIGITS else ""


def in_fours(receipt: str) -> str:
    """1234 5678 9012 3456, as it is written down."""
    return " ".join(receipt[start : start + 4] for start in range(0, len(receipt), 4))


def worked_out(receipt: str) -> ReceiptKeys:
    """The costly part: Argon2id of the receipt."""
    with _at_once:
        return sealing.receipt_keys(receipt, settings.TIPS_SITE_SECRET, Cost(*settings.TIPS_RECEIPT_COST))


def refuse_under_pressure(now: datetime) -> None:
    """Raises TooMany while wrong receipts pour in; asked before anything is worked out."""
    wrong = Pressure.objects.filter(minute__gt=now - _MINUTE).aggregate(count=Sum("count"))["count"] or 0
    if wrong >= settings.TIPS_WRONG_A_MINUTE:
        raise TooMany(_("Đang có quá nhiều mã sai được thử. Chờ vài phút rồi nhập lại; tố giác của bạn vẫn còn."))


_sent: deque[datetime] = deque()
_counting = threading.Lock()


def refuse_flood(now: datetime) -> None:
    """Raises TooMany beyond so many new tips a minute. Counted in memory: a stored time would tell when one came."""
    with _counting:
        while _sent and not now - _MINUTE < _sent[0] <= now:
            _sent.popleft()
        if len(_sent) >= settings.TIPS_SENT_A_MINUTE:
            raise TooMany(_("Máy chủ đang bận. Nội dung vẫn còn bên dưới: chờ một phút rồi gửi lại."))
        _sent.append(now)


def found_by(keys: ReceiptKeys) -> tuple[Tip, TipKeys]:
    """The tip and what opens its conversation. Raises NoSuchReceipt."""
    tip = Tip.objects.filter(lookup=keys.lookup).select_related("holder").first()
    if tip is None:
        raise NoSuchReceipt(
            _("Không có tố giác nào mang mã này. Kiểm tra từng nhóm bốn số; tố giác hết hạn đã bị xóa.")
        )
    return tip, _opened_by(tip, keys.private)


def _opened_by(tip: Tip, private: bytes) -> TipKeys:
    return TipKeys(sealing.unsealed(tip.sealed_for_tipster, private))


def new_ticket(tip: Tip, private: bytes, now: datetime) -> str:
    """What the page of a conversation carries instead of a cookie: the opened key, locked by the installation's own.

    It stands in the form alone, opens this one tip, and for half an hour.
    """
    until = int((now + TICKET).timestamp()).to_bytes(8, "big")
    return sealing.locked(private + until, _ticket_key(), tip.place_of("ticket"), block=64).hex()


def opened_ticket(ticket: str, code: str, now: datetime) -> tuple[Tip, TipKeys, bytes]:
    """The tip, its key and the tipster's private key. Raises NoSuchReceipt when it is too old or not ours."""
    stale = NoSuchReceipt(_("Trang này đã mở quá lâu. Nhập lại mã biên nhận để tiếp tục."))
    with _as(stale):
        tip = Tip.objects.select_related("holder").get(code=code)
        opened = sealing.opened(bytes.fromhex(ticket), _ticket_key(), tip.place_of("ticket"), block=64)
    private, until = opened[:KEY], int.from_bytes(opened[KEY:], "big")
    if until < now.timestamp():
        raise stale
    return tip, _opened_by(tip, private), private


@contextmanager
def _as(refusal: Exception) -> Iterator[None]:
    try:
        yield
    except (CannotOpen, ValueError, Tip.DoesNotExist, ValidationError):
        raise refusal from None


def _ticket_key() -> bytes:
    return sealing.derived_key(settings.TIPS_SITE_SECRET, b"tips-ticket")
