"""OAuth v4 with PKCE: the way to the consent page, and what its code and later the refresh token are changed for."""

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from truongan.channels.ways.zalo.wire import Unreachable, post_form

_ACCESS_HOURS = 25  # where the answer does not say


@dataclass(frozen=True)
class Pair:
    """Two tokens: one opens calls for about a day, the other is changed once for the next pair."""

    access: str
    refresh: str
    lasts: timedelta


def new_verifier() -> str:
    return secrets.token_urlsafe(48)


def challenge_of(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def consent_url(*, verifier: str, state: str, back_to: str) -> str:
    """Where the administrator agrees that the product speaks for their account."""
    asked = {
        "app_id": settings.ZALO_APP_ID, "redirect_uri": back_to,
        "code_challenge": challenge_of(verifier), "state": state,
    }  # fmt: skip
    return f"{settings.ZALO_OAUTH_URL}/v4/oa/permission?{urlencode(asked)}"


def pair_for_code(code: str, verifier: str) -> Pair:
    """The code is good once, for ten minutes. Raises Refused or Unreachable."""
    return _pair({"code": code, "grant_type": "authorization_code", "code_verifier": verifier})


def pair_for_refresh(token: str) -> Pair:
    """The token is good once: whoever gets this answer stores it before anything else. Raises Refused, Unreachable."""
    return _pair({"refresh_token": token, "grant_type": "refresh_token"})


def _pair(form: dict[str, str]) -> Pair:
    answer = post_form(
        f"{settings.ZALO_OAUTH_URL}/v4/oa/access_token",
        {"app_id": settings.ZALO_APP_ID, **form},
        {"secret_key": settings.ZALO_APP_SECRET},
    )
    if not answer.get("access_token") or not answer.get("refresh_token"):
        raise Unreachable("Zalo trả lời mà không kèm mã truy cập.", may_have_arrived=True)
    return Pair(str(answer["access_token"]), str(answer["refresh_token"]), _lasts(answer.get("expires_in")))


def _lasts(seconds: Any) -> timedelta:
    """`expires_in` comes as a text."""
    try:
        return timedelta(seconds=int(seconds))
    except (TypeError, ValueError):
        return timedelta(hours=_ACCESS_HOURS)
