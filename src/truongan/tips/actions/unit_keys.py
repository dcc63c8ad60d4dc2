"""A unit's pair: made with its first handler, granted to the next, renewed when one leaves."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.tips import rules, sealing
from truongan.tips.actions.refusals import CannotTip
from truongan.tips.models import OfficerKey, RecoveryShare, TipOfficer, UnitKey, UnitKeyShare
from truongan.tips.rings import Ring
from truongan.tips.states import Duty


def ensure_unit_key(*, officer: TipOfficer, now: datetime) -> UnitKey | None:
    """The unit's first pair, or a new one when nobody is left who holds the last; called inside an action.

    Where somebody holds it, a newcomer waits for their grant: who is named by an administrator alone reads nothing.
    """
    if officer.duty != Duty.HANDLER or not OfficerKey.objects.filter(user=officer.user_id).exists():
        return None
    organization = Organization.objects.select_for_update().get(pk=officer.organization_id)
    current = UnitKey.objects.current().filter(organization=organization).first()
    if current and _holders(current):
        return None
    return renew_unit_key(organization=organization, users=[officer.user_id], now=now)


def renew_unit_key(*, organization: Organization, users: list[int], now: datetime) -> UnitKey | None:
    """Retire the current pair and make another for these handlers; none for nobody. Called inside an action.

    No passphrase is needed: a new private key is sealed to public ones. Old tips stay with the old pair.
    """
    today = timezone.localdate(now)
    UnitKey.objects.current().filter(organization=organization).update(retired_on=today)
    keys = list(OfficerKey.objects.filter(user__in=users))
    if not keys:
        return None
    private, public = sealing.new_pair()
    last = UnitKey.objects.filter(organization=organization).aggregate(last=Max("version"))["last"] or 0
    unit_key = UnitKey.objects.create(organization=organization, version=last + 1, public_key=public, made_on=today)
    for key in keys:
        _share(unit_key, key, private)
    seal_for_keepers(unit_key, private)
    record(actor=None, verb="tips.unit_key.made", target=unit_key, now=now, organization=organization)
    return unit_key


@transaction.atomic
def grant_access(*, actor, ring: Ring, officer: TipOfficer, now: datetime) -> int:
    """Hand a colleague the unit's keys the actor holds, sealed to the colleague's own; how many were new to them.

    Raises CannotTip while the colleague has no secret of their own or lacks no key the actor holds, PermissionDenied
    for who does not handle tips of the unit.
    """
    officer = TipOfficer.objects.select_for_update(of=("self",)).select_related("organization").get(pk=officer.pk)
    require(rules.handles_for(actor, officer.organization, timezone.localdate(now)))
    theirs = OfficerKey.objects.filter(user=officer.user_id).first()
    if officer.ended_on or officer.duty != Duty.HANDLER or theirs is None:
        raise CannotTip(_("Người này chưa tạo khóa riêng, hoặc không còn là người xử lý."))
    missing = [
        key
        for key in UnitKey.objects.filter(organization=officer.organization).exclude(shares__user=officer.user_id)
        if ring.holds(key)
    ]
    if not missing:
        raise CannotTip(_("Bạn không giữ khóa nào của đơn vị mà người này còn thiếu."))
    for key in missing:
        _share(key, theirs, ring.unit_private(key.pk))
    record(
        actor=actor, verb="tips.access.granted", target=officer, now=now, organization=officer.organization,
        count=len(missing),
    )  # fmt: skip
    return len(missing)


def seal_for_keepers(unit_key: UnitKey, private: bytes) -> bool:
    """Lock the unit's private key for its two keepers together; False while there are not two with a secret."""
    keepers = TipOfficer.objects.keepers().filter(organization=unit_key.organization_id, user__is_active=True)
    pair = list(OfficerKey.objects.filter(user__in=keepers.values("user")).order_by("pk")[:2])
    if len(pair) < 2:
        return False
    first, second = pair
    nested = sealing.sealed_to(first.public_key, sealing.sealed_to(second.public_key, private))
    RecoveryShare.objects.update_or_create(
        unit_key=unit_key, defaults={"first_id": first.user_id, "second_id": second.user_id, "sealed": nested}
    )
    return True


def _share(unit_key: UnitKey, key: OfficerKey, private: bytes) -> None:
    UnitKeyShare.objects.create(
        unit_key=unit_key, user_id=key.user_id, sealed=sealing.sealed_to(key.public_key, private)
    )


def _holders(unit_key: UnitKey) -> bool:
    handlers = TipOfficer.objects.handlers().filter(organization=unit_key.organization_id, user__is_active=True)
    return unit_key.shares.filter(user__in=handlers.values("user")).exists()
