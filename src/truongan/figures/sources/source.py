"""What a source of figures answers."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from truongan.figures.grouping import Groups
from truongan.figures.indicators import Indicator
from truongan.figures.questions import Breakdown, Question
from truongan.figures.rows import Rows
from truongan.organizations.models import Organization

Share = tuple[int, str, int]  # organization, indicator code, value
Records = Callable[[Question, Indicator, Organization], QuerySet[Any]]


@dataclass(frozen=True)
class Source:
    """Counts the indicators that name it. Each function asks once for all groups, whatever their number.

    `fill` puts values into the rows; `shares` gives each organization's part of the codes asked for; `records` are
    the rows behind an organization's share, by what the indicator opens; `identities` name every row counted, in a
    fixed order, for the hash of a seal. A breakdown that is not listed leaves the source out of the answer.
    """

    name: str
    breakdowns: tuple[Breakdown, ...]
    fill: Callable[[Question, Groups, Rows], None]
    shares: Callable[[Question, Groups, Collection[str]], Iterable[Share]]
    identities: Callable[[Question, Groups], list[tuple[str, int]]]
    records: Mapping[str, Records] = field(default_factory=dict)
