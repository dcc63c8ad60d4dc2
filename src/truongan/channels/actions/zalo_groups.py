"""Chat groups the official account runs: made for a place of an upper context, looked at, filled.

Ordinary groups stay outside: no program can see or join them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.accounts.models import Person
from truongan.audit.actions import record
from truongan.channels.actions.refusals import CannotConnect
from truongan.channels.models import Address, Channel
from truongan.channels.rules import may_administer
from truongan.channels.ways.zalo import groups, policy, tokens
from truongan.channels.ways.zalo.wire import Refused, Unreachable
from truongan.kernel.refusals import require

NAME_LETTERS = 30
AT_ONCE = 99


@dataclass(frozen=True)
class Linked:
    """Of these people, who can be put into a group: their Zalo is tied to them."""

    zalo_ids: list[str]
    person_ids: frozenset[int]


def linked_among(person_ids: Collection[int]) -> Linked:
    rows = Address.objects.in_use().filter(channel=Channel.ZALO, person__in=person_ids).order_by("person")
    found = list(rows.values_list("value", "person"))
    return Linked([value for value, _person in found], frozenset(person for _value, person in found))


def create_zalo_group(
    *, actor, place: str, name: str, description: str, asset_id: str, person_ids: Collection[int], now: datetime
) -> Address:
    """Have the official account make a group for this place (`movement.group.12`) with those of the people who linked.

    `name`: 1 to 30 letters; `asset_id`: the bought package. The new Address is where messages to the place go.
    Raises CannotConnect.
    """
    require(may_administer(actor))
    linked = linked_among(person_ids)
    if not 1 <= len(name) <= NAME_LETTERS:
        raise CannotConnect(_("Tên nhóm Zalo từ 1 đến %(n)s ký tự.") % {"n": NAME_LETTERS})
    if not linked.zalo_ids:
        raise CannotConnect(_("Chưa thành viên nào liên kết Zalo. Mời họ quét mã của OA và liên kết trước."))
    if Address.objects.filter(channel=Channel.ZALO_GROUP, place=place, closed_at=None).exists():
        raise CannotConnect(_("Nhóm này đã có nhóm Zalo do OA quản lý."))
    made = _asked(
        lambda token: groups.create(
            token, name=name, description=description, asset_id=asset_id, members=linked.zalo_ids[:AT_ONCE]
        ),
        now,
    )
    return _keep(actor, place, name, asset_id, made, now)


@transaction.atomic
def _keep(actor, place: str, name: str, asset_id: str, made: groups.Group, now: datetime) -> Address:
    account = tokens.connected_account()
    address = Address.objects.create(
        place=place, channel=Channel.ZALO_GROUP, value=made.group_id, label=name[:80], created_at=now, verified_at=now,
        details={"oa_id": account.oa_id if account else "", "asset_id": asset_id, **made.noted(now)},
    )  # fmt: skip
    record(actor=actor, verb="channels.zalo_group.created", target=address, now=now, place=place)
    return address


def look_at_zalo_group(*, actor, address: Address, now: datetime) -> tuple[groups.Group, list[str], list[str]]:
    """The group as it is now: what it is, ids of its members, ids of those who ask to be let in; noted with the
    address. Raises CannotConnect."""
    require(may_administer(actor))
    group, members, pending = _asked(lambda token: groups.look(token, address.value), now)
    address.details = {**address.details, **group.noted(now)}
    address.save(update_fields=["details"])
    return group, members, pending


def invite_to_zalo_group(*, actor, address: Address, person_ids: Collection[int], now: datetime) -> int:
    """Invite those of the people who linked; how many. Zalo takes who follows the account or wrote to it within seven
    days. Raises CannotConnect."""
    require(may_administer(actor))
    linked = linked_among(person_ids)
    if not linked.zalo_ids:
        raise CannotConnect(_("Chưa ai trong số này liên kết Zalo."))
    invited = linked.zalo_ids[:AT_ONCE]
    _asked(lambda token: groups.invite(token, address.value, invited), now)
    _note(actor, "channels.zalo_group.invited", address, now, count=len(invited))
    return len(invited)


def accept_into_zalo_group(*, actor, address: Address, zalo_ids: Collection[str], now: datetime) -> int:
    """Let in those of the waiting who are linked to somebody we know; others a person decides about in Zalo.

    Raises CannotConnect.
    """
    require(may_administer(actor))
    known = Address.objects.in_use().filter(channel=Channel.ZALO, value__in=zalo_ids)
    accepted = list(known.values_list("value", flat=True))
    if not accepted:
        raise CannotConnect(_("Chưa nhận ra ai trong số người xin vào: họ chưa liên kết Zalo."))
    _asked(lambda token: groups.accept(token, address.value, accepted), now)
    _note(actor, "channels.zalo_group.accepted", address, now, count=len(accepted))
    return len(accepted)


def reject_from_zalo_group(*, actor, address: Address, zalo_ids: Collection[str], now: datetime) -> int:
    """Turn away those of the waiting whom nobody here is linked to; how many. They may ask again once they linked.

    Raises CannotConnect.
    """
    require(may_administer(actor))
    known = Address.objects.in_use().filter(channel=Channel.ZALO, value__in=zalo_ids).values_list("value", flat=True)
    strangers = sorted(set(zalo_ids) - set(known))[:AT_ONCE]
    if not strangers:
        raise CannotConnect(_("Không còn ai chưa nhận ra đang xin vào."))
    _asked(lambda token: groups.reject(token, address.value, strangers), now)
    _note(actor, "channels.zalo_group.rejected", address, now, count=len(strangers))
    return len(strangers)


def members_who_left(*, actor, address: Address, staying: Collection[int], now: datetime) -> list[Person]:
    """People we know by their link who are in the group at Zalo and not among those of `staying`. Raises CannotConnect.

    Whoever is not linked is not named: nobody here can tell who it is.
    """
    _group, members, _pending = look_at_zalo_group(actor=actor, address=address, now=now)
    linked = Address.objects.in_use().filter(channel=Channel.ZALO, value__in=members, person__isnull=False)
    gone = linked.exclude(person__in=staying).values("person")
    return list(Person.objects.filter(pk__in=gone).order_by("sort_key"))


def remove_from_zalo_group(*, actor, address: Address, person_ids: Collection[int], now: datetime) -> int:
    """Take these people out of the group at Zalo; how many. Raises CannotConnect."""
    require(may_administer(actor))
    linked = linked_among(person_ids)
    if not linked.zalo_ids:
        raise CannotConnect(_("Không còn ai phải đưa ra khỏi nhóm."))
    removed = linked.zalo_ids[:AT_ONCE]
    _asked(lambda token: groups.remove(token, address.value, removed), now)
    _note(actor, "channels.zalo_group.removed", address, now, count=len(removed))
    return len(removed)


@transaction.atomic
def leave_zalo_group(*, actor, address: Address, now: datetime) -> None:
    """Send nothing there any more; the group itself goes on in Zalo until its package ends."""
    require(may_administer(actor))
    Address.objects.filter(pk=address.pk, closed_at=None).update(closed_at=now, closed_why=_("Bỏ khỏi hệ thống."))
    record(actor=actor, verb="channels.zalo_group.left", target=address, now=now, place=address.place)


@transaction.atomic
def _note(actor, verb: str, address: Address, now: datetime, **what) -> None:
    record(actor=actor, verb=verb, target=address, now=now, place=address.place, **what)


def _asked(ask, now: datetime):
    """Ask Zalo, under a new token where it refuses the old one; its refusals in words an administrator can use."""
    try:
        token = tokens.access_token(now=now)
        try:
            return ask(token)
        except Refused as refused:
            if refused.code not in (-216, -220):
                raise
            return ask(tokens.renewed(token, now=now))
    except Refused as refused:
        known = policy.POLICIES.get(refused.code)
        why = known.explanation if known else policy.UNKNOWN
        raise CannotConnect(f"{why} ({refused.code} {refused.text})") from refused
    except (Unreachable, tokens.NotConnected) as reason:
        raise CannotConnect(str(reason)) from reason
