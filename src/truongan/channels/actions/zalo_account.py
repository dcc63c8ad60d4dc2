"""Connecting the official account and letting go of it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.channels.actions.refusals import CannotConnect
from truongan.channels.handing_over import pausing
from truongan.channels.models import Address, Channel, ZaloAccount
from truongan.channels.rules import may_administer
from truongan.channels.ways.zalo import oauth, tokens
from truongan.channels.ways.zalo.wire import Refused, Unreachable
from truongan.kernel.refusals import require

_OF_THE_ACCOUNT = (Channel.ZALO, Channel.ZALO_GROUP)
_RENEWED_BEFORE = timedelta(hours=30)  # the daily look renews every token that would not see the next one


def connect_zalo(*, actor, oa_id: str, code: str, verifier: str, now: datetime) -> ZaloAccount:
    """Change the code of the consent page for tokens, keep them sealed, open the channel again for what was parked.

    User and group ids hold for one account: with another account everybody links anew. Raises CannotConnect.
    """
    require(may_administer(actor))
    if not oa_id or not code or len(oa_id) > 40:
        raise CannotConnect(_("Zalo không gửi về mã kết nối. Bấm Kết nối và đồng ý lại từ đầu."))
    try:
        pair = oauth.pair_for_code(code, verifier)  # outside the transaction: it is another machine's work
    except Refused as reason:
        said = f"{reason.code} {reason.text}".strip()
        raise CannotConnect(_("Zalo không nhận mã kết nối (%(said)s). Bấm Kết nối lại.") % {"said": said}) from reason
    except Unreachable as reason:
        raise CannotConnect(_("%(reason)s Bấm Kết nối lại sau ít phút.") % {"reason": reason}) from reason
    return _keep(actor, oa_id, pair, now)


@transaction.atomic
def _keep(actor, oa_id: str, pair: oauth.Pair, now: datetime) -> ZaloAccount:
    account, _is_new = ZaloAccount.objects.select_for_update().get_or_create(
        oa_id=oa_id, defaults={"connected_at": now}
    )
    ZaloAccount.objects.exclude(pk=account.pk).update(access_token=None, refresh_token=None, access_until=None)
    tokens.store(account, pair, now=now)
    account.connected_at = now
    account.save(update_fields=["connected_at"])
    others = Address.objects.filter(channel__in=_OF_THE_ACCOUNT, closed_at=None).exclude(details__oa_id=oa_id)
    closed = others.update(closed_at=now, closed_why=_("Hệ thống đã chuyển sang Official Account khác."))
    resumed = sum(pausing.open_again(channel, now) for channel in _OF_THE_ACCOUNT)
    record(
        actor=actor, verb="channels.zalo.connected", target=account, now=now, resumed=resumed, closed_addresses=closed
    )
    return account


@transaction.atomic
def disconnect_zalo(*, actor, now: datetime) -> None:
    """Forget the tokens. Links of people stay: with the same account they hold again."""
    require(may_administer(actor))
    account = tokens.connected_account()
    if account is None:
        return
    ZaloAccount.objects.update(access_token=None, refresh_token=None, access_until=None, refresh_until=None)
    record(actor=actor, verb="channels.zalo.disconnected", target=account, now=now)


def keep_zalo_token(*, now: datetime) -> None:
    """Once a day: an account nobody writes through would lose its refresh token after three months.

    A refusal stops the channel, so that the administrator sees it before the next message does.
    """
    account = tokens.connected_account()
    if account is None or (account.access_until and account.access_until > now + _RENEWED_BEFORE):
        return
    try:
        tokens.renewed_early(now=now)
    except tokens.NotConnected as reason:
        for channel in _OF_THE_ACCOUNT:
            pausing.stop(channel, str(reason), now)
    except Unreachable:
        return  # tomorrow, or with the next message
