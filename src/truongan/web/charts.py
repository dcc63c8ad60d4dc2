"""Small charts as SVG shapes computed on the server, so that a page needs no script to show a trend."""

from dataclasses import dataclass
from math import floor, log10

from truongan.web.formats import vn_number

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 640, 240, 48, 24, 200
Points = list[tuple[str, float]]


@dataclass(frozen=True)
class LineChart:
    line: str  # path of the line
    area: str  # path of the surface under it
    grid: list[tuple[float, str]]  # height, value in words
    names: list[tuple[float, str, str]]  # place, name, text-anchor
    ends: list[tuple[float, float, str, str]]  # first and last point: place, height, value, text-anchor
    marks: list[tuple[float, str, str]]  # place, words, text-anchor
    rows: Points  # the same as a table, for those who cannot see it
    begins_at: str  # where the vertical axis begins, when that is not zero


def line(points: Points, marks: list[tuple[int, str]]) -> LineChart | None:
    """A line through dated values; nothing when there are fewer than two points."""
    if len(points) < 2:
        return None
    low, high, step = scale([value for _, value in points])
    places = [LEFT + 16 + index * (WIDTH - LEFT - 40) / (len(points) - 1) for index in range(len(points))]
    heights = [_height(value, low, high) for _, value in points]
    path = "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in zip(places, heights, strict=True))
    levels = [low + step * index for index in range(round((high - low) / step) + 1)]
    return LineChart(
        line=path,
        area=f"{path}V{BOTTOM}H{places[0]:.1f}z",
        grid=[(round(_height(level, low, high), 1), vn_number(level)) for level in levels],
        names=[(round(places[index], 1), points[index][0], _anchor(index, points)) for index in _named(points)],
        ends=[
            (round(places[index], 1), round(heights[index], 1), vn_number(points[index][1]), anchor)
            for index, anchor in ((0, "start"), (-1, "end"))
        ],
        marks=[
            (round(places[index], 1), words, "end" if index > len(points) / 2 else "start") for index, words in marks
        ],
        rows=points,
        begins_at=vn_number(low) if low else "",
    )


def scale(values: list[float]) -> tuple[float, float, float]:
    """Lowest level, highest level, step: round numbers, from zero unless all values lie far above it."""
    low, high = min(values), max(values)
    low = 0 if high == 0 or low < high * 0.6 else low
    span = (high - low) or max(high, 1)
    size = 10 ** floor(log10(span / 3))
    step = next(size * factor for factor in (1, 2, 5, 10) if span / (size * factor) <= 4)
    step = max(step, 1) if all(value == int(value) for value in values) else step
    floor_level = floor(low / step) * step
    ceiling = -(-high // step) * step
    return floor_level, ceiling if ceiling > floor_level else floor_level + step, step


def _height(value: float, low: float, high: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low)


def _named(points: Points) -> list[int]:
    """At most six names under the axis: first, last and some between, evenly where the count allows."""
    last = len(points) - 1
    gaps = next((gaps for gaps in (5, 4, 3) if last % gaps == 0), 4)
    return sorted({round(last * part / gaps) for part in range(gaps + 1)}) if last > 5 else list(range(last + 1))


def _anchor(index: int, points: Points) -> str:
    return {0: "start", len(points) - 1: "end"}.get(index, "middle")
