"""Tying a person to their Zalo: they take a code here and send it to the official account from there.

Ids at Zalo are opaque and names there are anybody's to choose, so nothing but the code says who somebody is.
"""

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from truongan.accounts.models import Person
from truongan.audit.actions import record
from truongan.channels.actions.notices import notify
from truongan.channels.actions.refusals import CannotLink
from truongan.channels.models import Address, Channel, Claim

CODE_LASTS = timedelta(minutes=15)
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is mistaken for another
_LENGTH = 8  # 39 bits, for a quarter of an hour, tried one chat message at a time
# With its "TA", or with the stroke in the middle: any eight letters may be a greeting.
_CODE = re.compile(rf"TA[\s-]*((?:[{_LETTERS}][\s-]*){{{_LENGTH}}})|([{_LETTERS}]{{4}}-[{_LETTERS}]{{4}})")
_LONGEST = 40  # letters of a chat message in which a code is looked for


@dataclass(frozen=True)
class NewCode:
    text: str
    expires_at: datetime


@transaction.atomic
def ask_zalo_code(*, actor, now: datetime) -> NewCode:
    """A one-time code for the person's Zalo; an older one opens nothing any more."""
    if actor.person is None:
        raise PermissionDenied
    Claim.objects.filter(person=actor.person, channel=Channel.ZALO, used_at=None, expires_at__gt=now).update(
        expires_at=now
    )
    letters = "".join(secrets.choice(_LETTERS) for _each in range(_LENGTH))
    claim = Claim.objects.create(
        person=actor.person, channel=Channel.ZALO, code_hash=_hash(letters), created_at=now,
        expires_at=now + CODE_LASTS,
    )  # fmt: skip
    return NewCode(f"TA-{letters[:4]}-{letters[4:]}", claim.expires_at)


def code_in(text: str) -> str:
    """The letters of a code, however it was typed; "" where the text is no code."""
    found = _CODE.fullmatch(text.strip().upper()) if len(text) <= _LONGEST else None
    return re.sub(r"[\s-]", "", found[1] or found[2]) if found else ""


@transaction.atomic
def link_zalo(*, zalo_id: str, oa_id: str, letters: str, now: datetime) -> Address:
    """Whoever sent this code is its person. Raises CannotLink with what to answer.

    The sender holds the Zalo account and the code: an older tie of either of them ends.
    """
    claim = Claim.objects.select_for_update().filter(channel=Channel.ZALO, code_hash=_hash(letters)).last()
    if claim is None:
        raise CannotLink(_("Mã này không đúng. Mở lại trang liên kết Zalo trong hệ thống và gửi đúng mã đang hiện."))
    if claim.used_at is not None:
        raise CannotLink(_("Mã này đã được dùng. Nếu cần liên kết lại, hãy lấy mã mới trong hệ thống."))
    if claim.expires_at <= now:
        raise CannotLink(_("Mã này đã hết hạn. Hãy lấy mã mới trong hệ thống rồi gửi lại."))
    Claim.objects.filter(pk=claim.pk).update(used_at=now)
    in_use = Address.objects.select_for_update().filter(channel=Channel.ZALO, closed_at=None)
    in_use.filter(value=zalo_id).exclude(person=claim.person).update(
        closed_at=now, closed_why=_("Tài khoản Zalo này đã được liên kết với người khác.")
    )
    in_use.filter(person=claim.person).update(closed_at=now, closed_why=_("Đã liên kết lại."))
    made = Address.objects.create(
        person=claim.person, channel=Channel.ZALO, value=zalo_id, label="Zalo", created_at=now, verified_at=now,
        details={"oa_id": oa_id, "last_interaction_at": now.isoformat()},
    )  # fmt: skip
    _tell(claim.person, made, now)
    record(actor=getattr(claim.person, "user", None), verb="channels.zalo.linked", target=made, now=now)
    return made


@transaction.atomic
def unlink_zalo(*, actor, now: datetime) -> bool:
    """Nothing goes to this person's Zalo any more; whether anything did."""
    if actor.person is None:
        raise PermissionDenied
    mine = Address.objects.select_for_update().filter(person=actor.person, channel=Channel.ZALO, closed_at=None)
    found = list(mine)
    mine.update(closed_at=now, closed_why=_("Người dùng bỏ liên kết."))
    for each in found:
        record(actor=actor, verb="channels.zalo.unlinked", target=each, now=now)
    return bool(found)


def _tell(person: Person, made: Address, now: datetime) -> None:
    notify(
        person=person,
        subject=_("Đã liên kết một tài khoản Zalo với bạn"),
        text=_("Từ nay bạn nhận việc qua Zalo. Nếu không phải bạn vừa gửi mã, hãy bỏ liên kết ngay."),
        link=reverse("zalo:mine"),
        key=f"channels.zalo.linked.{made.pk}",
        now=now,
    )


def _hash(letters: str) -> str:
    return hmac.new(settings.CHANNELS_SECRET.encode(), b"zalo-code:" + letters.encode(), "sha256").hexdigest()
