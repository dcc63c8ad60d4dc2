"""What every action shares: a line of the timeline, and the last words of the record."""

from datetime import datetime

from truongan.accounts.models import Person
from truongan.audit.actions import record
from truongan.incidents.models import Entry, Incident
from truongan.incidents.topics import topics_of
from truongan.web.live import announce


def tell(actor, incident: Incident, kind: str, now: datetime, text: str = "", person: Person | None = None) -> Entry:
    """Write a line of the timeline; pages that show the case, and queues it stands in, are told when this commits."""
    announce(*topics_of(incident))
    return Entry.objects.create(incident=incident, kind=kind, at=now, by=actor, person=person, text=text)


def note_in_record(actor, incident: Incident, verb: str, now: datetime, **told) -> None:
    """The audit entry, last in every action: never what the case tells, only what was done to it."""
    record(actor=actor, verb=f"incidents.{verb}", target=incident, now=now, organization=incident.organization, **told)
