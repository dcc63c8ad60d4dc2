"""The pair by which push services and browsers know this server (VAPID): one for the life of the installation.

Made from the installation's own secret, so there is nothing to generate and nothing to copy but `secrets/`. A lost
secret means a new pair, and everybody has to allow notices again.
"""

from base64 import urlsafe_b64encode
from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the group of P-256


@cache
def _private(secret: str) -> ec.EllipticCurvePrivateKey:
    # 512 bits brought below the order: no value is likelier than another by more than 2^-256.
    wide = b"".join(sha256(part + b"web-push:" + secret.encode()).digest() for part in (b"1", b"2"))
    return ec.derive_private_key(int.from_bytes(wide, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def signer() -> Vapid02:
    return Vapid02(_private(settings.CHANNELS_SECRET))


def public_key() -> str:
    """What a browser needs to subscribe: the uncompressed point, base64url without padding."""
    point = _private(settings.CHANNELS_SECRET).public_key()
    return urlsafe_b64encode(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)).rstrip(b"=").decode()
