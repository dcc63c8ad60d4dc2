"""A person's link to their due days, for calendar programs that cannot sign in."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from truongan.audit.actions import record
from truongan.directives.models import DueFeed


@transaction.atomic
def make_feed(*, actor, now: datetime) -> str:
    """A new secret for the person's own link; the old link stops working. It is shown once, only its hash is kept."""
    token = secrets.token_urlsafe(32)
    feed, is_new = DueFeed.objects.update_or_create(
        user=actor, defaults={"token_hash": hash_of(token), "made_at": now, "read_at": None}
    )
    record(actor=actor, verb="directives.feed.made", target=feed, now=now, renewed=not is_new)
    return token


@transaction.atomic
def revoke_feed(*, actor, now: datetime) -> None:
    """The link stops working at once."""
    feed = DueFeed.objects.select_for_update().filter(user=actor).first()
    if feed is not None:
        record(actor=actor, verb="directives.feed.revoked", target=feed, now=now)
        feed.delete()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
