"""What is told of a case, as forms hand it to actions, and in words."""

from dataclasses import dataclass, field
from datetime import datetime

from truongan.incidents.models import Category, Disease, Incident, Severity, ViolationLevel
from truongan.incidents.states import Causer


@dataclass(frozen=True, slots=True)
class Counted:
    """So many of one group in one role, of whom some were hurt."""

    role: str
    group: str
    count: int
    injured_count: int = 0


@dataclass(frozen=True)
class Report:
    """What the one short page asks. `phone_now`: what the telephone's clock said when the report left it."""

    category: Category
    severity: Severity
    occurred_at: datetime
    place: str = ""
    what: str = ""
    disease: Disease | None = None
    pupil_count: int | None = None
    injured_count: int | None = None
    phone_now: datetime | None = None


@dataclass(frozen=True)
class IncidentFacts:
    """Everything that can be corrected later."""

    category: Category
    severity: Severity
    occurred_at: datetime
    place: str = ""
    what: str = ""
    disease: Disease | None = None
    violation_level: ViolationLevel | None = None
    causer: str = Causer.UNKNOWN
    declared_count: int | None = None
    has_child_victim: bool | None = None
    involved: tuple[Counted, ...] = field(default=())


def risen_cause(incident: Incident, number: int) -> str:
    """What the message is said for that tells who knows of the case: it turned graver, the matrix was asked again."""
    return f"{incident.causes}risen.{number}"
