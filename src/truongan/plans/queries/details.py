"""What the page of one plan shows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from truongan.plans.models import GuidanceComment, Measure, Plan, PlanVersion
from truongan.plans.states import Progress, Topic


@dataclass(frozen=True)
class MeasureLine:
    """A measure with the advice on it; `is_late` when its last day has passed without its being done."""

    number: int
    measure: Measure
    is_late: bool
    comments: list[GuidanceComment] = field(default_factory=list)


@dataclass(frozen=True)
class TopicGroup:
    """The measures of one topic."""

    label: str
    lines: list[MeasureLine]


@dataclass(frozen=True)
class Standing:
    """n of N: measures done out of those not dropped; `late` are overdue."""

    done: int
    ongoing: int
    counted: int
    dropped: int
    late: int

    @property
    def share(self) -> int:
        """Whole per cent, rounded down: 100 only when everything is done."""
        return 100 * self.done // self.counted if self.counted else 0


def measure_groups(plan: Plan, comments: Iterable[GuidanceComment], day: date) -> list[TopicGroup]:
    """Measures by topic in the order of the plan, numbered through. One query."""
    advice: dict[int | None, list[GuidanceComment]] = defaultdict(list)
    for comment in comments:
        advice[comment.measure_id].append(comment)
    measures = plan.measures.select_related("person", "scheme__type", "scheme__organization", "directive")
    found: dict[str, list[Measure]] = {}
    for each in measures.order_by("position", "pk"):
        found.setdefault(each.topic, []).append(each)
    numbers = count(1)
    return [
        TopicGroup(
            str(Topic(topic).label),
            [MeasureLine(next(numbers), each, is_late(each, day), advice[each.pk]) for each in inside],
        )
        for topic, inside in found.items()
    ]


def standing_of(groups: Iterable[TopicGroup]) -> Standing:
    measures = [line for group in groups for line in group.lines]
    counted = [line for line in measures if line.measure.progress != Progress.DROPPED]
    return Standing(
        done=sum(line.measure.progress == Progress.DONE for line in counted),
        ongoing=sum(line.measure.progress == Progress.ONGOING for line in counted),
        counted=len(counted),
        dropped=len(measures) - len(counted),
        late=sum(line.is_late for line in counted),
    )


def is_late(measure: Measure, day: date) -> bool:
    waits = measure.progress in (Progress.NOT_STARTED, Progress.ONGOING)
    return bool(waits and measure.ends_on and measure.ends_on < day)


def comments_on(plan: Plan) -> list[GuidanceComment]:
    """Advice, open ones first, the oldest of them on top. One query."""
    comments = plan.comments.select_related("author__person", "organization", "resolved_by__person", "measure")
    return sorted(comments.order_by("at", "pk"), key=lambda each: each.resolved_at is not None)


def versions_of(plan: Plan) -> list[PlanVersion]:
    """Frozen versions, the newest first, without their content."""
    return list(plan.versions.defer("content").select_related("by__person").order_by("-position"))


def version_in_force(plan: Plan) -> PlanVersion | None:
    """The version approved last: what holds while an amendment is being written."""
    return plan.versions.filter(kind=PlanVersion.Kind.APPROVED).order_by("position").last()
