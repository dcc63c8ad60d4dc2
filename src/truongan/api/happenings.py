"""An entry of the audit record as an event for others: about what, at which address, and who may know of it."""

from dataclasses import dataclass
from typing import Any

from truongan.alerts.models import Alert
from truongan.api.events import EVENTS
from truongan.api.principals import reader_for
from truongan.api.states import Event
from truongan.audit.models import Entry
from truongan.directives.models import Directive, Receipt
from truongan.duty.models import RollCall
from truongan.incidents.models import Incident
from truongan.movement.models import ConnectionGroup
from truongan.organizations.models import Organization

_KINDS: dict[str, tuple[str, Any, str]] = {
    "incident": ("incident", Incident, "incidents"),
    "directive": ("directive", Directive, "directives"),
    "rollcall": ("roll_call", RollCall, "roll-calls"),
    "alert": ("alert", Alert, "alerts"),
    "group": ("group", ConnectionGroup, "groups"),
}


@dataclass(frozen=True)
class Happening:
    """One event: its entry, its object, and the organization it happened at."""

    entry: Entry
    event: Event
    kind: str
    model: Any
    object_id: int
    path: str
    organization_code: str | None


def happening_of(entry: Entry) -> Happening | None:
    """What the entry tells others; None for a verb nobody is told of."""
    event = EVENTS.get(entry.verb)
    if event is None:
        return None
    kind, model, folder = _KINDS[event.value.partition(".")[0]]
    object_id = int(entry.target.rpartition(":")[2])
    code = Organization.objects.filter(pk__in=[entry.organization_id or 0]).values_list("code", flat=True).first()
    return Happening(entry, event, kind, model, object_id, f"/api/v1/{folder}/{object_id}", code)


def is_seen_by(happening: Happening, organization: Organization) -> bool:
    """Whether the organization sees the object, by the same scope as its pages; of a receipt, also whose it is."""
    reader = reader_for(organization)
    if not happening.model.objects.visible_to(reader).filter(pk=happening.object_id).exists():
        return False
    if happening.event != Event.DIRECTIVE_RECEIVED:
        return True
    receipts = Receipt.objects.visible_to(reader).filter(directive=happening.object_id)
    return bool(receipts.filter(organization=happening.entry.organization_id).exists())
