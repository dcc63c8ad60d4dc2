"""Where the links of a thread are found: what was recorded until a day, as far as the viewer sees it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, TypeAlias

from django.db.models import Q, QuerySet
from django.utils import timezone

from truongan.activities.models import Activity
from truongan.assessments.models import Assessment
from truongan.directives.models import Directive, Duty, Receipt
from truongan.figures.queries import organizations_in, worked_on
from truongan.figures.questions import Question
from truongan.movement.models import Scheme, SchemeEvent
from truongan.movement.states import EventKind
from truongan.organizations.models import Placement
from truongan.plans.models import Measure, Plan
from truongan.reports.models import ResultReport, Submission
from truongan.reports.states import SENT
from truongan.territory.models import AdministrativeUnit

_DEEPEST = 6  # nation, province, district, commune, school, and one to spare
_TOLD = (
    EventKind.ESTABLISHED, EventKind.LAUNCHED, EventKind.STRENGTHENED, EventKind.RESTAFFED, EventKind.REVIEWED,
    EventKind.CONCLUDED, EventKind.RECOGNISED,
)  # fmt: skip

Chain: TypeAlias = "tuple[Directive, list[Chain]]"


@dataclass(frozen=True)
class Thread:
    """A directive with everything that implements it, read on the evening of `on`.

    `viewer` None: the whole, for a report of the issuer. A record belongs to the thread by naming one of the
    `family`; schemes and assessments name no directive and belong by place and time, which the page says.
    """

    directive: Directive
    family: tuple[Directive, ...]  # the directive itself first
    on: date
    unit: AdministrativeUnit | None
    viewer: Any = None

    @property
    def since(self) -> date:
        assert self.directive.issued_on is not None  # a draft has no thread
        return self.directive.issued_on

    @cached_property
    def ids(self) -> list[int]:
        return [each.pk for each in self.family]

    @cached_property
    def until(self) -> datetime:
        """The end of the last day, in the province's time."""
        return timezone.make_aware(datetime.combine(self.on + timedelta(days=1), time()))

    @property
    def question(self) -> Question:
        return Question(on=self.on, unit=self.unit, since=self.since, viewer=self.viewer)

    def chain(self, paper: Directive | None = None) -> Chain:
        """A paper of the family with those that implement it, each again with its own."""
        paper = paper or self.directive
        return paper, [self.chain(each) for each in self.family if each.implements_id == paper.pk]

    def _seen(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.visible_to(self.viewer) if self.viewer else rows  # type: ignore[attr-defined]  # our querysets

    @property
    def receipts(self) -> QuerySet[Receipt]:
        """Of the directive itself; those of the papers below are on their own pages."""
        return self._seen(Receipt.objects.filter(directive=self.directive, received_at__lt=self.until))

    @property
    def duties(self) -> QuerySet[Duty]:
        return self._seen(Duty.objects.filter(directive=self.directive, assigned_at__lt=self.until))

    @property
    def plans(self) -> QuerySet[Plan]:
        """Submitted by then, and naming the directive as a whole or in one of their measures."""
        promised = Measure.objects.filter(directive__in=self.ids).values("plan")
        named = Q(implements__in=self.ids) | Q(pk__in=promised)
        return self._seen(Plan.objects.filter(named, submitted_on__lte=self.on))

    @property
    def measures(self) -> QuerySet[Measure]:
        """Measures that name the directive, or stand in a plan made for it."""
        mine = Q(directive__in=self.ids) | Q(plan__implements__in=self.ids)
        return self._seen(Measure.objects.counted().filter(mine, plan__submitted_on__lte=self.on))

    @property
    def activities(self) -> QuerySet[Activity]:
        named = Q(directive__in=self.ids) | Q(measure__directive__in=self.ids)
        named |= Q(measure__plan__implements__in=self.ids)
        return self._seen(Activity.objects.standing_on(self.on).filter(named))

    @property
    def schemes(self) -> QuerySet[Scheme]:
        """Built, strengthened or re-staffed since the directive in the issuer's place, and still in the register."""
        here = organizations_in(self.question).values("pk")
        return worked_on(Scheme.objects.in_stock_on(self.on), self.question).filter(organization__in=here)

    @property
    def scheme_events(self) -> QuerySet[SchemeEvent]:
        here = organizations_in(self.question).values("pk")
        rows = SchemeEvent.objects.filter(kind__in=_TOLD, on__range=(self.since, self.on), voided_at=None)
        return rows.filter(scheme__organization__in=here)

    @property
    def assessments(self) -> QuerySet[Assessment]:
        """Handed in since the directive by schools of the issuer's place."""
        here = organizations_in(self.question).values("pk")
        return Assessment.objects.filter(on__range=(self.since, self.on), organization__in=here).submitted_by(self.on)

    @property
    def submissions(self) -> QuerySet[Submission]:
        """Periodic reports that the directive asked for, once handed in."""
        rows = Submission.objects.filter(cycle__directive__in=self.ids, status__in=SENT, submitted_at__lt=self.until)
        return self._seen(rows)

    @property
    def reports(self) -> QuerySet[ResultReport]:
        """Sealed reports on the directive's results."""
        return self._seen(ResultReport.objects.filter(directive__in=self.ids, status="sealed", issued_on__lte=self.on))


def thread_of(directive: Directive, *, on: date, viewer: Any = None) -> Thread:
    """The thread of an issued directive as of `on` (never before it was issued)."""
    day = max(on, directive.issued_on or on)
    return Thread(directive, tuple(_family(directive, day, viewer)), day, place_of(directive, day), viewer)


def _family(directive: Directive, on: date, viewer: Any) -> list[Directive]:
    """The directive and what implements it, level by level; a few queries, one per level of the chain."""
    found, level = [directive], [directive]
    for _depth in range(_DEEPEST):
        rows = Directive.objects.visible_to(viewer) if viewer else Directive.objects.given_out()
        below = rows.given_out().filter(implements__in=level, issued_on__lte=on).exclude(pk__in=[d.pk for d in found])
        level = list(below.select_related("kept_by").order_by("issued_on", "pk"))
        if not level:
            break
        found += level
    return found


def place_of(directive: Directive, on: date) -> AdministrativeUnit | None:
    """The unit of the body in whose register the directive stands, by the borders of that day; None: the nation."""
    placements = Placement.objects.on(on).filter(organization=directive.kept_by_id)
    placed = placements.select_related("unit").first()
    return placed.unit if placed else None
