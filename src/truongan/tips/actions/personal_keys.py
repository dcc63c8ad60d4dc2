"""A person's own secret: set up, changed, unlocked for a while, locked again."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator, NumericPasswordValidator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.channels.actions import notify
from truongan.kernel.refusals import require
from truongan.kernel.text import fold, nfc
from truongan.tips import sealing
from truongan.tips.actions.refusals import CannotTip
from truongan.tips.actions.unit_keys import ensure_unit_key
from truongan.tips.models import OfficerKey, RecoveryShare, TipOfficer, UnitKeyShare, Unlocking
from truongan.tips.rings import unlocking_place
from truongan.tips.sealing import CannotOpen, Cost

SHORTEST = 16  # letters: four words
_TRIES, _BLOCKED = 5, timedelta(minutes=5)


@transaction.atomic
def set_up_key(*, actor, passphrase: str, now: datetime) -> OfficerKey:
    """Make this person's pair under a passphrase of their own; with it the unit's, where they are its first handler.

    Doing it again (the passphrase is lost) leaves what was sealed to the old pair behind: a colleague grants it anew,
    or the two keepers do. Raises CannotTip for a weak passphrase, PermissionDenied for who has no duty.
    """
    duties = list(TipOfficer.objects.open().filter(user=actor).select_related("organization"))
    require(bool(duties))
    refuse_weak(actor, passphrase)
    private, public = sealing.new_pair()
    before = OfficerKey.objects.select_for_update().filter(user=actor).first()
    key, _is_new = OfficerKey.objects.update_or_create(
        user=actor,
        defaults={**_locked(private, passphrase), "public_key": public, "made_on": timezone.localdate(now)},
    )
    UnitKeyShare.objects.filter(user=actor).delete()
    RecoveryShare.objects.filter(Q(first=actor) | Q(second=actor)).delete()
    Unlocking.objects.filter(user=actor).delete()
    for each in duties:
        ensure_unit_key(officer=each, now=now)
    if before:
        _tell_of_replacement(actor, duties, now)
    verb = "tips.key.replaced" if before else "tips.key.made"
    record(actor=actor, verb=verb, target=key, now=now, organization=duties[0].organization)
    return key


def _tell_of_replacement(actor, duties: list[TipOfficer], now: datetime) -> None:
    """Whoever stole a sign-in could do this too: the colleagues are told."""
    for each in duties:
        notify(
            organization=each.organization, subject=_("%(name)s đã tạo lại khóa riêng") % {"name": actor.display_name},
            text=_("Người này chưa mở được tố giác cũ đến khi được cấp khóa. Nếu không phải họ làm, báo người quản trị."),
            link=reverse("tips_desk:queue"), key=f"tips.key.replaced.{each.pk}:{int(now.timestamp())}", now=now,
        )  # fmt: skip


def change_passphrase(*, actor, old: str, new: str, now: datetime) -> OfficerKey:
    """Another passphrase for the same pair: everything that could be opened still can. Raises CannotTip.

    A wrong old one counts as a wrong try at unlocking: else it could be guessed here without end.
    """
    refuse_weak(actor, new)
    with transaction.atomic():
        key = _unblocked(actor, now)
        private = _tried(key, old, now)
        if private is not None:
            return _relocked(actor, key, private, new, now)
    raise CannotTip(_("Cụm mật khẩu đang dùng không đúng."))  # outside: the failure must stay counted


def _relocked(actor, key: OfficerKey, private: bytes, new: str, now: datetime) -> OfficerKey:
    for name, value in _locked(private, new).items():
        setattr(key, name, value)
    key.save()
    Unlocking.objects.filter(user=actor).delete()
    record(actor=actor, verb="tips.key.changed", target=key, now=now)
    return key


def unlock(*, actor, passphrase: str, session_key: str, now: datetime) -> str:
    """Open the person's key for a while and give what their browser keeps: a key the server forgets.

    Raises CannotTip for a wrong passphrase; five in a row stop this person for five minutes.
    """
    with transaction.atomic():
        private = _tried(_unblocked(actor, now), passphrase, now)
        if private is not None:
            return _kept(actor, private, session_key, now)
    raise CannotTip(_("Cụm mật khẩu không đúng."))  # outside: the failure must stay counted


def _unblocked(actor, now: datetime) -> OfficerKey:
    key = OfficerKey.objects.select_for_update().filter(user=actor).first()
    if key is None:
        raise PermissionDenied
    if key.blocked_until and key.blocked_until > now:
        raise CannotTip(_("Sai quá nhiều lần. Chờ năm phút rồi thử lại."))
    return key


def _tried(key: OfficerKey, passphrase: str, now: datetime) -> bytes | None:
    try:
        private = _opened(key, passphrase)
    except CannotOpen:
        key.failed_count += 1
        if key.failed_count >= _TRIES:
            key.failed_count, key.blocked_until = 0, now + _BLOCKED
        private = None
    else:
        key.failed_count, key.blocked_until = 0, None
    key.save(update_fields=["failed_count", "blocked_until"])
    return private


def _kept(actor, private: bytes, session_key: str, now: datetime) -> str:
    cookie = secrets.token_bytes(sealing.KEY)
    Unlocking.objects.update_or_create(
        user=actor,
        defaults={
            "private_locked": sealing.locked(private, cookie, unlocking_place(actor, session_key)),
            "expires_at": now + timedelta(minutes=settings.TIPS_UNLOCK_MINUTES),
        },
    )
    return cookie.hex()


def lock(*, actor, now: datetime) -> None:
    """Forget the unlocked key before its time."""
    Unlocking.objects.filter(user=actor).delete()


def refuse_weak(user, passphrase: str) -> None:
    """Raises CannotTip with what to do better."""
    words = _normal(passphrase)
    if len(words) < SHORTEST:
        raise CannotTip(_("Dùng ít nhất %(count)s ký tự, ví dụ bốn, năm từ không liên quan.") % {"count": SHORTEST})
    if user.check_password(passphrase):
        raise CannotTip(_("Đây là mật khẩu đăng nhập. Cụm mật khẩu này phải khác: mất một thứ không mất cả hai."))
    own = {user.username, *(user.person.name.split() if user.person else ())}
    if len(set(words)) < 6 or any(len(each) > 3 and fold(each) in fold(words) for each in own):
        raise CannotTip(_("Cụm mật khẩu quá dễ đoán: đừng lặp ký tự, đừng dùng tên mình hay tên đăng nhập."))
    try:
        CommonPasswordValidator().validate(words)
        NumericPasswordValidator().validate(words)
    except ValidationError as reason:
        raise CannotTip(" ".join(reason.messages)) from None


def _locked(private: bytes, passphrase: str) -> dict:
    salt = secrets.token_bytes(sealing.SALT)
    cost = Cost(*settings.TIPS_PASSPHRASE_COST)
    return {
        "salt": salt, "passes": cost.passes, "kibibytes": cost.kibibytes, "failed_count": 0, "blocked_until": None,
        "private_locked": sealing.locked(private, sealing.stretched(_normal(passphrase), salt, cost), "tips.key"),
    }  # fmt: skip


def _opened(key: OfficerKey, passphrase: str) -> bytes:
    cost = Cost(key.passes, key.kibibytes)
    return sealing.opened(
        key.private_locked, sealing.stretched(_normal(passphrase), bytes(key.salt), cost), "tips.key"
    )


def _normal(passphrase: str) -> str:
    # Two keyboards write the same Vietnamese letter differently.
    return " ".join(nfc(passphrase).split())
