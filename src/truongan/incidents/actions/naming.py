"""People named in a case, where the work needs it: added, read with a reason, taken out."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.incidents import rules
from truongan.incidents.actions.refusals import CannotChange, CannotReveal, locked
from truongan.incidents.actions.timeline import note_in_record
from truongan.incidents.models import Incident, NamedPerson
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc

_SHORTEST_REASON = 5  # letters


@transaction.atomic
def name_person(
    *,
    actor,
    incident: Incident,
    name: str,
    role: str,
    group: str,
    is_minor: bool = True,
    birth_year: int | None = None,
    note: str = "",
    now: datetime,
) -> NamedPerson:
    """Name somebody; the record says that it was done and in which role, never who. Raises CannotChange without a name."""
    incident = locked(incident)
    require(rules.may_decide(actor, incident))
    name = nfc(name)[:100]
    if not name:
        raise CannotChange(_("Ghi họ và tên."))
    if incident.wiped_at:
        raise CannotChange(_("Dữ liệu của vụ việc này đã xóa theo hạn."))
    person = NamedPerson.objects.create(
        incident=incident, name=name, role=role, group=group, is_minor=is_minor, birth_year=birth_year,
        note=nfc(note)[:200], added_at=now, added_by=actor,
    )  # fmt: skip
    note_in_record(actor, incident, "person.named", now, role=role, named=person.pk)
    return person


@transaction.atomic
def reveal_name(*, actor, person: NamedPerson, reason: str, now: datetime) -> NamedPerson:
    """Read a masked name. The reason and who asked go into the record before the name is shown.

    Raises CannotReveal without a reason, PermissionDenied for who only sees the case.
    """
    incident = locked(person.incident)
    require(rules.may_reveal(actor, incident))
    reason = nfc(reason)[:300]
    if len(reason) < _SHORTEST_REASON:
        raise CannotReveal(_("Ghi lý do cần xem họ tên; lý do được lưu vào nhật ký."))
    note_in_record(actor, incident, "person.revealed", now, reason=reason, named=person.pk)
    return person


@transaction.atomic
def remove_name(*, actor, person: NamedPerson, now: datetime) -> None:
    """Take a name out of the case: it was not needed."""
    incident = locked(person.incident)
    require(rules.may_decide(actor, incident))
    key = person.pk
    person.delete()
    note_in_record(actor, incident, "person.removed", now, named=key)
