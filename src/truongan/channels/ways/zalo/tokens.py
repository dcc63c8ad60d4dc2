"""The account's tokens. A refresh token is good once, so it is changed under a lock and the new pair stored first."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from truongan.channels.models import ZaloAccount
from truongan.channels.ways.zalo import oauth
from truongan.channels.ways.zalo.sealing import CannotUnseal, sealed, unsealed
from truongan.channels.ways.zalo.wire import Refused

log = logging.getLogger(__name__)
_AHEAD = timedelta(minutes=10)  # renewed before it runs out in the middle of a broadcast
REFRESH_LASTS = timedelta(days=90)


class NotConnected(Exception):
    """There is no account, or no token of it opens anything any more. The text may be shown to an administrator."""


def connected_account() -> ZaloAccount | None:
    """The official account this installation speaks for; the one connected last."""
    return ZaloAccount.objects.exclude(refresh_token=None).order_by("-connected_at").first()


def access_token(*, now: datetime) -> str:
    """A token that opens calls now, renewed where it is about to run out. Raises NotConnected, Unreachable."""
    account = connected_account()
    if account is None:
        raise NotConnected("Chưa kết nối Official Account nào.")
    if account.access_until and account.access_until > now + _AHEAD:
        return _opened(account.access_token, account, "access")
    return renewed("", now=now)


@transaction.atomic(durable=True)  # inside another transaction a roll-back would lose the pair for good
def renewed(stale: str, *, now: datetime) -> str:
    """The token after `stale`, which Zalo refused ("": whichever has run out). Raises NotConnected, Unreachable.

    Two workers that come together: the second waits at the row's lock and finds the first one's pair.
    """
    account = _locked()
    current = _opened(account.access_token, account, "access")
    is_fresh = account.access_until is not None and account.access_until > now + _AHEAD
    if current != stale and is_fresh:
        return current
    return _changed(account, now)


@transaction.atomic(durable=True)
def renewed_early(*, now: datetime) -> str:
    """A new pair although the old one still holds. Raises NotConnected, Unreachable."""
    return _changed(_locked(), now)


def _locked() -> ZaloAccount:
    account = ZaloAccount.objects.select_for_update().exclude(refresh_token=None).order_by("-connected_at").first()
    if account is None:
        raise NotConnected("Chưa kết nối Official Account nào.")
    return account


def _changed(account: ZaloAccount, now: datetime) -> str:
    try:
        pair = oauth.pair_for_refresh(_opened(account.refresh_token, account, "refresh"))
    except Refused as reason:
        log.warning("Zalo refused to renew the token: %s", reason.code)
        raise NotConnected(f"Zalo không cấp mã truy cập mới ({reason.code} {reason.text}).") from reason
    store(account, pair, now=now)
    return pair.access


def store(account: ZaloAccount, pair: oauth.Pair, *, now: datetime) -> None:
    """Both tokens at once, sealed."""
    account.access_token = sealed(pair.access, _place(account, "access"))
    account.refresh_token = sealed(pair.refresh, _place(account, "refresh"))
    account.access_until = now + pair.lasts
    account.refresh_until = now + REFRESH_LASTS
    account.save(update_fields=["access_token", "refresh_token", "access_until", "refresh_until"])


def _opened(box, account: ZaloAccount, which: str) -> str:
    try:
        return unsealed(box, _place(account, which))
    except CannotUnseal as reason:
        raise NotConnected(str(reason)) from reason


def _place(account: ZaloAccount, which: str) -> str:
    return f"channels.zalo:{account.oa_id}:{which}"
