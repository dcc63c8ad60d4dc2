"""Who handles tips and who keeps the recovery: named by administrators, who themselves read nothing."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.accounts.models import Appointment, User
from truongan.audit.actions import record
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.tips import rules
from truongan.tips.actions.refusals import CannotTip
from truongan.tips.actions.unit_keys import ensure_unit_key, renew_unit_key
from truongan.tips.models import OfficerKey, RecoveryShare, TipOfficer, UnitKey, UnitKeyShare
from truongan.tips.states import Duty


@transaction.atomic
def name_officer(*, actor, organization: Organization, user: User, duty: str, now: datetime) -> TipOfficer:
    """Name a handler (somebody in post in the unit) or a keeper (in post there, or an administrator over it).

    Raises CannotTip for anybody else and for a second duty in the unit.
    """
    require(rules.may_name(actor, organization))
    today = timezone.localdate(now)
    Organization.objects.select_for_update().get(pk=organization.pk)
    is_in_post = Appointment.objects.on(today).filter(person=user.person_id, organization=organization).exists()
    if not user.is_active or not (is_in_post or (duty == Duty.KEEPER and user.scope.may_administer(organization))):
        raise CannotTip(_("Người này không có chức vụ trong đơn vị."))
    if TipOfficer.objects.open().filter(organization=organization, user=user).exists():
        raise CannotTip(_("Người này đã có một việc trong đơn vị. Kết thúc việc đó trước."))
    officer = TipOfficer.objects.create(
        organization=organization, user=user, duty=duty, named_by=actor, named_on=today
    )
    ensure_unit_key(officer=officer, now=now)
    record(
        actor=actor, verb="tips.officer.named", target=officer, now=now, organization=organization,
        note=str(officer.get_duty_display()),
    )  # fmt: skip
    return officer


@transaction.atomic
def end_officer(*, actor, officer: TipOfficer, now: datetime) -> TipOfficer:
    """End a duty: their shares go, and the unit gets a new pair for what comes from now on.

    What was sealed before stays readable to those who remain, and was readable to who left.
    """
    officer = TipOfficer.objects.select_for_update(of=("self",)).select_related("organization").get(pk=officer.pk)
    require(rules.may_name(actor, officer.organization))
    if officer.ended_on:
        raise CannotTip(_("Việc này đã kết thúc."))
    officer.ended_on = timezone.localdate(now)
    officer.save(update_fields=["ended_on"])
    if officer.duty == Duty.HANDLER:
        _take_shares(officer, now)
    else:
        keeper = Q(first=officer.user_id) | Q(second=officer.user_id)
        RecoveryShare.objects.filter(keeper, unit_key__organization=officer.organization_id).delete()
    record(actor=actor, verb="tips.officer.ended", target=officer, now=now, organization=officer.organization)
    return officer


def _take_shares(officer: TipOfficer, now: datetime) -> None:
    organization = officer.organization
    current = UnitKey.objects.current().filter(organization=organization).first()
    held_current = current is not None and current.shares.filter(user=officer.user_id).exists()
    UnitKeyShare.objects.filter(unit_key__organization=organization, user=officer.user_id).delete()
    if not held_current:
        return
    handlers = TipOfficer.objects.handlers().filter(organization=organization, user__is_active=True).values("user")
    remaining = list(UnitKeyShare.objects.filter(unit_key=current, user__in=handlers).values_list("user", flat=True))
    renew_unit_key(organization=organization, users=remaining, now=now)


def retire_departed(*, now: datetime) -> int:
    """End the duty of every handler who holds no post in the unit any more, or whose sign-in is shut; how many."""
    today = timezone.localdate(now)
    staying = TipOfficer.objects.handlers().in_post_on(today).values("pk")
    leaving = list(TipOfficer.objects.handlers().exclude(pk__in=staying))
    leaving += list(TipOfficer.objects.keepers().filter(user__is_active=False))
    for officer in leaving:
        end_officer(actor=None, officer=officer, now=now)
    return len(leaving)


def has_secret(user) -> bool:
    """Whether this person has set up a secret of their own."""
    return OfficerKey.objects.filter(user=user).exists()
