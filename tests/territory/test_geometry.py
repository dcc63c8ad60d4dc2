from math import cos, sin, tau

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.territory.shapes import polygon, square
from truongan.territory.geometry import BadGeometry, box_of, read_polygons, simplified


def circle(points, west=106.0, south=21.0, radius=0.1):
    ring = [[west + radius * cos(tau * n / points), south + radius * sin(tau * n / points)] for n in range(points)]
    return [*ring, ring[0]]


def refused(geometry, **options):
    with pytest.raises(BadGeometry) as reason:
        read_polygons(geometry, **options)
    return str(reason.value)


def test_a_polygon_and_its_box():
    read = read_polygons(polygon(106.0, 21.0))
    assert box_of(read) == [106.0, 21.0, 106.1, 21.1]
    assert read[0][0][0] == (106.0, 21.0)


def test_height_beside_the_place_is_passed_over():
    ring = [[*point, 12.5] for point in square(106.0, 21.0)]
    assert read_polygons({"type": "Polygon", "coordinates": [ring]}) == read_polygons(polygon(106.0, 21.0))


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        (None, "không có hình"),
        ("Polygon", "không có hình"),
        ({}, "loại None"),
        ({"type": "Point", "coordinates": [106, 21]}, "loại Point"),
        ({"type": "GeometryCollection", "geometries": []}, "GeometryCollection"),
        ({"type": "Polygon"}, "không có tọa độ"),
        ({"type": "Polygon", "coordinates": []}, "không có tọa độ"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "không có tọa độ"),
        ({"type": "MultiPolygon", "coordinates": {"a": 1}}, "không có tọa độ"),
        ({"type": "Polygon", "coordinates": [[[106, 21], [106, 22], [106, 21]]]}, "ít hơn bốn điểm"),
        ({"type": "Polygon", "coordinates": [square(106, 21)[:-1]]}, "không khép kín"),
        ({"type": "Polygon", "coordinates": [[[106, 21], [106, 22], [106, 21.5], [106, 21]]]}, "diện tích"),
        ({"type": "Polygon", "coordinates": [[[106, "21"], [1, 2], [3, 4], [106, "21"]]]}, "không phải hai số"),
        ({"type": "Polygon", "coordinates": [[[True, False]] * 4]}, "không phải hai số"),
        ({"type": "Polygon", "coordinates": [[[float("inf"), 21]] * 4]}, "không phải hai số"),
        ({"type": "Polygon", "coordinates": [[[10**400, 21]] * 4]}, "không phải hai số"),
        ({"type": "Polygon", "coordinates": [[[106], [106], [106], [106]]]}, "không phải hai số"),
        (polygon(2.35, 48.85), "ngoài Việt Nam"),
        ({"type": "Polygon", "coordinates": [square(425_000.0, 2_350_000.0, 900)]}, "VN-2000"),
    ],
)
def test_what_cannot_be_a_boundary_is_told(geometry, words):
    assert words in refused(geometry)


def test_latitude_before_longitude_is_told_and_can_be_read_so():
    swapped = {"type": "Polygon", "coordinates": [[[y, x] for x, y in square(106.0, 21.0)]]}

    assert "bị đảo" in refused(swapped)
    assert read_polygons(swapped, is_swapped=True) == read_polygons(polygon(106.0, 21.0))
    assert "bị đảo" in refused(polygon(106.0, 21.0), is_swapped=True)


def test_too_many_points_are_refused(monkeypatch):
    monkeypatch.setattr("truongan.territory.geometry.MOST_POINTS", 100)
    assert "quá 100 điểm" in refused({"type": "Polygon", "coordinates": [circle(200)]})


def test_the_simplified_edge_is_shorter_and_closed_and_near():
    read = read_polygons({"type": "Polygon", "coordinates": [circle(2000)]})
    (thin,) = simplified(read, 0.002)

    assert 8 < len(thin[0]) < 60
    assert thin[0][0] == thin[0][-1]
    assert box_of([thin]) == pytest.approx(box_of(read), abs=0.003)


def test_small_islands_and_holes_go_and_the_largest_stays():
    tiny, hole = square(106.5, 21.0, 0.0002), square(106.04, 21.04, 0.0002)
    read = read_polygons({"type": "MultiPolygon", "coordinates": [[tiny], [square(106.0, 21.0), hole]]})

    assert simplified(read, 0.002) == [[[(x, y) for x, y in square(106.0, 21.0)]]]
    assert simplified(read_polygons({"type": "Polygon", "coordinates": [tiny]}), 0.002) != []


@given(
    st.lists(st.tuples(st.floats(102, 118), st.floats(6, 24)), min_size=3, max_size=40),
    st.sampled_from([0.0001, 0.004, 1.0]),
)
def test_any_ring_that_is_read_stays_a_ring(points, tolerance):
    ring = [[*point] for point in (*points, points[0])]
    try:
        read = read_polygons({"type": "Polygon", "coordinates": [ring]})
    except BadGeometry:
        return
    (thin,) = simplified(read, tolerance)
    assert len(thin[0]) >= 4
    assert thin[0][0] == thin[0][-1]
