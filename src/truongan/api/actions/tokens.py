"""Tokens of other systems: made, used, revoked."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext as _

from truongan.accounts.models import User
from truongan.api import rules
from truongan.api.actions.refusals import CannotKeepApi
from truongan.api.models import ApiToken, KeptAnswer, Use
from truongan.api.states import TokenScope
from truongan.audit.actions import record
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc
from truongan.organizations.models import Organization

MOST_TOKENS = 20  # usable ones of one organization: more is a leak nobody watches
KEEP_ANSWERS = timedelta(hours=24)
KEEP_USES = timedelta(hours=1)


class NewToken(NamedTuple):
    """`secret` is shown once and kept nowhere."""

    token: ApiToken
    secret: str


@transaction.atomic
def create_token(
    *, actor, organization: Organization, name: str, scopes: Sequence[str], expires_at: datetime | None, now: datetime
) -> NewToken:
    """A new way in for another system, with a technical account nobody signs in with.

    Raises CannotKeepApi without scopes, for a day that is over, and beyond MOST_TOKENS.
    """
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    require(rules.may_keep_tokens(actor, organization))
    _refuse(organization, scopes, expires_at, now)
    prefix, random = secrets.token_hex(4), secrets.token_urlsafe(32)
    secret = f"ta_{prefix}_{random}"
    name = nfc(name).strip()[:100]
    user = User(username=f"api-{prefix}", first_name=f"{_('Ứng dụng')}: {name}"[:150], is_active=False)
    user.set_unusable_password()
    user.save()
    token = ApiToken.objects.create(
        organization=organization, user=user, name=name, prefix=prefix, token_hash=hash_of(secret),
        scopes=[each for each in TokenScope.values if each in scopes], created_by=actor, created_at=now,
        expires_at=expires_at,
    )  # fmt: skip
    record(
        actor=actor, verb="api.token.created", target=token, now=now, organization=organization, scopes=token.scopes
    )
    return NewToken(token, secret)


@transaction.atomic
def revoke_token(*, actor, token: ApiToken, now: datetime) -> ApiToken:
    """The token stops working with the next request. Revoked twice, the first stays."""
    token = ApiToken.objects.select_for_update(of=("self",)).select_related("organization").get(pk=token.pk)
    require(rules.may_keep_tokens(actor, token.organization))
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        record(actor=actor, verb="api.token.revoked", target=token, now=now, organization=token.organization)
    return token


def count_use(*, token: ApiToken, now: datetime) -> int:
    """One more request of the token in this minute; how many that makes. Its last use is written once a minute."""
    minute = now.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:  # one statement, so that two requests at once are two
        cursor.execute(
            "INSERT INTO api_use (token_id, at, count) VALUES (%s, %s, 1)"
            " ON CONFLICT (token_id, at) DO UPDATE SET count = api_use.count + 1 RETURNING count",
            [token.pk, minute],
        )
        count: int = cursor.fetchone()[0]
    if count == 1:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return count


def forget_old(*, now: datetime) -> None:
    """Answers kept for repeats longer than a day, and counts of minutes long past."""
    KeptAnswer.objects.before(now - KEEP_ANSWERS).delete()
    Use.objects.before(now - KEEP_USES).delete()


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _refuse(organization: Organization, scopes: Sequence[str], expires_at: datetime | None, now: datetime) -> None:
    if not set(scopes) & set(TokenScope.values):
        raise CannotKeepApi(_("Chọn ít nhất một việc mã này được làm."))
    if expires_at is not None and expires_at <= now:
        raise CannotKeepApi(_("Ngày hết hạn đã qua. Chọn ngày sau hôm nay."))
    if ApiToken.objects.usable_at(now).filter(organization=organization).count() >= MOST_TOKENS:
        raise CannotKeepApi(
            _("%(name)s đã có %(n)s mã đang dùng. Thu hồi mã không còn dùng rồi tạo mã mới.")
            % {"name": organization.name, "n": MOST_TOKENS}
        )
