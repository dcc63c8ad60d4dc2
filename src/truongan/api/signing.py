"""How a webhook proves that it is ours: HMAC-SHA256 over the time and the body."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from django.conf import settings

from truongan.api.models import Subscription


def secret_of(subscription: Subscription) -> str:
    """The signing secret: made from the installation's own secret, so that a copy of the database forges nothing."""
    said = f"webhook:{subscription.pk}:{subscription.salt}".encode()
    digest = hmac.digest(settings.API_SECRET.encode(), said, "sha256")
    return "whs_" + urlsafe_b64encode(digest).decode().rstrip("=")


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """`v1=` and the hexadecimal HMAC-SHA256 of `timestamp.body`."""
    return "v1=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
