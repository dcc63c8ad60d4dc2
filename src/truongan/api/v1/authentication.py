"""Who calls: a token of an organization, within its limit, with the scope the operation needs."""

import hmac

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from truongan.accounts.models import User
from truongan.api.actions import count_use, hash_of
from truongan.api.models import ApiToken
from truongan.api.principals import principal_of
from truongan.api.v1.problems import ApiError
from truongan.kernel.clock import now, today_vn


class Bearer(HttpBearer):
    """`Authorization: Bearer ta_…`; `scope` is what the operation needs, nothing for any token."""

    def __init__(self, scope: str = ""):
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> User:
        moment = now()
        found = _known(token)
        if found.revoked_at is not None:
            raise ApiError("token_revoked")
        if found.is_expired_at(moment):
            raise ApiError("token_expired")
        if not found.organization.exists_on(today_vn()):
            raise ApiError("organization_closed")
        if count_use(token=found, now=moment) > settings.API_RATE:
            raise ApiError("too_many", wait=60 - moment.second)
        if self.scope and self.scope not in found.scopes:
            raise ApiError("scope_missing", f"Cần quyền {self.scope}.")
        user = principal_of(found)
        request.user = user
        return user


def _known(secret: str) -> ApiToken:
    """The token of this secret: found by its open prefix, then compared in constant time."""
    parts = secret.split("_", 2)
    if len(parts) != 3 or parts[0] != "ta" or not parts[1].isalnum() or not parts[1].isascii():
        raise ApiError("token_wrong")
    rows = ApiToken.objects.select_related("organization", "user")
    found = rows.filter(prefix=parts[1][:8]).first()
    if not hmac.compare_digest(found.token_hash if found else "0" * 64, hash_of(secret)) or found is None:
        raise ApiError("token_wrong")
    return found
