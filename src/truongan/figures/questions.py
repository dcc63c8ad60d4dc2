"""A question about the register, and its answer as plain values.

Shapes: a Question names unit, day, geography, period and breakdown; an Answer holds one Row per group
and a total. Days are inclusive here ("on 14/09/2021" counts what was in the register at its end).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.conf import settings
from django.utils.translation import gettext as _

from truongan.figures.indicators import Indicator
from truongan.kernel.numbers import vn_number
from truongan.territory.models import AdministrativeUnit

Breakdown = Literal["", "unit", "type", "level", "topic", "form", "audience"]


@dataclass(frozen=True)
class Question:
    """`unit` None: the nation. `viewer` None: the public, no personal scope. `since`: first day of a period."""

    on: date
    unit: AdministrativeUnit | None = None
    geography: date | None = None
    since: date | None = None
    by: Breakdown = ""
    viewer: object | None = None
    organization_ids: tuple[int, ...] | None = None  # one school's own page, one row of an annex
    part: tuple[str, str] = ("", "")  # of activities only those of this topic, form or group: ("topic", "drugs")

    @property
    def borders_on(self) -> date:
        return self.geography or self.on


@dataclass
class Figure:
    """One number. Over a period `opening + added - removed = value`; `in_period` counts events, once per scheme."""

    indicator: Indicator
    value: int | None = 0
    opening: int | None = None
    added: int | None = None
    removed: int | None = None
    in_period: int | None = None
    whole: int | None = None  # what it is a part of: n trên N

    @property
    def note(self) -> str:
        """What stands under the number: its unit, with the whole where it is a share of schools."""
        if self.indicator.is_share_of_schools and self.whole is not None:
            return _("trên %(whole)s %(unit)s") % {"whole": vn_number(self.whole), "unit": self.indicator.unit}
        return str(self.indicator.unit)

    @property
    def basis(self) -> str:
        return str(self.indicator.basis).format(days=settings.ACTIVE_DAYS)


@dataclass
class Row:
    """The figures of one group: a unit, a model type, a school level, a topic …, or the whole."""

    key: str
    label: str
    figures: dict[str, Figure] = field(default_factory=dict)
    unit: AdministrativeUnit | None = None
    note: str = ""  # said of units that were split and cannot be shared out

    def __getitem__(self, code: str) -> Figure:
        return self.figures[code]


@dataclass
class Answer:
    question: Question
    total: Row
    rows: list[Row]
