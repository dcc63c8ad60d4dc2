"""By when whom must be told of a case, under the law in force on the day it happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from truongan.incidents.models import Incident, Limit, Notification
from truongan.incidents.states import LimitKind, LimitUnit, StepKind
from truongan.kernel.working_days import add_working_days
from truongan.organizations.calendar import exceptions_for


@dataclass(frozen=True)
class Clock:
    """One limit of a case. `due_at` None: at once, or not running yet because what it is counted from is not done."""

    limit: Limit
    due_at: datetime | None
    done: Notification | None
    is_running: bool

    @property
    def is_late(self) -> bool | None:
        """Whether it was done too late; None where nothing says so: not done yet, or owed at once."""
        return self.done.at > self.due_at if self.done and self.due_at else None

    def is_overdue(self, now: datetime) -> bool:
        """Not done, and its time is over; what is owed at once is over when it runs."""
        return self.is_running and self.done is None and (self.due_at is None or self.due_at < now)


def limits_of(incident: Incident) -> list[Limit]:
    """Those that apply: of the disease named, or of a child under 16 who was harmed; as in force when it happened."""
    kinds = []
    if incident.category.is_disease:
        kinds.append(LimitKind.DISEASE)
    if incident.category.concerns_children and incident.has_child_victim:
        kinds.append(LimitKind.CHILD)
    if not kinds:
        return []
    found = Limit.objects.on(incident.occurred_on).filter(kind__in=kinds).order_by("position", "code")
    code = incident.disease.code if incident.disease else ""
    return [each for each in found if not each.diseases or code in each.diseases]


def clocks_of(incident: Incident) -> list[Clock]:
    """Every limit of the case with by when, and what was done. Five queries at most."""
    applying = limits_of(incident)
    if not applying:
        return []
    done = {each.limit_id: each for each in incident.notifications.all()}
    by_code = {each.code: each for each in applying}
    noticed = noticed_at(incident)
    exceptions = exceptions_for(incident.place_path, since=incident.occurred_on)
    clocks = []
    for limit in applying:
        start = _start(limit, by_code, done, noticed)
        due = _due(limit, start, exceptions) if start else None
        clocks.append(Clock(limit, due, done.get(limit.pk), is_running=start is not None))
    return clocks


def due_of(incident: Incident, limit: Limit) -> datetime | None:
    return next((each.due_at for each in clocks_of(incident) if each.limit.pk == limit.pk), None)


def noticed_at(incident: Incident) -> datetime:
    """When it was first noticed; when it happened where nobody wrote that down."""
    steps = incident.steps.filter(kind=StepKind.NOTICED).order_by("at").values_list("at", flat=True)
    return steps.first() or incident.occurred_at


def _start(limit: Limit, by_code: dict, done: dict, noticed: datetime) -> datetime | None:
    if not limit.after or limit.after not in by_code:
        return noticed
    before = done.get(by_code[limit.after].pk)
    return before.at if before else None


def _due(limit: Limit, start: datetime, exceptions) -> datetime | None:
    if limit.amount is None:
        return None
    if limit.unit == LimitUnit.HOURS:
        return start + timedelta(hours=limit.amount)
    local = timezone.localtime(start)
    day = add_working_days(local.date(), limit.amount, exceptions)
    # To the end of that day: a limit in days gives the whole last day.
    return local.replace(year=day.year, month=day.month, day=day.day, hour=23, minute=59, second=59, microsecond=0)
