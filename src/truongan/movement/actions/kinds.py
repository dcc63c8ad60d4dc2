"""Kinds of connection groups: who must be in a group of the kind."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc
from truongan.movement import rules
from truongan.movement.actions.refusals import CannotRegister
from truongan.movement.models import GroupKind
from truongan.movement.models.group import Need


@transaction.atomic
def change_group_kind(*, actor, kind: GroupKind, name: str, needs: Collection[str], now: datetime) -> GroupKind:
    """Say who must be in groups of this kind (codes of Need); what groups lack follows at once.

    Raises CannotRegister for an unknown code.
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
    record(actor=actor, verb="movement.group_kind.changed", target=kind, now=now, changes=changes)
    return kind
