"""What a unit owes, to whom, by when."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from truongan.directives.models import Duty

LATE, NEAR, OPEN, DONE = "qua-han", "sap-den-han", "dang-lam", "da-xong"
ASKED = "xin-gia-han"
OWN, BELOW = "don-vi", "cap-duoi"


@dataclass(frozen=True)
class Counts:
    late: int = 0
    near: int = 0
    open: int = 0
    done: int = 0


def duties_of(user, whose: str) -> QuerySet[Duty]:
    """Duties in force of the organizations in which the person holds a post today, or of those beneath.

    Who answers for a duty holds a post where it lies; having left, they no longer see it.
    """
    rows = Duty.objects.exclude(status="cancelled").filter(directive__status="issued")
    own = Q(organization_id__in=user.scope.own_ids)
    if whose == OWN:
        return rows.filter(own)
    return rows.inside(user.scope).exclude(own)


def asking(user) -> QuerySet[Duty]:
    """Open duties whose unit asks the person's organization for a later day, in directives in force."""
    mine = Duty.objects.filter(directive__kept_by__in=user.scope.own_ids, directive__status="issued", status="open")
    return mine.filter(extensions__state="asked")  # one at a time waits for an answer, so no row comes twice


def in_state(duties: QuerySet[Duty], state: str, today: date, near: date) -> QuerySet[Duty]:
    """Those of a filter of the page: late, due until `near`, open, done; everything for no state."""
    conditions = {
        LATE: Q(status="open", due_on__lt=today),
        NEAR: Q(status="open", due_on__range=(today, near)),
        OPEN: Q(status="open"),
        DONE: Q(status="done"),
    }
    return duties.filter(conditions[state]) if state in conditions else duties


def counts_of(duties: QuerySet[Duty], today: date, near: date) -> Counts:
    """How many are late, near, open, done. One query."""
    found = duties.order_by().aggregate(
        late=Count("pk", filter=Q(status="open", due_on__lt=today)),
        near=Count("pk", filter=Q(status="open", due_on__range=(today, near))),
        open=Count("pk", filter=Q(status="open")),
        done=Count("pk", filter=Q(status="done")),
    )
    return Counts(**found)


def late_first(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    """Open ones by due day, those without a day after them, what is done last and newest first."""
    rank = Case(When(status="open", then=Value(0)), default=Value(1), output_field=IntegerField())
    shown = duties.select_related("assignment", "directive__kept_by", "organization", "responsible")
    return shown.order_by(rank, Case(When(status="open", then=F("due_on"))).asc(nulls_last=True), "-done_on", "pk")
