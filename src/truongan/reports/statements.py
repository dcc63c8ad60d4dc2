"""What a report states: live for a draft, frozen for a sealed one."""

from truongan.figures.counting import answer
from truongan.figures.exports import unit_name
from truongan.figures.indicators import ACTIVITIES, ASSESSMENTS, PLANS
from truongan.figures.models import Seal
from truongan.figures.questions import Question
from truongan.figures.sealing import TABLES, table_of
from truongan.reports.composing import Figures
from truongan.reports.models import ResultReport
from truongan.reports.thread.numbers import count, thread_values
from truongan.reports.thread.sources import thread_of


def question_of(report: ResultReport) -> Question:
    """A report states the whole unit, whoever reads it; a school reports itself alone."""
    only = (report.issuer_id,) if report.issuer.is_school else None
    return Question(on=report.on, unit=report.unit, since=report.since, organization_ids=only)


def live_figures(question: Question) -> Figures:
    """The register's figures of now, in the shape a document takes."""
    answers = {by: answer(_by(question, by)) for by in TABLES}
    total = answers["unit"].total.figures
    return Figures(
        {code: figure.value for code, figure in total.items()},
        {code: figure.whole for code, figure in total.items()},
        {by: table_of(found) for by, found in answers.items()},
    )


def told_beside(report: ResultReport) -> dict[str, int | None]:
    """Figures beside the movement's that a draft may name: of plans, activities and assessments."""
    codes = [*PLANS.codes, *ACTIVITIES.codes, *ASSESSMENTS.codes]
    return {code: figure.value for code, figure in answer(question_of(report), codes).total.figures.items()}


def _by(question: Question, by) -> Question:
    return Question(
        question.on, question.unit, question.geography, question.since, by, None, question.organization_ids
    )


def sealed_figures(seal: Seal) -> Figures:
    """The figures as they were sealed."""
    figures = list(seal.figures.all())
    return Figures(
        {each.code: each.value for each in figures}, {each.code: each.whole for each in figures}, seal.tables
    )


def directive_values(report: ResultReport) -> dict[str, int | str | None]:
    """Numbers of the directive's thread that the texts may quote: live in a draft, as they were in a sealed report."""
    if report.directive is None:
        return {}
    frozen = report.thread_numbers if report.is_sealed else None
    return thread_values(frozen if frozen is not None else count(thread_of(report.directive, on=report.on)))


def area_name(report: ResultReport) -> str:
    """`tỉnh Bắc Giang`, as it stands inside a sentence."""
    if report.issuer.is_school:
        return report.issuer.name
    name = unit_name(question_of(report))
    return name[:1].lower() + name[1:]
