"""A person's own addresses: proved by a code sent there, given up again."""

import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.channels.actions.refusals import CannotVerify
from truongan.channels.models import Address, Claim, Notice, Preference
from truongan.channels.ways import way_of
from truongan.channels.ways.contract import Outgoing

CODE_LASTS = timedelta(minutes=15)
CODES_AN_HOUR = 4  # of one person, and to one address: a code is a message somebody pays for
TRIES = 5  # of one code of six digits


def ask_code(*, actor, channel: str, value: str, now: datetime) -> Claim:
    """Send a code of six digits to this address; an older one opens nothing any more. CannotVerify says why not."""
    way = way_of(channel)
    if way is None or way.missing():
        raise CannotVerify(_("Kênh này chưa được quản trị thiết lập."))
    claim, code = _new_claim(actor, channel, value, now)
    text = _("Mã xác nhận của bạn ở %(site)s: %(code)s. Không đưa mã này cho ai.")
    words = text % {"site": settings.SITE_NAME, "code": code}
    outgoing = Outgoing(
        key=f"ta-claim-{claim.pk}", delivery_id=0, to=value, subject=_("Mã xác nhận địa chỉ"), short=words, text="",
        url="", urgency="normal", is_drill=False, attempts=0, person_id=claim.person_id,
    )  # fmt: skip
    outcome = way.send_many([outgoing], now=now)[0]
    if outcome.kind not in ("handed", "unsure"):
        raise CannotVerify(_("Chưa gửi được mã tới địa chỉ này; kiểm tra lại địa chỉ hoặc thử lại sau."))
    return claim


@transaction.atomic
def _new_claim(actor, channel: str, value: str, now: datetime) -> tuple[Claim, str]:
    if actor.person is None:
        raise PermissionDenied
    # Locked, else two taps at once count each other not at all.
    type(actor.person).objects.select_for_update().get(pk=actor.person.pk)
    recent = Claim.objects.filter(channel=channel, created_at__gt=now - timedelta(hours=1))
    if max(recent.filter(person=actor.person).count(), recent.filter(value=value).count()) >= CODES_AN_HOUR:
        raise CannotVerify(_("Đã xin nhiều mã trong một giờ; hãy đợi rồi thử lại."))
    Claim.objects.filter(person=actor.person, channel=channel, used_at=None, expires_at__gt=now).update(expires_at=now)
    code = f"{secrets.randbelow(1_000_000):06d}"
    claim = Claim.objects.create(
        person=actor.person, channel=channel, value=value, code_hash=_hash(actor.person.pk, channel, value, code),
        created_at=now, expires_at=now + CODE_LASTS,
    )  # fmt: skip
    return claim, code


def open_claim(actor, channel: str, now: datetime) -> Claim | None:
    """The code this person has asked for and not typed in yet."""
    mine = Claim.objects.filter(person=actor.person_id, channel=channel, used_at=None, expires_at__gt=now)
    return mine.filter(attempts__lt=TRIES).order_by("-pk").first()


def confirm_code(*, actor, channel: str, code: str, now: datetime) -> Address:
    """The address is this person's. CannotVerify says why not; a wrong code is counted even though it is refused.

    Who holds the address now is its person: another's tie to it ends.
    """
    with transaction.atomic():
        made = _confirmed(actor, channel, code, now)
    if made is None:
        raise CannotVerify(_("Mã không đúng hoặc đã hết hạn. Kiểm tra lại tin nhận được, hoặc xin mã mới."))
    return made


def _confirmed(actor, channel: str, code: str, now: datetime) -> Address | None:
    claim = open_claim(actor, channel, now)
    if claim is None:
        return None
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    is_right = hmac.compare_digest(claim.code_hash, _hash(claim.person_id, channel, claim.value, code.strip()))
    if claim.attempts >= TRIES or claim.used_at or not is_right:
        claim.attempts += 1
        claim.save(update_fields=["attempts"])
        return None
    claim.used_at = now
    claim.save(update_fields=["used_at"])
    held = Address.objects.filter(channel=channel, value=claim.value, closed_at=None)
    held.update(closed_at=now, closed_why=_("Đã được xác nhận lại."))
    made = Address.objects.create(
        person_id=claim.person_id, channel=channel, value=claim.value, created_at=now, verified_at=now
    )
    preference_of(claim.person_id)
    record(actor=actor, verb="channels.address.verified", target=made, now=now, channel=channel)
    return made


@transaction.atomic
def close_address(*, actor, address: Address, now: datetime) -> None:
    """Nothing goes there any more."""
    if address.person_id is None or address.person_id != actor.person_id:
        raise PermissionDenied
    open_ = Address.objects.filter(pk=address.pk, closed_at=None)
    if open_.update(closed_at=now, closed_why=_("Người dùng bỏ địa chỉ.")):
        record(actor=actor, verb="channels.address.closed", target=address, now=now, channel=address.channel)


def preference_of(person_id: int) -> Preference:
    """The person's row; a new one forwards only what comes from now on."""
    newest = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return Preference.objects.get_or_create(person_id=person_id, defaults={"forwarded_to": newest})[0]


@transaction.atomic
def set_preference(*, actor, order: list[str], quiet_from, quiet_to, forwarding: str, now: datetime) -> Preference:
    """How this person wants to be reached: order of channels, quiet hours (Viet Nam), what leaves the product."""
    if actor.person is None:
        raise PermissionDenied
    # Locked as it is now: the worker moves `forwarded_to` on, and an older one written back announces notices again.
    preference = Preference.objects.select_for_update().get(pk=preference_of(actor.person.pk).pk)
    if preference.forwarding == Preference.Forwarding.NONE and forwarding != preference.forwarding:
        preference.forwarded_to = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    preference.order, preference.forwarding = order, forwarding
    preference.quiet_from, preference.quiet_to = quiet_from, quiet_to
    preference.save(update_fields=["order", "forwarding", "quiet_from", "quiet_to", "forwarded_to"])
    record(
        actor=actor, verb="channels.preference.set", target=preference, now=now, organization=actor.person.organization,
        order=order, forwarding=forwarding, quiet_from=quiet_from, quiet_to=quiet_to,
    )  # fmt: skip
    return preference


def _hash(person_id: int, channel: str, value: str, code: str) -> str:
    said = f"address:{person_id}:{channel}:{value}:{code}"
    return hmac.new(settings.CHANNELS_SECRET.encode(), said.encode(), "sha256").hexdigest()
