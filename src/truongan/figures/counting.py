"""Answers questions: each source counts its own figures, once for all groups, whatever the day."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from truongan.figures.grouping import groups_of
from truongan.figures.indicators import INDICATORS
from truongan.figures.questions import Answer, Question, Row
from truongan.figures.rows import TOTAL, Rows
from truongan.figures.sources import SOURCES
from truongan.figures.sources.source import Source


def answer(question: Question, codes: Collection[str] = ()) -> Answer:
    """Indicators for the whole and for each group asked for; a constant number of queries.

    Without `codes` all of them; with, only these, and only their sources are asked. What cannot be divided as the
    question divides (a plan has no model type) is left out.
    """
    wanted = [each for each in INDICATORS.values() if not codes or each.code in codes]
    needed = {each.code for each in wanted} | {each.of for each in wanted}
    sources = _sources_of(needed, question)
    names = {source.name for source in sources}
    groups = groups_of(question).listed()
    rows = Rows(question, [each for each in INDICATORS.values() if each.source in names], needed)
    for key, label in {TOTAL: "", **groups.labels}.items():
        rows[key].label = label
    for source in sources:
        source.fill(question, groups, rows)
    for row in rows.values():
        _set_wholes(row)
        if codes:
            row.figures = {code: figure for code, figure in row.figures.items() if code in codes}
    groups.describe(rows)
    total = rows.pop(TOTAL)
    return Answer(question, total, groups.in_order(rows))


def _sources_of(codes: Collection[str], question: Question) -> list[Source]:
    names = {INDICATORS[code].source for code in codes if code}
    return [each for each in SOURCES.values() if each.name in names and question.by in each.breakdowns]


def _set_wholes(row: Row) -> None:
    for figure in row.figures.values():
        if figure.indicator.of in row.figures:
            figure.whole = row.figures[figure.indicator.of].value


def by_organization(question: Question, codes: Collection[str] = ()) -> dict[int, dict[str, int]]:
    """Organization → indicator code → value on the day, of those that have any; for evidence and annexes.

    Of these indicators only, without any of all but the schools themselves. Distinct people are counted within each
    organization, so they may add up to more than the whole.
    """
    asked = [each for each in INDICATORS.values() if (each.code in codes if codes else each.source != "schools")]
    question = replace(question, geography=None, by="")
    groups = groups_of(question).listed()
    wanted = {each.code for each in asked}
    values: dict[int, dict[str, int]] = defaultdict(dict)
    for source in _sources_of(wanted, question):
        for organization, code, value in source.shares(question, groups, wanted):
            values[organization][code] = value
    return dict(values)
