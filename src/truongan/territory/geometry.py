"""Polygons of a file examined, and made coarse enough to be drawn.

Shapes: a point is (longitude, latitude) in degrees; a ring is closed, its last point the first; the first ring of a
polygon is its edge and the others are holes.
"""

from itertools import pairwise
from math import hypot
from typing import Any

from django.utils.translation import gettext as _

from truongan.territory.models import Level

Point = tuple[float, float]
Ring = list[Point]
Polygons = list[list[Ring]]

# Việt Nam with its islands and the sea zones maps draw around them; wider than the land on purpose.
LONGITUDES, LATITUDES = (102.0, 118.0), (6.0, 24.0)
MOST_POINTS = 500_000  # of one unit: ten times the finest coast in use
TOLERANCE = {Level.PROVINCE: 0.004, Level.DISTRICT: 0.0015, Level.COMMUNE: 0.0006}  # degrees; 0.001 is about 110 m


class BadGeometry(ValueError):
    """The geometry of a feature cannot be a unit's boundary. The message is safe to show."""


def read_polygons(geometry: Any, *, is_swapped: bool = False) -> Polygons:
    """The polygons of a GeoJSON geometry, rounded to about 10 cm.

    `is_swapped`: latitude comes first in the file. Raises BadGeometry.
    """
    if not isinstance(geometry, dict):
        raise BadGeometry(_("không có hình (geometry)."))
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise BadGeometry(_("hình loại %(kind)s; cần Polygon hoặc MultiPolygon.") % {"kind": str(kind)[:40]})
    polygons: Any = [coordinates] if kind == "Polygon" else coordinates
    if not _is_filled(polygons) or not all(map(_is_filled, polygons)):
        raise BadGeometry(_("hình không có tọa độ."))
    read = [[_read_ring(ring, is_swapped) for ring in polygon] for polygon in polygons]
    if sum(len(ring) for polygon in read for ring in polygon) > MOST_POINTS:
        raise BadGeometry(_("hình có quá %(n)s điểm.") % {"n": MOST_POINTS})
    _check_place(box_of(read))
    return read


def _is_filled(value: Any) -> bool:
    return isinstance(value, list) and bool(value)


def _read_ring(ring: Any, is_swapped: bool) -> Ring:
    if not isinstance(ring, list) or len(ring) < 4:
        raise BadGeometry(_("một vòng có ít hơn bốn điểm."))
    points = [_read_point(point) for point in ring]
    if points[0] != points[-1]:
        raise BadGeometry(_("một vòng không khép kín: điểm cuối khác điểm đầu."))
    if len(set(points)) < 3 or not _doubled_area(points):
        raise BadGeometry(_("một vòng không có diện tích."))
    return [(y, x) for x, y in points] if is_swapped else points


def _read_point(point: Any) -> Point:
    if not isinstance(point, list) or len(point) < 2 or not all(_is_number(each) for each in point[:2]):
        raise BadGeometry(_("một điểm không phải hai số kinh độ, vĩ độ."))
    return round(float(point[0]), 6), round(float(point[1]), 6)


def _is_number(value: Any) -> bool:
    # 1e999 is read as infinity, and an integer of 400 digits cannot become a float
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12


def _doubled_area(ring: Ring) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)))


def _check_place(box: list[float]) -> None:
    west, south, east, north = box
    if _lies(west, east, LONGITUDES) and _lies(south, north, LATITUDES):
        return
    if _lies(west, east, LATITUDES) and _lies(south, north, LONGITUDES):
        raise BadGeometry(_("tọa độ bị đảo, vĩ độ đứng trước kinh độ; nạp lại có --swap (hoặc bỏ --swap nếu đã có)."))
    if max(map(abs, box)) > 360:
        raise BadGeometry(_("tọa độ không phải độ (có thể là VN-2000, đơn vị mét); hãy chuyển sang WGS 84."))
    raise BadGeometry(_("hình nằm ngoài Việt Nam."))


def _lies(low: float, high: float, within: tuple[float, float]) -> bool:
    return within[0] <= low and high <= within[1]


def box_of(polygons: Polygons) -> list[float]:
    """West, south, east, north."""
    edges = [point for polygon in polygons for point in polygon[0]]
    longitudes, latitudes = zip(*edges, strict=True)
    return [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]


def simplified(polygons: Polygons, tolerance: float) -> Polygons:
    """The polygons with edges at most `tolerance` degrees off; islands and holes smaller than that are left out.

    The largest polygon always stays. Units are thinned one by one, so neighbours may part by as much.
    """
    largest = max(polygons, key=lambda polygon: _doubled_area(polygon[0]))
    kept = []
    for polygon in polygons:
        edge = _thinned(polygon[0], tolerance)
        finer = tolerance
        while polygon is largest and len(edge) < 4:
            finer /= 4
            edge = _thinned(polygon[0], finer)
        if len(edge) >= 4:
            holes = [_thinned(ring, tolerance) for ring in polygon[1:]]
            kept.append([_rounded(edge), *(_rounded(hole) for hole in holes if len(hole) >= 4)])
    return kept


def _rounded(ring: Ring) -> Ring:
    return [(round(x, 5), round(y, 5)) for x, y in ring]


def _thinned(ring: Ring, tolerance: float) -> Ring:
    """Douglas–Peucker. A ring is cut at the point farthest from its first, so that each half has two ends that stay."""
    points = _apart(ring, tolerance / 4)
    x0, y0 = points[0]
    cut = max(range(len(points)), key=lambda place: hypot(points[place][0] - x0, points[place][1] - y0))
    kept = {0, cut, len(points) - 1}
    spans = [(0, cut), (cut, len(points) - 1)]
    while spans:
        start, end = spans.pop()
        place, distance = _farthest(points, start, end)
        if distance > tolerance:
            kept.add(place)
            spans += [(start, place), (place, end)]
    return [points[place] for place in sorted(kept)]


def _apart(ring: Ring, distance: float) -> Ring:
    """Without points closer than this to the one before: a surveyed coast has a hundred of them to a pixel."""
    kept = [ring[0]]
    for x, y in ring[1:-1]:
        if abs(x - kept[-1][0]) > distance or abs(y - kept[-1][1]) > distance:
            kept.append((x, y))
    return [*kept, ring[-1]]


def _farthest(points: Ring, start: int, end: int) -> tuple[int, float]:
    """The point between two others that lies farthest from the line through them, and how far."""
    (x1, y1), (x2, y2) = points[start], points[end]
    dx, dy = x2 - x1, y2 - y1
    length = hypot(dx, dy)
    best, found = 0.0, start
    for place in range(start + 1, end):
        x, y = points[place]
        off = abs(dx * (y1 - y) - dy * (x1 - x)) / length if length else hypot(x - x1, y - y1)
        if off > best:
            best, found = off, place
    return found, best
