"""What came of a directive: sums over its receipts and duties."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Q

from truongan.directives.models import Assignment, Directive, Duty, Receipt
from truongan.organizations.models import Level


@dataclass
class Tally:
    """Receipts and duties of one level, or of all."""

    label: str
    key: str = ""  # the level's code
    received: int = 0
    opened: int = 0
    acknowledged: int = 0
    duties: int = 0
    done: int = 0
    done_late: int = 0
    overdue: int = 0
    cancelled: int = 0

    @property
    def open(self) -> int:
        return self.duties - self.done - self.cancelled

    @property
    def owed(self) -> int:
        """Duties that count: those cancelled are nobody's any more."""
        return self.duties - self.cancelled

    def add(self, other: "Tally") -> None:
        for name in ("received", "opened", "acknowledged", "duties", "done", "done_late", "overdue", "cancelled"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class Results:
    levels: list[Tally] = field(default_factory=list)
    total: Tally = field(default_factory=lambda: Tally("Cộng"))


_RECEIVED = {
    "received": Count("pk"),
    "opened": Count("pk", filter=Q(opened_at__isnull=False)),
    "acknowledged": Count("pk", filter=Q(acknowledged_at__isnull=False)),
}


def _owed(day: date) -> dict[str, Count]:
    return {
        "duties": Count("pk"),
        "done": Count("pk", filter=Q(status="done")),
        "done_late": Count("pk", filter=Q(status="done", done_on__gt=F("due_on"))),
        "overdue": Count("pk", filter=Q(status="open", due_on__lt=day)),
        "cancelled": Count("pk", filter=Q(status="cancelled")),
    }


def results_by_level(directive: Directive, day: date, receipts=None, duties=None) -> Results:
    """Received, acknowledged, done, overdue at each level on `day`, from above; two grouped queries.

    `receipts` and `duties`: those a person sees, else all of the directive.
    """
    receipts = Receipt.objects.filter(directive=directive) if receipts is None else receipts
    duties = Duty.objects.filter(directive=directive) if duties is None else duties
    found: dict[str, dict[str, int]] = {}
    for rows in (
        receipts.order_by().values("level").annotate(**_RECEIVED),
        duties.order_by().values("level").annotate(**_owed(day)),
    ):
        for row in rows:
            found.setdefault(row.pop("level"), {}).update(row)
    results = Results()
    for level, label in Level.choices:
        if level in found:
            tally = Tally(str(label), str(level), **found[level])
            results.levels.append(tally)
            results.total.add(tally)
    return results


def results_by_assignment(directive: Directive, day: date, duties=None) -> list[tuple[Assignment, Tally]]:
    """Each task of the directive with its duties' tally, in order; one grouped query and one for the tasks."""
    duties = Duty.objects.filter(directive=directive) if duties is None else duties
    found = {row.pop("assignment"): row for row in duties.order_by().values("assignment").annotate(**_owed(day))}
    tasks = directive.assignments.order_by("position")
    return [(task, Tally(task.task, **found.get(task.pk, {}))) for task in tasks]
