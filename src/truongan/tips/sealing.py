"""How what people confide is locked: nothing here knows of rows, requests or the clock.

Argon2id turns a secret somebody remembers into a key; XChaCha20-Poly1305 locks what has been written and binds it to
the place it belongs to; a sealed box (Curve25519) hands a key to somebody who is not there.
"""

import json
import secrets
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import Aead

from truongan.kernel.refusals import Refusal

KEY = 32
SALT = 16
RECEIPT_DIGITS = 16
TEXT_BLOCK = 2048  # lengths are rounded up to these, else the length alone tells one account from another
FILE_BLOCK = 65_536


Box = bytes | memoryview  # as a row gives it back


class CannotOpen(Refusal):
    """Not the key of this box, or the box was changed or moved. The text may be shown."""


@dataclass(frozen=True)
class Cost:
    """What one guess costs: passes over so many KiB of memory. Kept beside what it made, so that it can be raised."""

    passes: int
    kibibytes: int


def stretched(secret: str, salt: bytes, cost: Cost) -> bytes:
    """Argon2id of a secret: 32 bytes."""
    return hash_secret_raw(secret.encode(), salt, cost.passes, cost.kibibytes, 1, KEY, Type.ID)


def new_key() -> bytes:
    return secrets.token_bytes(KEY)


def locked(plain: bytes, key: bytes, place: str, block: int = TEXT_BLOCK) -> bytes:
    """Lock under a key; it opens only for the same `place` (`tips.message:…`), so rows cannot be swapped."""
    return bytes(Aead(key).encrypt(sodium_pad(plain, block), place.encode()))


def opened(box: Box, key: bytes, place: str, block: int = TEXT_BLOCK) -> bytes:
    """What was locked. Raises CannotOpen."""
    try:
        return bytes(sodium_unpad(Aead(key).decrypt(bytes(box), place.encode()), block))
    except (CryptoError, ValueError, TypeError):
        raise CannotOpen("Không mở được: khóa không đúng hoặc nội dung đã bị thay đổi.") from None


def locked_words(words: dict[str, Any], key: bytes, place: str) -> bytes:
    return locked(json.dumps(words, ensure_ascii=False).encode(), key, place)


def opened_words(box: Box, key: bytes, place: str) -> dict[str, Any]:
    words: dict[str, Any] = json.loads(opened(box, key, place))
    return words


def new_pair() -> tuple[bytes, bytes]:
    """(private, public)."""
    private = PrivateKey.generate()
    return bytes(private), bytes(private.public_key)


def public_of(private: bytes) -> bytes:
    return bytes(PrivateKey(private).public_key)


def sealed_to(public: Box, plain: bytes) -> bytes:
    """Hand over to the holder of the private key; who seals cannot open it again."""
    return bytes(SealedBox(PublicKey(bytes(public))).encrypt(plain))


def unsealed(box: Box, private: bytes) -> bytes:
    """What was sealed to this private key. Raises CannotOpen."""
    try:
        return bytes(SealedBox(PrivateKey(private)).decrypt(bytes(box)))
    except (CryptoError, ValueError, TypeError):
        raise CannotOpen("Không mở được: chìa này không thuộc hộp này.") from None


def receipt_of(form_token: str, site_secret: str) -> str:
    """Sixteen digits (53 bits), as a person can write down and telephone, the same again for the same form.

    Derived and not drawn, so that nobody loses them whose finger pressed twice: a browser shows the last answer alone.
    The token's random part (128 bits) stands in the sender's page and nowhere else.
    """
    key = derived_key(site_secret, b"tips-receipts")
    number = int.from_bytes(blake2b(form_token.encode(), digest_size=64, key=key).digest(), "big")
    return f"{number % 10**RECEIPT_DIGITS:0{RECEIPT_DIGITS}d}"


@dataclass(frozen=True)
class ReceiptKeys:
    """What a receipt gives: the value it is found by, and the pair that opens what was sealed to its holder."""

    lookup: str
    private: bytes

    @property
    def public(self) -> bytes:
        return public_of(self.private)


def receipt_keys(receipt: str, site_salt: str, cost: Cost) -> ReceiptKeys:
    """One Argon2id of the receipt under the installation's own salt, from which both values follow apart.

    The salt is the same for every receipt, else none could be found; it is secret, so a copied database without it
    cannot be searched at all. The stored value says nothing of the private key: BLAKE2b with a name for each.
    """
    root = stretched(receipt, blake2b(site_salt.encode(), digest_size=SALT, person=b"tips-receipt").digest(), cost)
    return ReceiptKeys(
        lookup=_derived(root, b"tips-lookup").hex(),
        private=_derived(root, b"tips-pair"),
    )


def derived_key(site_secret: str, name: bytes) -> bytes:
    """A key of the installation for one purpose."""
    return _derived(site_secret.encode()[:64], name)


def _derived(key: bytes, name: bytes) -> bytes:
    return blake2b(b"", digest_size=KEY, key=key, person=name).digest()
