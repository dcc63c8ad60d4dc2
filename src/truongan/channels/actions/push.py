"""Browsers that show notices: each is an address of its person, proven by the browser itself."""

import base64
import binascii
from datetime import datetime
from hmac import compare_digest

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.channels.actions.refusals import CannotLink
from truongan.channels.models import Address, Channel
from truongan.channels.ways.push.services import is_push_service

_MOST = 10  # browsers of one person; the oldest makes room
_LONGEST = 500


@transaction.atomic
def allow_push(*, actor, endpoint: str, p256dh: str, auth: str, label: str, now: datetime) -> Address:
    """Show this person's notices in this browser. Raises CannotLink.

    A browser that somebody else used before is theirs no more: whoever allowed it last sits in front of it.
    """
    if actor.person is None:
        raise PermissionDenied
    _refuse_foreign(endpoint, p256dh, auth)
    in_use = Address.objects.select_for_update().filter(channel=Channel.PUSH, closed_at=None)
    in_use.filter(value=endpoint).exclude(person=actor.person).update(
        closed_at=now, closed_why=_("Người khác đã bật thông báo trên trình duyệt này.")
    )
    details = {"endpoint": endpoint, "p256dh": p256dh, "auth": auth}
    known = in_use.filter(value=endpoint, person=actor.person).first()
    if known is not None:
        known.details, known.failing_since = details, None
        known.save(update_fields=["details", "failing_since"])
        return known
    made = Address.objects.create(
        person=actor.person, channel=Channel.PUSH, value=endpoint, label=label[:80], details=details, created_at=now,
        verified_at=now,
    )  # fmt: skip
    oldest = in_use.filter(person=actor.person).order_by("-pk").values_list("pk", flat=True)[_MOST:]
    Address.objects.filter(pk__in=list(oldest)).update(closed_at=now, closed_why=_("Quá nhiều trình duyệt."))
    record(actor=actor, verb="channels.push.allowed", target=made, now=now, label=made.label)
    return made


@transaction.atomic
def renew_push(
    *, actor, old_endpoint: str, old_auth: str, endpoint: str, p256dh: str, auth: str, label: str, now: datetime
) -> Address:
    """Put the address a push service gave a browser in the place of its old one. Raises CannotLink.

    Whose it is says the secret of the old address, known to that browser and to us: months may have passed since
    anybody signed in there. Without it the person signed in (`actor`) must have allowed such a browser before.
    """
    _refuse_foreign(endpoint, p256dh, auth)
    in_use = Address.objects.select_for_update().filter(channel=Channel.PUSH, closed_at=None)
    old = in_use.filter(value=old_endpoint).first() if old_endpoint else None
    if old is None or not compare_digest(str(old.details.get("auth", "")).encode(), old_auth.encode()):
        if not (actor and actor.person_id and in_use.filter(person=actor.person_id, label=label[:80]).exists()):
            raise PermissionDenied
        return allow_push(actor=actor, endpoint=endpoint, p256dh=p256dh, auth=auth, label=label, now=now)
    if in_use.filter(value=endpoint).exclude(person=old.person_id).exists():
        raise PermissionDenied  # somebody else has allowed that browser meanwhile
    details = {"endpoint": endpoint, "p256dh": p256dh, "auth": auth}
    Address.objects.filter(pk=old.pk).update(closed_at=now, closed_why=_("Trình duyệt đã đổi địa chỉ nhận."))
    made = in_use.filter(value=endpoint).first() or Address.objects.create(
        person=old.person, channel=Channel.PUSH, value=endpoint, label=old.label, details=details, created_at=now,
        verified_at=now,
    )  # fmt: skip
    record(actor=actor, verb="channels.push.renewed", target=made, now=now, label=made.label)
    return made


@transaction.atomic
def end_push(*, actor, address: Address, now: datetime) -> None:
    """Show nothing in that browser any more: by its own person."""
    if actor.person is None or address.person_id != actor.person_id:
        raise PermissionDenied
    if Address.objects.filter(pk=address.pk, closed_at=None).update(closed_at=now, closed_why=_("Người dùng tắt.")):
        record(actor=actor, verb="channels.push.ended", target=address, now=now, label=address.label)


def _refuse_foreign(endpoint: str, p256dh: str, auth: str) -> None:
    if len(endpoint) > _LONGEST or not is_push_service(endpoint) or not _are_keys(p256dh, auth):
        raise CannotLink(_("Trình duyệt này dùng máy chủ đẩy mà hệ thống không nhận. Hãy dùng trình duyệt khác."))


def _are_keys(p256dh: str, auth: str) -> bool:
    """A point of the curve and sixteen bytes: else every message to this browser would fail later."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _raw(p256dh))
        return len(_raw(auth)) == 16
    except (ValueError, binascii.Error):
        return False


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
