"""What a submission states about its period: live while it is written, frozen from the moment it is handed in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from truongan.figures.counting import answer, by_organization
from truongan.figures.indicators import INDICATORS
from truongan.figures.models import Seal
from truongan.figures.questions import Figure, Question
from truongan.figures.sealing import TABLES, table_of
from truongan.organizations.models import Level, Organization
from truongan.reports.models import Submission
from truongan.territory.models import AdministrativeUnit


@dataclass(frozen=True)
class PeriodFigure:
    """One number of a period: opening + added - removed = value; `whole` is what it is a part of."""

    code: str
    label: str
    unit: str
    basis: str
    value: int | None
    opening: int | None = None
    added: int | None = None
    removed: int | None = None
    in_period: int | None = None
    whole: int | None = None


@dataclass(frozen=True)
class PeriodFigures:
    """Everything a submission counts: the whole, tables by unit, type and level, and each school's share."""

    figures: dict[str, PeriodFigure]
    tables: dict[str, list[dict[str, Any]]]
    shares: dict[int, dict[str, int]]

    def value(self, code: str) -> int | None:
        return self.figures[code].value if code in self.figures else None


def question_of(submission: Submission) -> Question:
    """The figures a submission answers for: its schools over the cycle's period, whoever reads it.

    A school reports itself alone, an agency the schools below it in the cycle; one without schools below it
    (police, health) the schools of its area.
    """
    cycle, organization = submission.cycle, submission.organization
    return Question(
        on=cycle.until,
        unit=unit_of(organization, cycle.until),
        since=cycle.since,
        organization_ids=tuple(_schools_of(submission)),
    )


def unit_of(organization: Organization, day: date) -> AdministrativeUnit | None:
    """Where it stood on the day; an agency founded later, where it was first placed; None for the nation."""
    placements = organization.placements.select_related("unit").order_by("valid_from")
    found = placements.on(day).first() or placements.first()
    return found.unit if found else None


def _schools_of(submission: Submission) -> Iterable[int]:
    if submission.organization.is_school:
        return [submission.organization_id]
    below = Submission.objects.below(submission).filter(level=Level.SCHOOL)
    ids = sorted(below.values_list("organization_id", flat=True))
    unit = None if ids else unit_of(submission.organization, submission.cycle.until)
    if unit is None:
        return ids
    inside = Organization.objects.schools().within(unit, submission.cycle.until)
    return sorted(inside.values_list("pk", flat=True))


def live_figures(question: Question) -> PeriodFigures:
    """The register's figures of now."""
    answers = {by: answer(replace(question, by=by)) for by in TABLES}
    total = answers["unit"].total.figures
    return PeriodFigures(
        {code: _live(figure) for code, figure in total.items()},
        {by: table_of(found) for by, found in answers.items()},
        by_organization(question),
    )


def _live(figure: Figure) -> PeriodFigure:
    indicator = figure.indicator
    return PeriodFigure(
        indicator.code,
        str(indicator.label),
        str(indicator.unit),
        figure.basis,
        figure.value,
        figure.opening,
        figure.added,
        figure.removed,
        figure.in_period,
        figure.whole,
    )


def sealed_figures(seal: Seal) -> PeriodFigures:
    """The figures as they were handed in."""
    sealed = list(seal.figures.order_by("pk"))
    shares: dict[int, dict[str, int]] = {}
    for figure in sealed:
        for pk, value in figure.by_organization.items():
            shares.setdefault(int(pk), {})[figure.code] = value
    figures = {
        each.code: PeriodFigure(
            each.code, each.label, each.unit_label, each.basis, each.value, each.opening, each.added, each.removed,
            each.in_period, each.whole,
        )
        for each in sealed
    }  # fmt: skip
    return PeriodFigures(figures, seal.tables, shares)


def figures_of(submission: Submission) -> PeriodFigures:
    """Frozen once it is handed in, live before; what came back to be written again is live again."""
    if submission.is_sent and submission.seal:
        return sealed_figures(submission.seal)
    return live_figures(question_of(submission))


def moved_since(submission: Submission) -> list[dict[str, Any]]:
    """Figures that the register gives otherwise today than they were handed in: code, label, was, now."""
    if submission.seal is None:
        return []
    found = answer(question_of(submission)).total.figures
    return [
        {"code": each.code, "label": each.label, "was": each.value, "now": found[each.code].value}
        for each in submission.seal.figures.order_by("pk")
        if each.code in found and each.code in INDICATORS and found[each.code].value != each.value
    ]
