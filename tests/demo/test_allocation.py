import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongan.demo.allocation import shares, spread

weights = st.lists(st.integers(0, 50), min_size=1, max_size=60).filter(any)


@given(st.integers(0, 10_000), weights)
def test_shares_add_up_to_the_total(total, weights):
    assert sum(shares(total, weights)) == total


@given(st.integers(0, 2000), weights, st.integers(0, 5))
def test_no_share_is_below_the_least(spare, weights, least):
    parts = shares(spare + least * len(weights), weights, least)
    assert min(parts) >= least
    assert sum(parts) == spare + least * len(weights)


def test_the_largest_remainders_get_what_is_left():
    assert shares(10, [1, 1, 1]) == [4, 3, 3]
    assert shares(3, [5, 3, 1]) == [2, 1, 0]


def test_a_total_too_small_for_the_least_parts_is_refused():
    with pytest.raises(ValueError, match="cannot share 3"):
        shares(3, [1, 1], least=2)


def test_spread_keeps_the_counts_and_mixes_them():
    assert spread({"a": 2, "b": 1}) == ["a", "b", "a"]
    mixed = spread({"a": 30, "b": 10})
    assert mixed.count("b") == 10
    assert "b" in mixed[:4]
