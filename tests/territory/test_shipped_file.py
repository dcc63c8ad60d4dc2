"""The file itself, without a database: what the build script promises about it."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongan.kernel.text import nfc
from truongan.territory import shipped
from truongan.territory.models import Kind

FIRST, REFORM, LATER = date(2021, 1, 1), date(2025, 7, 1), date(2026, 11, 22)
UNITS = list(shipped.read_units())
LINKS = list(shipped.read_successions())
BY_CODE = defaultdict(list)
for each in UNITS:
    BY_CODE[each.code].append(each)
ENDED = [unit for unit in UNITS if unit.valid_to]
DAYS = st.dates(FIRST, LATER)


def units_on(day, length=None):
    return [
        unit
        for unit in UNITS
        if unit.valid_from <= day
        and (unit.valid_to is None or day < unit.valid_to)
        and length in (None, len(unit.code))
    ]


def test_it_is_small():
    folder = Path(shipped.__file__).parent
    assert sum((folder / name).stat().st_size for name in ("units.csv.xz", "succession.csv.xz")) < 1_000_000


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2021, 9, 14), (63, 705, 10599)),
        (date(2025, 3, 1), (63, 696, 10035)),
        (date(2025, 6, 30), (63, 696, 10035)),
        (date(2025, 7, 1), (34, 0, 3321)),
    ],
)
def test_it_has_the_published_number_of_units(day, counts):
    assert tuple(len(units_on(day, length)) for length in (2, 3, 5)) == counts


@given(st.sampled_from(sorted(BY_CODE)))
def test_a_code_never_names_two_units_on_one_day(code):
    spans = sorted(BY_CODE[code], key=lambda unit: unit.valid_from)
    assert all(before.valid_to and before.valid_to <= after.valid_from for before, after in pairwise(spans))


@given(st.sampled_from(UNITS), DAYS)
def test_a_parent_lives_through_its_child(unit, day):
    alive = unit.valid_from <= day and (unit.valid_to is None or day < unit.valid_to)
    if alive and unit.parent:
        assert any(parent.key == unit.parent for parent in units_on(day, len(unit.parent[0])))


@given(st.sampled_from(ENDED))
def test_what_ended_went_somewhere(unit):
    assert any(link.old == unit.key and link.effective_on == unit.valid_to for link in LINKS)


def test_what_went_whole_went_to_one_unit():
    targets = defaultdict(set)
    for link in LINKS:
        if link.kind == "whole":
            targets[link.old].add(link.new)
    assert all(len(found) == 1 for found in targets.values())


def test_parents_come_before_their_children():
    seen = set()
    for unit in UNITS:
        assert unit.parent is None or unit.parent in seen
        seen.add(unit.key)


def test_names_are_composed_and_kinds_known():
    assert all(unit.name == nfc(unit.name) for unit in UNITS)
    assert {unit.kind for unit in UNITS} == set(Kind.values)


def test_districts_end_the_day_before_the_reform():
    last = {unit.valid_to for unit in units_on(REFORM - timedelta(days=1), 3)}
    assert last == {REFORM}


def test_eleven_provinces_were_left_as_they_were():
    unchanged = [unit for unit in units_on(REFORM, 2) if unit.valid_from < REFORM]
    assert len(unchanged) == 11
    assert {"Hà Nội", "Huế", "Sơn La"} <= {unit.name for unit in unchanged}
