"""Where figures come from: a module for each source, in the order in which their figures are shown."""

from truongan.figures.indicators import INDICATORS, Subject
from truongan.figures.sources import activities, assessments, incidents, ledger, plans, rollcalls, schools, support

SOURCES = {
    each.SOURCE.name: each.SOURCE
    for each in (schools, ledger, plans, activities, assessments, support, incidents, rollcalls)
}


def breakdowns_of(subject: Subject) -> set[str]:
    """How the figures of a subject can be divided."""
    return {by for code in subject.codes for by in SOURCES[INDICATORS[code].source].breakdowns if by}
