"""People named in a roster who may not be in the register yet."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from truongan.accounts.actions import CannotChangePeople, register_person
from truongan.accounts.models import Person
from truongan.kernel.phones import parse_phone
from truongan.kernel.text import fold, nfc
from truongan.movement.actions.refusals import CannotChangeRoster
from truongan.movement.actions.roster import Seat
from truongan.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A roster line as typed: a name, perhaps a phone and a post."""

    role: str
    name: str
    phone: str = ""
    post: str = ""


def seated(*, actor, organization: Organization, lines: list[Seat | Newcomer], now: datetime) -> list[Seat]:
    """Seats for all lines: newcomers are found in the organization by phone or name, else entered as its people.

    Call inside the action's transaction. Raises CannotChangeRoster when a phone is another person's.
    """
    return [line if isinstance(line, Seat) else _seat(actor, organization, line, now) for line in lines]


def _seat(actor, organization: Organization, line: Newcomer, now: datetime) -> Seat:
    return Seat(role=line.role, person=_known(organization, line) or _entered(actor, organization, line, now))


def _known(organization: Organization, line: Newcomer) -> Person | None:
    phone, name = _phone(line), fold(line.name)
    if phone and (owner := Person.objects.filter(phone=phone).first()):
        if owner.search_fold != name:
            raise CannotChangeRoster(
                _("Số điện thoại của %(name)s đang ghi cho người khác trong sổ. Kiểm tra lại số, hoặc để trống.")
                % {"name": line.name}
            )
        return owner
    same = list(Person.objects.filter(organization=organization, search_fold=name)[:2])
    if len(same) > 1:
        raise CannotChangeRoster(
            _("Trường có hai người tên %(name)s. Chọn đúng người trong danh sách thay vì gõ tên.")
            % {"name": line.name}
        )
    # A different phone means a different person of the same name.
    return same[0] if same and (not phone or not same[0].phone) else None


def _entered(actor, organization: Organization, line: Newcomer, now: datetime) -> Person:
    if len(line.name.split()) < 2:
        raise CannotChangeRoster(_("“%(name)s” chưa đủ họ và tên.") % {"name": line.name})
    try:
        return register_person(
            actor=actor, organization=organization, name=line.name, phone=_phone(line), post=nfc(line.post), now=now
        )
    except CannotChangePeople as reason:
        raise CannotChangeRoster(f"{line.name}: {reason}") from reason


def _phone(line: Newcomer) -> str:
    if not line.phone.strip():
        return ""
    phone = parse_phone(line.phone)
    if phone is None:
        raise CannotChangeRoster(
            _("Số điện thoại “%(phone)s” của %(name)s không đọc được. Ghi 10 số, bắt đầu bằng 0.")
            % {"phone": line.phone, "name": line.name}
        )
    return phone
