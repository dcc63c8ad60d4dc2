"""Who owns a group: offered by one, accepted by the other; or assigned by whoever administers the school's unit."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from truongan.accounts.models import Person
from truongan.channels.actions import notify
from truongan.kernel.refusals import require
from truongan.movement import rules
from truongan.movement.actions.life import audit_part
from truongan.movement.actions.refusals import CannotChangeRoster, locked_organization
from truongan.movement.models import ConnectionGroup


@transaction.atomic
def offer_group(*, actor, group: ConnectionGroup, person: Person, now: datetime) -> ConnectionGroup:
    """Ask somebody to take the group over; they are told and answer on the group's page. A new offer replaces the old."""
    group = _locked(group)
    require(rules.may_hand_over_group(actor, group))
    if group.owner_id == person.pk:
        raise CannotChangeRoster(_("%(name)s đang là trưởng nhóm.") % {"name": person.name})
    group.offered_to, group.offered_at = person, now
    group.save(update_fields=["offered_to", "offered_at"])
    notify(
        person=person, subject=_("Mời bạn nhận làm trưởng nhóm “%(name)s”") % {"name": group.name},
        text=_("Mở trang nhóm để nhận hoặc từ chối."), link=reverse("movement:group_owner", args=[group.pk]),
        key=f"movement.group_offer.{group.pk}.{int(now.timestamp())}", now=now,
    )  # fmt: skip
    audit_part(actor, "movement.group.offered", group, now, note=person.name)
    return group


@transaction.atomic
def answer_offer(*, actor, group: ConnectionGroup, accepts: bool, now: datetime) -> ConnectionGroup:
    """The person asked takes the group, or does not; who owned it before is told."""
    group = _locked(group)
    taken = group.offered_to
    if taken is None or actor is None or taken.pk != actor.person_id:
        raise PermissionDenied
    if not accepts:
        group.offered_to = group.offered_at = None
        group.save(update_fields=["offered_to", "offered_at"])
        _tell(group, _("%(name)s không nhận nhóm “%(group)s”") % {"name": taken.name, "group": group.name}, now)
        audit_part(actor, "movement.group.offer_declined", group, now, note=taken.name)
        return group
    _tell(group, _("%(name)s đã nhận nhóm “%(group)s”") % {"name": taken.name, "group": group.name}, now)
    return _given(actor, group, taken, now)


@transaction.atomic
def assign_owner(*, actor, group: ConnectionGroup, person: Person, now: datetime) -> ConnectionGroup:
    """Say who owns the group, without asking: by an administrator of the school or its unit."""
    group = _locked(group)
    require(rules.may_assign_group(actor, group))
    notify(
        person=person, subject=_("Bạn được giao làm trưởng nhóm “%(name)s”") % {"name": group.name},
        link=group.get_absolute_url(), key=f"movement.group_owner.{group.pk}.{int(now.timestamp())}", now=now,
    )  # fmt: skip
    return _given(actor, group, person, now)


def _given(actor, group: ConnectionGroup, person: Person, now: datetime) -> ConnectionGroup:
    before = group.owner
    group.owner, group.offered_to, group.offered_at = person, None, None
    group.save(update_fields=["owner", "offered_to", "offered_at"])
    changes = {_("trưởng nhóm"): [str(before or ""), person.name]}
    audit_part(actor, "movement.group.handed_over", group, now, changes=changes)
    return group


def _tell(group: ConnectionGroup, subject: str, now: datetime) -> None:
    """The owner; where there is none, the school."""
    owner = {"person": group.owner} if group.owner else {"organization": group.organization}
    key = f"movement.group_answer.{group.pk}.{int(now.timestamp())}"
    notify(**owner, subject=subject, link=group.get_absolute_url(), key=key, now=now)  # type: ignore[arg-type]


def _locked(group: ConnectionGroup) -> ConnectionGroup:
    locked_organization(group.organization_id)
    rows = ConnectionGroup.objects.select_for_update(of=("self",)).select_related(
        "organization", "owner", "offered_to"
    )
    return rows.get(pk=group.pk)
