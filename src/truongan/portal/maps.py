"""A figure by unit as a map: classes of colour and shapes, drawn on the server so that no script is needed.

The table beside it holds the same numbers; the map adds only where they are.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from truongan.figures.indicators import Indicator
from truongan.figures.questions import Answer, Figure, Row
from truongan.kernel.numbers import vn_number
from truongan.territory.drawing import as_geojson, box_of, path_of, projection
from truongan.territory.models import AdministrativeUnit, Boundary

_CLASSES = 5
_NONE = "none"


@dataclass(frozen=True)
class Shape:
    """One unit on the map; `colour` is 0 (few) to 4 (many) or "none", `href` its own page of figures."""

    name: str
    text: str
    colour: str
    path: str
    href: str
    boundary: Boundary


@dataclass(frozen=True)
class ColourClass:
    colour: str
    words: str
    count: int


@dataclass(frozen=True)
class FigureMap:
    """What the page shows; `missing` are units of the table without a boundary."""

    indicator: Indicator
    height: int
    box: list[float]
    shapes: list[Shape]
    classes: list[ColourClass]
    missing: list[str]
    sources: list[str]

    def as_geojson(self) -> dict[str, Any]:
        """The shapes with what is said of them, for a map that can be moved."""
        return as_geojson(
            self.box,
            (
                (
                    shape.boundary,
                    {
                        "name": shape.name,
                        "text": shape.text,
                        "class": -1 if shape.colour == _NONE else int(shape.colour),
                        "href": shape.href,
                    },
                )
                for shape in self.shapes
            ),
        )


def figure_map(
    found: Answer, indicators: Iterable[Indicator], asked: str, href_of: Callable[[Row], str]
) -> FigureMap | None:
    """The map of one of these indicators (by its code, else the first share, else the first), in two queries.

    None where fewer than two of the table's units have a boundary, or where the table is not by unit.
    """
    chosen = _chosen(list(indicators), asked)
    if chosen is None or found.question.by != "unit":
        return None
    units = [row.unit for row in found.rows if row.unit]
    boundaries = {each.unit_id: each for each in Boundary.objects.of(units).for_display()}
    rows = [row for row in found.rows if row.unit and row.unit.pk in boundaries]
    if len(rows) < 2:
        return None
    values = {row.key: _value(row[chosen.code]) for row in rows}
    colours, words = _classified(values, chosen.is_share_of_schools)
    here = [boundaries[_pk(row)] for row in rows]
    place, height = projection(box := box_of(here))
    return FigureMap(
        indicator=chosen,
        height=height,
        box=box,
        shapes=[
            Shape(row.label, _said(row[chosen.code]), colours[row.key], path_of(each, place), href_of(row), each)
            for row, each in zip(rows, here, strict=True)
        ],
        classes=_legend(colours.values(), words),
        missing=[unit.full_name for unit in units if unit.pk not in boundaries],
        sources=sorted({each.source for each in here}),
    )


def _pk(row: Row) -> int:
    assert isinstance(row.unit, AdministrativeUnit)
    return row.unit.pk


def _chosen(indicators: list[Indicator], asked: str) -> Indicator | None:
    named = (each for each in indicators if each.code == asked)
    shares = (each for each in indicators if each.is_share_of_schools)
    return next((each for group in (named, shares, iter(indicators)) for each in group), None)


# ---- what is said, and in which colour


def _value(figure: Figure) -> float | None:
    """The number that colours: a share in percent, else the count; None where it is hidden or of nothing."""
    if figure.value is None or not figure.indicator.is_share_of_schools:
        return figure.value
    return 100 * figure.value / figure.whole if figure.whole else None


def _said(figure: Figure) -> str:
    if figure.value is None:
        return _("ẩn, số người nhỏ")
    if not figure.indicator.is_share_of_schools:
        return f"{vn_number(figure.value)} {figure.indicator.unit}"
    if not figure.whole:
        return _("không có trường")
    share = vn_number(100 * figure.value / figure.whole, 1)
    return f"{share}% ({vn_number(figure.value)}/{vn_number(figure.whole)} {figure.indicator.unit})"


def _classified(values: dict[str, float | None], is_share: bool) -> tuple[dict[str, str], list[str]]:
    """Row → colour, and the words of the five classes: shares by fifths, counts so that classes are of like size."""
    if is_share:
        words = [_("dưới 20%"), *(f"{low}–{low + 20}%" for low in (20, 40, 60)), _("từ 80%")]
        return {key: _NONE if each is None else str(min(4, int(each // 20))) for key, each in values.items()}, words
    limits = _limits([each for each in values.values() if each is not None])
    place = {each: sum(each > limit for limit in limits) for each in values.values() if each is not None}
    spans = [[each for each, of in place.items() if of == number] for number in range(_CLASSES)]
    words = [_span(span) for span in spans]
    return {key: _NONE if each is None else str(place[each]) for key, each in values.items()}, words


def _limits(values: list[float]) -> list[float]:
    """The largest value of each class but the last; nothing at all is a class of its own.

    Fewer values than classes give each its own.
    """
    different = sorted(set(values))
    if len(different) <= _CLASSES:
        return different[:-1]
    some = sorted(each for each in values if each)
    nothing = [0.0] if len(some) < len(values) else []
    parts = _CLASSES - len(nothing)
    return sorted({*nothing, *(some[len(some) * part // parts - 1] for part in range(1, parts) if len(some) >= parts)})


def _span(values: list[float]) -> str:
    if not values:
        return ""
    low, high = vn_number(min(values)), vn_number(max(values))
    return low if low == high else f"{low}–{high}"


def _legend(colours: Iterable[str], words: list[str]) -> list[ColourClass]:
    """Most first; classes nobody is in are left out."""
    counts = Counter(colours)
    said = {str(number): text for number, text in enumerate(words)} | {_NONE: _("không có số, hoặc ẩn")}
    order = [*map(str, reversed(range(_CLASSES))), _NONE]
    return [ColourClass(each, said[each], counts[each]) for each in order if counts[each]]
