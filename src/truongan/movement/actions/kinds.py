"""Kinds of connection groups: who must be in a group of the kind."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from truongan.audit.actions import record
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc
from truongan.movement import ledger, rules
from truongan.movement.actions.refusals import CannotRegister
from truongan.movement.models import ConnectionGroup, GroupKind
from truongan.movement.models.group import Need

RECOUNT = "movement.recount_kind"
_AT_ONCE = 500


@transaction.atomic
def change_group_kind(*, actor, kind: GroupKind, name: str, needs: Collection[str], now: datetime) -> GroupKind:
    """Say who must be in groups of this kind (codes of Need); what groups lack follows at once.

    A worker counts complete groups again, of every day: the rule has no dates. Raises CannotRegister for an unknown code.
    """
    require(rules.may_keep_group_kinds(actor))
    if not set(needs) <= set(Need.values):
        raise CannotRegister(_("Chọn trong các tư cách có sẵn."))
    kind = GroupKind.objects.select_for_update().get(pk=kind.pk)
    before = {_("tên"): kind.name, _("phải có trong nhóm"): ", ".join(kind.need_labels)}
    kind.name, kind.needs = nfc(name), [code for code in Need.values if code in needs]
    kind.save(update_fields=["name", "needs"])
    after = {_("tên"): kind.name, _("phải có trong nhóm"): ", ".join(kind.need_labels)}
    changes = {label: [before[label], value] for label, value in after.items() if before[label] != value}
    if _("phải có trong nhóm") in changes:
        app.configure_task(RECOUNT, queue="movement").defer(kind_id=kind.pk)
    record(actor=actor, verb="movement.group_kind.changed", target=kind, now=now, changes=changes)
    return kind


def recount_kind(*, kind: GroupKind) -> int:
    """Count the organizations anew that have or had groups of this kind; how many. Cut short, it is run again whole."""
    of_kind = Q(kind=kind) | Q(kind=None) if kind.is_default else Q(kind=kind)
    holders = ConnectionGroup.objects.filter(of_kind).order_by("organization").distinct()
    ids = list(holders.values_list("organization", flat=True))
    for start in range(0, len(ids), _AT_ONCE):
        ledger.refresh(ids[start : start + _AT_ONCE])
    return len(ids)
