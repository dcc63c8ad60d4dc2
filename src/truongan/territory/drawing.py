"""Boundaries as shapes of a flat drawing: what every map of ours is drawn with, on the server, without script."""

from collections.abc import Callable, Iterable
from math import cos, radians
from typing import Any

from truongan.territory.models import Boundary

SIZE, MARGIN = 1000, 8  # of the drawing, in its own units: about two to a dot of a desk screen
_STEP = 2  # a bend smaller than a dot is not drawn


def box_of(boundaries: Iterable[Boundary]) -> list[float]:
    """West, south, east, north of all of them together, in degrees."""
    wests, souths, easts, norths = zip(*(each.bbox for each in boundaries), strict=True)
    return [min(wests), min(souths), max(easts), max(norths)]


def projection(box: list[float]) -> tuple[Callable[[list[float]], tuple[int, int]], int]:
    """Degrees → places of the drawing, and its height; a degree of longitude is as short as in the middle of the map."""
    west, south, east, north = box
    narrow = cos(radians((south + north) / 2))
    scale = (SIZE - 2 * MARGIN) / max((east - west) * narrow, north - south, 1e-6)
    left = (SIZE - (east - west) * narrow * scale) / 2

    def place(point: list[float]) -> tuple[int, int]:
        return round(left + (point[0] - west) * narrow * scale), round(MARGIN + (north - point[1]) * scale)

    return place, round((north - south) * scale) + 2 * MARGIN


def path_of(boundary: Boundary, place: Callable[[list[float]], tuple[int, int]]) -> str:
    """Each ring as steps from point to point; what is smaller than a dot is left out, unless nothing would stay."""
    rings = [[place(point) for point in ring] for polygon in boundary.simplified["coordinates"] for ring in polygon]
    drawn = "".join(filter(None, map(_ring, rings)))
    if drawn or not rings:
        return drawn
    x, y = rings[0][0]
    return f"M{x - 2} {y - 2}h4v4h-4z"


def _ring(points: list[tuple[int, int]]) -> str:
    (x, y), steps = points[0], []
    for next_x, next_y in points[1:-1]:
        dx, dy = next_x - x, next_y - y
        if abs(dx) >= _STEP or abs(dy) >= _STEP:
            steps.append(f"{dx}{dy}" if dy < 0 else f"{dx} {dy}")
            x, y = next_x, next_y
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z" if len(steps) > 1 else ""


def as_geojson(box: list[float], shapes: Iterable[tuple[Boundary, dict[str, Any]]]) -> dict[str, Any]:
    """The same shapes with what is said of each, for a map that can be moved (`js/map.js`): `name`, `text`, `class`, `href`."""
    return {
        "type": "FeatureCollection",
        "bbox": box,
        "features": [
            {"type": "Feature", "properties": said, "geometry": boundary.simplified} for boundary, said in shapes
        ],
    }
