"""The way back when nobody of a unit can open its tips any more: two keepers together, each step on record."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.tips import rules, sealing
from truongan.tips.actions.refusals import CannotTip
from truongan.tips.actions.unit_keys import seal_for_keepers
from truongan.tips.models import OfficerKey, Recovery, RecoveryShare, TipOfficer, UnitKey, UnitKeyShare
from truongan.tips.rings import Ring


@transaction.atomic
def arrange_recovery(*, actor, ring: Ring, organization: Organization, now: datetime) -> int:
    """A handler locks every key of the unit they hold for the two keepers; how many. Raises CannotTip for want of two."""
    require(rules.handles_for(actor, organization, timezone.localdate(now)))
    keys = [key for key in UnitKey.objects.filter(organization=organization) if ring.holds(key)]
    arranged = sum(seal_for_keepers(key, ring.unit_private(key.pk)) for key in keys)
    if not arranged:
        raise CannotTip(_("Cần hai người giữ khóa khôi phục đã tạo khóa riêng. Nhờ người quản trị đơn vị phân công."))
    record(
        actor=actor, verb="tips.recovery.arranged", target=organization, now=now, organization=organization,
        count=arranged,
    )  # fmt: skip
    return arranged


@transaction.atomic
def release_recovery(*, actor, ring: Ring, officer: TipOfficer, now: datetime) -> int:
    """The first keeper opens the outer box for one handler; what lies inside only the second can open.

    How many keys were released. Raises CannotTip where this person is first keeper of none the handler lacks.
    """
    officer = _locked(officer)
    require(rules.keeps_for(actor, officer.organization))
    shares = _lacking(officer).filter(first=actor)
    for share in shares:
        Recovery.objects.update_or_create(
            share=share,
            defaults={
                "officer": officer.user, "released": ring.half_of(share), "begun_on": timezone.localdate(now),
            },
        )  # fmt: skip
    if not shares:
        raise CannotTip(_("Bạn không giữ lớp khóa thứ nhất nào mà người này còn thiếu."))
    record(actor=actor, verb="tips.recovery.released", target=officer, now=now, organization=officer.organization)
    return len(shares)


@transaction.atomic
def complete_recovery(*, actor, ring: Ring, officer: TipOfficer, now: datetime) -> int:
    """The second keeper opens the inner box and hands the unit's keys to the handler; how many.

    The keys pass through the server's memory and are shown to nobody. Raises CannotTip before the first keeper has
    done theirs.
    """
    officer = _locked(officer)
    require(rules.keeps_for(actor, officer.organization))
    under_way = Recovery.objects.filter(
        share__in=_lacking(officer).filter(second=actor), officer=officer.user_id
    ).select_related("share")
    theirs = OfficerKey.objects.filter(user=officer.user_id).first()
    if not under_way or theirs is None:
        raise CannotTip(_why_not(actor, officer))
    count = 0
    for each in under_way:
        private = sealing.unsealed(each.released, ring.private)
        UnitKeyShare.objects.create(
            unit_key_id=each.share.unit_key_id, user_id=officer.user_id,
            sealed=sealing.sealed_to(theirs.public_key, private),
        )  # fmt: skip
        each.delete()
        count += 1
    record(
        actor=actor, verb="tips.recovery.completed", target=officer, now=now, organization=officer.organization,
        count=count,
    )  # fmt: skip
    return count


def _why_not(actor, officer: TipOfficer) -> str:
    if _lacking(officer).filter(first=actor).exists():
        return _("Bạn giữ lớp khóa thứ nhất: mở lớp một, rồi người giữ kia hoàn tất.")
    return _("Người giữ khóa thứ nhất chưa mở lớp của mình cho người này.")


def _locked(officer: TipOfficer) -> TipOfficer:
    found = TipOfficer.objects.handlers().select_for_update(of=("self",)).filter(pk=officer.pk)
    officer_now = found.select_related("organization", "user").first()
    if officer_now is None:
        raise CannotTip(_("Người này không còn là người xử lý của đơn vị."))
    return officer_now


def _lacking(officer: TipOfficer):
    """Recovery boxes of the unit's keys which this handler cannot open themselves."""
    return RecoveryShare.objects.filter(unit_key__organization=officer.organization_id).exclude(
        unit_key__shares__user=officer.user_id
    )
