"""Freezing figures, and comparing what was frozen with the register of today."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from truongan.figures.counting import answer, by_organization
from truongan.figures.grouping import groups_of
from truongan.figures.models import Seal, SealedFigure
from truongan.figures.questions import Answer, Breakdown, Figure, Question
from truongan.figures.sources import SOURCES
from truongan.organizations.models import Organization

TABLES: tuple[Breakdown, ...] = ("unit", "type", "level")


@transaction.atomic
def seal_figures(*, actor, question: Question, now: datetime) -> Seal:
    """Freeze every figure of a question with each organization's share and the tables by unit, type and level."""
    answers = {by: answer(replace(question, by=by)) for by in TABLES}
    total = answers["unit"].total
    seal = Seal.objects.create(
        unit=question.unit,
        on=question.on,
        since=question.since,
        rows_sha256=rows_hash(question),
        tables={by: table_of(found) for by, found in answers.items()},
        sealed_at=now,
        sealed_by=actor,
    )
    shares = by_organization(question)
    SealedFigure.objects.bulk_create(_sealed(seal, figure, shares) for figure in total.figures.values())
    return seal


def rows_hash(question: Question) -> str:
    """SHA-256 over the identities of all rows counted on the question's day."""
    question = replace(question, by="", geography=None)
    groups = groups_of(question).listed()
    found = [row for source in SOURCES.values() for row in source.identities(question, groups)]
    return hashlib.sha256(json.dumps(found, separators=(",", ":")).encode()).hexdigest()


def table_of(found: Answer) -> list[dict[str, Any]]:
    """Rows of an answer as plain values, in their order; zeros are left out, who reads an absent one reads zero."""
    return [
        {
            "label": row.label,
            "note": row.note,
            "values": {code: figure.value for code, figure in row.figures.items() if figure.value},
        }
        for row in found.rows
    ]


def _sealed(seal: Seal, figure: Figure, shares: dict[int, dict[str, int]]) -> SealedFigure:
    code = figure.indicator.code
    return SealedFigure(
        seal=seal,
        code=code,
        label=str(figure.indicator.label),
        unit_label=str(figure.indicator.unit),
        basis=figure.basis,
        value=figure.value,
        opening=figure.opening,
        added=figure.added,
        removed=figure.removed,
        in_period=figure.in_period,
        whole=figure.whole,
        by_organization={str(pk): values[code] for pk, values in shares.items() if code in values},
    )


@dataclass(frozen=True)
class Change:
    """A sealed figure whose value for the same day is another one now, and the organizations that account for it."""

    figure: SealedFigure
    now: int
    organizations: list[tuple[Organization, int, int]]  # organization, sealed, now

    @property
    def difference(self) -> int:
        return self.now - (self.figure.value or 0)


def changes_since(seal: Seal, organization_ids: tuple[int, ...] | None = None) -> list[Change]:
    """What the register says today about the sealed day where it differs from the seal; empty when nothing does.

    `organization_ids`: those the sealed question was about, where it was not the whole unit (a school's own report).
    """
    question = Question(on=seal.on, unit=seal.unit, since=seal.since, organization_ids=organization_ids)
    total, shares = answer(question).total, by_organization(question)
    moved = {figure.code: _moved(figure, shares) for figure in seal.figures.all() if figure.code in total.figures}
    names = Organization.objects.in_bulk({pk for pairs in moved.values() for pk in pairs})
    changes = []
    for figure in seal.figures.all():
        pairs = moved.get(figure.code, {})
        now = total.figures[figure.code].value if figure.code in total.figures else figure.value
        if pairs or now != figure.value:
            organizations = sorted(
                ((names[pk], was, value) for pk, (was, value) in pairs.items() if pk in names),
                key=lambda each: each[0].sort_key,
            )
            changes.append(Change(figure, now or 0, organizations))
    return changes


def _moved(figure: SealedFigure, shares: dict[int, dict[str, int]]) -> dict[int, tuple[int, int]]:
    """Organization → (sealed, now) where the two differ."""
    sealed = {int(pk): value for pk, value in figure.by_organization.items()}
    now = {pk: values[figure.code] for pk, values in shares.items() if figure.code in values}
    return {pk: (sealed.get(pk, 0), now.get(pk, 0)) for pk in {*sealed, *now} if sealed.get(pk, 0) != now.get(pk, 0)}
