import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongan.web.charts import line, scale


def test_fewer_than_two_points_make_no_line():
    assert line([("09/2021", 322)], []) is None


def test_an_axis_that_does_not_begin_at_zero_says_so():
    assert line([("a", 322), ("b", 361)], []).begins_at == "320"
    assert line([("a", 0), ("b", 361)], []).begins_at == ""


@pytest.mark.parametrize("values", [[0, 0], [5, 5], [1, 2], [0.2, 0.7], [43_000, 1_200_000]])
def test_levels_enclose_every_value(values):
    low, high, step = scale(values)
    assert low <= min(values) <= max(values) <= high
    assert 1 <= round((high - low) / step) <= 7


@given(st.lists(st.integers(0, 2_000_000), min_size=2, max_size=60))
def test_a_line_stays_inside_its_frame(values):
    chart = line([(str(index), value) for index, value in enumerate(values)], [])
    heights = [float(pair.split(" ")[1]) for pair in chart.line[1:].replace(" ", ";", 0).split("  ") if " " in pair]
    assert all(24 <= height <= 200 for height in heights)
    assert len(chart.names) <= 6
