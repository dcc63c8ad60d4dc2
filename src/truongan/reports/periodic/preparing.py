"""Everything a document of a submission states, gathered once."""

from truongan.organizations.models import Organization
from truongan.reports.models import Submission
from truongan.reports.periodic.comparison import comparison_of
from truongan.reports.periodic.composing import Stated
from truongan.reports.periodic.statements import figures_of, question_of
from truongan.reports.periodic.texts import gathered_below


def state(submission: Submission) -> Stated:
    """Live while it is written, frozen once handed in; the submission with cycle, organization and seal at hand."""
    question = question_of(submission)
    gathered = submission.gathered if submission.is_sent and submission.gathered else gathered_below(submission)
    names = Organization.objects.filter(pk__in=question.organization_ids or ()).order_by("sort_key", "pk")
    return Stated(
        figures_of(submission),
        comparison_of(submission, question),
        gathered,
        area_of(submission, question.unit),
        dict(names.values_list("pk", "name")),
    )


def area_of(submission: Submission, unit) -> str:
    """`tỉnh Bắc Ninh`, as it stands inside a sentence; a school by its name."""
    if submission.organization.is_school:
        return submission.organization.name
    if unit is None:
        return "cả nước"
    return f"{unit.full_name[:1].lower()}{unit.full_name[1:]}"
