"""How far cycles are: totals of a cycle, the tree under a unit, what waits for a person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast

from truongan.organizations.models import Organization
from truongan.reports.models import ReportCycle, Submission
from truongan.reports.rules import sealed_through
from truongan.reports.states import DONE, OPEN, SENT, SubmissionStatus

_COUNTED = ("total", "sent", "done", "late", "missing")  # in the order of Tally
MISSING, LATE, WAITING = "thieu", "tre", "cho-duyet"
_STATES = {
    "chua-nop": Q(status__in=OPEN),
    WAITING: Q(status=SubmissionStatus.SUBMITTED),
    "tra-lai": Q(status=SubmissionStatus.RETURNED),
    "da-duyet": Q(status__in=DONE),
    LATE: Q(is_late=True, status__in=SENT),
}


@dataclass(frozen=True)
class Tally:
    """How many owe a report, handed it in, were accepted; late and missing ones apart."""

    total: int = 0
    sent: int = 0
    done: int = 0
    late: int = 0
    missing: int = 0


@dataclass(frozen=True)
class Branch:
    """A unit of the tree with how far everything under it is; its own report is not in `below`."""

    submission: Submission
    below: Tally


def _counts(day: date) -> dict[str, Count]:
    return {
        "total": Count("pk"),
        "sent": Count("pk", filter=Q(status__in=SENT)),
        "done": Count("pk", filter=Q(status__in=DONE)),
        "late": Count("pk", filter=Q(is_late=True, status__in=SENT)),
        "missing": Count("pk", filter=Q(status__in=OPEN, due_on__lt=day)),
    }


def tallies_of(user, cycles: Collection[ReportCycle], day: date) -> dict[int, Tally]:
    """Cycle → how far the units this person sees are; one query."""
    rows = Submission.objects.visible_to(user).filter(cycle__in=[each.pk for each in cycles])
    found = rows.order_by().values("cycle").annotate(**_counts(day)).values_list("cycle", *_COUNTED)
    return {cycle: Tally(*counts) for cycle, *counts in found}


def tally_of(rows: QuerySet[Submission], day: date) -> Tally:
    return Tally(**rows.aggregate(**_counts(day)))


def children_of(user, node: Submission) -> QuerySet[Submission]:
    """The units directly below, by name."""
    rows = Submission.objects.visible_to(user).directly_below(node).select_related("organization")
    return rows.order_by("organization__sort_key", "pk")


def branches_of(user, node: Submission, children: Collection[Submission], day: date) -> list[Branch]:
    """These units directly below, each with the tally of what is under it; one query."""
    depth = node.path.count("/") + 1
    child = Cast(Func(F("path"), Value("/"), Value(depth), function="split_part"), IntegerField())
    rows = Submission.objects.visible_to(user).below(node).exclude(superior=node.organization_id)
    counted = rows.order_by().annotate(child=child).values("child").annotate(**_counts(day))
    shown = counted.filter(child__in=[each.organization_id for each in children])
    below = {child: Tally(*counts) for child, *counts in shown.values_list("child", *_COUNTED)}
    return [Branch(each, below.get(each.organization_id, Tally())) for each in children]


def way_up(user, node: Submission) -> list[Submission]:
    """The units above, from the top, as far as this person sees them."""
    above = [int(pk) for pk in node.path.rstrip("/").split("/")[:-1]]
    rows = Submission.objects.visible_to(user).filter(cycle=node.cycle_id, organization__in=above)
    found = {each.organization_id: each for each in rows.select_related("organization")}
    return [found[pk] for pk in above if pk in found]


def top_for(user, cycle: ReportCycle) -> Submission | None:
    """Where this person's part of the tree begins: the unit nearest to the collector that they see."""
    rows = Submission.objects.visible_to(user).filter(cycle=cycle).select_related("organization", "superior")
    own = rows.filter(organization__in=user.scope.own_ids)
    return min(own, key=_height, default=None) or min(rows.order_by("path")[:1], key=_height, default=None)


def _height(submission: Submission) -> tuple[int, int]:
    return submission.path.count("/"), submission.pk


def listed(user, cycle: ReportCycle, state: str, text: str, day: date) -> QuerySet[Submission]:
    """The flat list of the board: one state, or names that have every word typed."""
    rows = Submission.objects.visible_to(user).filter(cycle=cycle)
    if state == MISSING:
        rows = rows.overdue_on(day)
    elif state in _STATES:
        rows = rows.filter(_STATES[state])
    if text:
        rows = rows.filter(organization__in=Organization.objects.visible_to(user).search(text))
    return rows.select_related("organization", "superior").order_by("due_on", "organization__sort_key", "pk")


def owed_by(user) -> QuerySet[Submission]:
    """What this person's own organizations still have to hand in, the nearest deadline first."""
    rows = Submission.objects.filter(
        organization__in=_writable(user), status__in=OPEN, cycle__gathered_at__isnull=False
    )
    return rows.select_related("cycle", "organization", "superior").order_by("due_on", "pk")


def owed_soon(user, day: date, days: int = 7) -> list[Submission]:
    """Of what they owe, what is overdue or due within so many days; at most five."""
    return list(owed_by(user).filter(due_on__lte=day + timedelta(days=days))[:5])


def to_review(user) -> QuerySet[Submission]:
    """What was handed in and waits for this person: at their own organizations, and at their unit's other offices.

    A commune's committee decides for an office of the commune where nobody signs in; offices of units below have
    people of their own and are not listed here, although the board lets the committee decide there too.
    """
    offices = Q(superior__in=_writable(user))
    for area in user.scope.areas:
        if area.may_write:
            offices |= Q(superior__place_path=area.path, superior__sector__in=area.works_in)
    rows = Submission.objects.filter(offices, status=SubmissionStatus.SUBMITTED)
    return rows.select_related("cycle", "organization", "superior").order_by("submitted_at", "pk")


def to_seal(user, day: date) -> QuerySet[Submission]:
    """Accepted reports that wait for this person to take their number."""
    if not user.person_id:
        return Submission.objects.none()
    rows = Submission.objects.filter(organization__in=sealed_through(user, day), status=SubmissionStatus.ACCEPTED)
    return rows.select_related("cycle", "organization").order_by("due_on", "pk")


def _writable(user) -> list[int]:
    return [own.organization_id for own in user.scope.own if own.may_write]


def schools_outside(cycle: ReportCycle) -> int:
    """Schools of the collector's area that no reporting route leads to it: they are in no report of the cycle."""
    area = Organization.objects.schools().on(cycle.until).filter(place_path__startswith=cycle.issuer.place_path)
    if not cycle.issuer.place_path and cycle.issuer.level != "nation":
        return 0
    return area.exclude(pk__in=cycle.submissions.values("organization")).count()
