"""How far a round is, and what fails most often. Counting basis: schools, never assessments."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery

from truongan.assessments.applicability import schools_of
from truongan.assessments.criteria import Definition, Item
from truongan.assessments.models import Answer, Assessment, AssessmentRound, Registration
from truongan.assessments.states import HANDED_IN, Status, Value
from truongan.organizations.querysets import OrganizationQuerySet


@dataclass(frozen=True)
class Progress:
    """Schools of a round inside a scope; `schools` is the N of every share."""

    schools: int
    registered: int
    submitted: int
    examined: int
    passed: int
    recognised: int
    refused: int
    returned: int

    @property
    def missing(self) -> int:
        return self.schools - self.registered


def followed_schools(held: AssessmentRound, scope: OrganizationQuerySet | None = None) -> OrganizationQuerySet:
    """The round's schools with `registered`, `stage` (status of the assessment or None) and `assessment_id`."""
    mine = Assessment.objects.filter(round=held, organization=OuterRef("pk"))
    registered = Registration.objects.filter(round=held, organization=OuterRef("pk"))
    schools = schools_of(held)
    if scope is not None:
        schools = schools.filter(pk__in=scope.values("pk"))
    return schools.annotate(
        registered=Subquery(registered.values("registered_on")[:1]),
        stage=Subquery(mine.values("status")[:1]),
        assessment_pk=Subquery(mine.values("pk")[:1]),
        met_count=Subquery(mine.values("met_count")[:1]),
        applicable_count=Subquery(mine.values("applicable_count")[:1]),
        result_name=Subquery(mine.values("result_name")[:1]),
        passes=Subquery(mine.values("passes")[:1]),
    )


def round_progress(held: AssessmentRound, scope: OrganizationQuerySet | None = None) -> Progress:
    """One query, whatever the size of the round."""
    # "n_": a sum that bears the name of a column would hide it.
    after_examination = (Status.EXAMINED, Status.RECOGNISED, Status.REFUSED, Status.REVOKED)
    counted = followed_schools(held, scope).order_by().aggregate(
        n_schools=Count("pk"),
        n_registered=Count("pk", filter=Q(registered__isnull=False)),
        n_submitted=Count("pk", filter=Q(stage__in=HANDED_IN)),
        n_examined=Count("pk", filter=Q(stage__in=after_examination)),
        n_passed=Count("pk", filter=Q(stage__in=after_examination, passes=True)),
        n_recognised=Count("pk", filter=Q(stage=Status.RECOGNISED)),
        n_refused=Count("pk", filter=Q(stage=Status.REFUSED)),
        n_returned=Count("pk", filter=Q(stage=Status.RETURNED)),
    )  # fmt: skip
    return Progress(**{name.removeprefix("n_"): count for name, count in counted.items()})


@dataclass(frozen=True)
class FailedItem:
    """A criterion with the schools that do not meet it, of those that handed in an answer to it."""

    item: Item
    failed: int
    judged: int


def failed_items(
    held: AssessmentRound, scope: OrganizationQuerySet | None = None, *, limit: int = 0
) -> list[FailedItem]:
    """Criteria of a round by how many schools do not meet them, most first; only what was handed in counts."""
    rows = Answer.objects.filter(assessment__round=held, assessment__status__in=HANDED_IN)
    if scope is not None:
        rows = rows.filter(assessment__organization__in=scope.values("pk"))
    counted = rows.exclude(final__in=("", Value.NOT_APPLICABLE)).order_by().values("item").annotate(
        failed=Count("pk", filter=Q(final=Value.NOT_MET)), judged=Count("pk")
    )  # fmt: skip
    found = _named(held.criteria_set.criteria, counted)
    found.sort(key=lambda each: -each.failed)
    return found[:limit] if limit else found


def _named(definition: Definition, counted) -> list[FailedItem]:
    by_code = {row["item"]: row for row in counted}
    return [
        FailedItem(item, by_code[item.code]["failed"], by_code[item.code]["judged"])
        for item in definition.items
        if item.code in by_code and by_code[item.code]["failed"]
    ]
