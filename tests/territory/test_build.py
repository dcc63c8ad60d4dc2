"""The rules of the build script that decide what counts as the same unit."""

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "script/territory"))

import compare
import sources
import succession
import timeline


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Xã Hoà Bình", "Hòa Bình"),
        ("Xã Thuỷ An", "Thủy An"),
        ("Xã Khoẻ", "Khỏe"),
        ("Xã Quý Lộc", "Quý Lộc"),
        ("Phường Hoàng Liệt", "Hoàng Liệt"),
        ("Phường 05", "5"),
        ("Thị Trấn  Ái Tử", "Ái Tử"),
    ],
)
def test_one_spelling_for_all_lists(written, kept):
    assert sources.spelled(written, "001").name == kept


def test_a_city_without_parent_is_a_municipality():
    assert sources.spelled("Thành phố Huế", "").kind == "municipality"
    assert sources.spelled("Thành phố Huế", "46").kind == "city"


def test_marks_do_not_make_another_unit_but_kind_and_parent_do():
    unit = sources.spelled("Xã Đắk Hà", "610")
    assert timeline.is_same(unit, unit._replace(name="Đăk Hà"))
    assert not timeline.is_same(unit, unit._replace(kind="township"))
    assert not timeline.is_same(unit, unit._replace(parent="611"))


def span(code, name, parent, start, end=None):
    return timeline.Span(code, sources.Unit("commune", name, parent), start, end)


def test_a_childs_life_is_cut_where_its_parent_changes():
    district = [
        span("222", "Việt Yên", "", date(2021, 1, 1), date(2024, 2, 1)),
        span("222", "Việt Yên", "", date(2024, 2, 1)),
    ]
    joined = timeline.join_parents({"222": district, "07800": [span("07800", "Minh Đức", "222", date(2021, 1, 1))]})
    assert [(piece.start, piece.end) for piece in joined["07800"]] == [
        (date(2021, 1, 1), date(2024, 2, 1)),
        (date(2024, 2, 1), None),
    ]


def test_a_whole_beside_a_part_of_the_same_day_is_a_part():
    import build

    day = date(2025, 1, 1)
    old, one, other = (span(code, code, "", day) for code in ("a", "b", "c"))
    old.end = day
    links = [succession.Link(old, one, "whole", day, ""), succession.Link(old, other, "part", day, "")]
    assert {link.kind for link in build.once_per_pair(links)} == {"part"}


def test_the_comparison_tells_spelling_from_substance():
    ours = {"kind": "commune", "parent": "610", "name": "Đăk Hà"}
    assert compare.difference(ours, sources.spelled("Xã Đắk Hà", "610"))[0] == "marks or spaces"
    assert compare.difference(ours, sources.spelled("Xã Ngọc Lây", "610"))[0] == "spelling"
    assert compare.difference(ours, sources.spelled("Thị trấn Đăk Hà", "610"))[0] == "kind or parent"
    assert compare.difference(None, ours)[0] == "missing here"
