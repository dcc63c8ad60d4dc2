"""The named models of the movement, of which schools have instances. A type is closed, never deleted."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.kernel.refusals import require
from truongan.kernel.text import fold, nfc
from truongan.movement import rules
from truongan.movement.actions.refusals import CannotRegister
from truongan.movement.models import SchemeType


@transaction.atomic
def register_type(*, actor, name: str, short_name: str, now: datetime) -> SchemeType:
    """Open a new model type; its code is made from the short name and stays. Raises CannotRegister for a known name."""
    require(rules.may_keep_types(actor))
    code = slugify(fold(short_name))[:50]
    if not code:
        raise CannotRegister(_("Tên ngắn cần có chữ cái, ví dụ “Trường học an toàn”."))
    # Asked of the row itself: two people may name the same model at the same time.
    created, is_new = SchemeType.objects.get_or_create(
        code=code, defaults={"name": nfc(name), "short_name": nfc(short_name)}
    )
    if not is_new:
        raise CannotRegister(_("Đã có loại mô hình tên ngắn này. Mở loại đó, hoặc đặt tên khác."))
    record(actor=actor, verb="movement.type.registered", target=created, now=now)
    return created


@transaction.atomic
def change_type(*, actor, type: SchemeType, name: str, short_name: str, is_open: bool, now: datetime) -> SchemeType:
    """Correct the names of a type, or close it: existing schemes stay, no new ones are set up."""
    require(rules.may_keep_types(actor))
    type = SchemeType.objects.select_for_update().get(pk=type.pk)
    labels = {"name": _("tên"), "short_name": _("tên ngắn"), "is_open": _("còn lập mới")}
    wanted = {"name": nfc(name), "short_name": nfc(short_name), "is_open": is_open}
    changes = {
        str(labels[key]): [getattr(type, key), value] for key, value in wanted.items() if getattr(type, key) != value
    }
    for key, value in wanted.items():
        setattr(type, key, value)
    type.save(update_fields=list(wanted))
    record(actor=actor, verb="movement.type.changed", target=type, now=now, changes=changes)
    return type
