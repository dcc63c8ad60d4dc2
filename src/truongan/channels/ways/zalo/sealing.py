"""Tokens at rest: AES-256-GCM under a key of the installation, bound to the account they belong to."""

import os
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


class CannotUnseal(Exception):
    """The installation's secret is not the one these were sealed with: restored without its `secrets` folder."""


def sealed(plain: str, place: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key()).encrypt(nonce, plain.encode(), place.encode())


def unsealed(box: bytes | memoryview | None, place: str) -> str:
    """What was sealed for this place. Raises CannotUnseal."""
    raw = bytes(box or b"")
    try:
        return AESGCM(_key()).decrypt(raw[:_NONCE], raw[_NONCE:], place.encode()).decode()
    except (InvalidTag, ValueError):
        raise CannotUnseal("Không mở được mã truy cập đã lưu: kết nối lại Official Account.") from None


def _key() -> bytes:
    return sha256(b"zalo-tokens:" + settings.CHANNELS_SECRET.encode()).digest()
