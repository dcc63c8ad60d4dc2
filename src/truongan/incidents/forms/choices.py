"""What a form of incidents offers on a day: rows of the data in force then."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from truongan.incidents.models import Category, Disease, Severity, ViolationLevel
from truongan.incidents.states import Theme


@dataclass(frozen=True)
class Offer:
    """Categories, degrees and diseases of a day; each list is read once. A row chosen before stays on offer."""

    day: date
    kept: Any = None  # the incident being corrected

    @cached_property
    def categories(self) -> dict[str, Category]:
        return self._rows(Category, "category")

    @cached_property
    def severities(self) -> dict[str, Severity]:
        return self._rows(Severity, "severity")

    @cached_property
    def diseases(self) -> dict[str, Disease]:
        return self._rows(Disease, "disease")

    @cached_property
    def violation_levels(self) -> dict[str, ViolationLevel]:
        return self._rows(ViolationLevel, "violation_level")

    def usual_severity(self, category: str) -> Any:
        """The degree a category usually has; the gravest on offer where its own is no longer in force."""
        code = self.categories[category].severity if category in self.categories else ""
        rows = list(self.severities.values())
        usual = next((row for row in rows if row.code == code), None)
        return usual or max(rows, key=lambda row: row.rank, default=None)

    def _rows(self, model: Any, name: str) -> dict[str, Any]:
        rows = list(model.objects.on(self.day).order_by("position", "name"))
        before = getattr(self.kept, name, None) if self.kept else None
        if before is not None and all(row.pk != before.pk for row in rows):
            rows.insert(0, before)
        return {str(row.pk): row for row in rows}

    @property
    def category_groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        order = list(Theme.values)
        rows = sorted(self.categories.items(), key=lambda each: order.index(each[1].theme))
        return [
            (str(Theme(theme).label), [(key, row.name) for key, row in group])
            for theme, group in groupby(rows, key=lambda each: each[1].theme)
        ]


def named(rows: dict[str, Any]) -> list[tuple[str, str]]:
    return [(key, row.name) for key, row in rows.items()]
