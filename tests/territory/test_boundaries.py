import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import NOW, unit
from tests.territory.shapes import feature, polygon, square, written
from truongan.audit.models import Entry
from truongan.territory.boundaries import import_boundaries
from truongan.territory.geojson import BadFile
from truongan.territory.matching import Wish, flat
from truongan.territory.models import AdministrativeUnit, Boundary

pytestmark = pytest.mark.django_db
THEN, LATER = date(2021, 9, 14), date(2026, 11, 22)


def bring(path, day=LATER, *, saves=True, is_swapped=False, source="thử", **wish):
    return import_boundaries(
        actor=None, path=path, wish=Wish(day, **wish), source=source, is_swapped=is_swapped, saves=saves, now=NOW
    )


def matched(tmp_path, *features, day=LATER, **wish):
    """Full names of the units that got a boundary, and why the others did not."""
    report = bring(written(tmp_path, features), day, **wish)
    names = set(Boundary.objects.values_list("unit__full_name", flat=True))
    return names, [(each.reason, each.text) for each in report.left_out]


@pytest.mark.parametrize(
    ("day", "properties", "name"),
    [
        (THEN, {"ma_tinh": "24"}, "Tỉnh Bắc Giang"),
        (LATER, {"ma_tinh": "24"}, "Tỉnh Bắc Ninh"),
        (LATER, {"MA_XA": 7795.0, "TEN_XA": "P. Nếnh", "MA_TINH": "24"}, "Phường Nếnh"),
        (LATER, {"code": 7795, "name": "Nenh"}, "Phường Nếnh"),
        (LATER, {"ma": "07795", "ten": "Phường Nếnh", "ten_tinh": "Bắc Ninh"}, "Phường Nếnh"),
        (LATER, {"unit": {"code": "07795"}, "ten_tinh": "Bắc Ninh"}, "Phường Nếnh"),
        (LATER, {"name": "phường nếnh", "province": "Tỉnh Bắc Ninh"}, "Phường Nếnh"),
        (THEN, {"ten_huyen": "Việt Yên", "ten_tinh": "Bac Giang"}, "Huyện Việt Yên"),
        (THEN, {"ten_xa": "TT. Nếnh", "ten_huyen": "H. Việt Yên"}, None),
        (THEN, {"ten_xa": "Nếnh", "ten_huyen": "Việt Yên", "ten_tinh": "Bắc Giang"}, "Thị trấn Nếnh"),
        (THEN, {"ma": "99999", "name": "Tỉnh Bắc Giang"}, "Tỉnh Bắc Giang"),
        (THEN, {"name": "Bắc Giang"}, None),
        (LATER, {"valid_from": "2021-09-14", "ma": "24", "ten": "Bắc Giang"}, "Tỉnh Bắc Giang"),
        (LATER, {"ma": "24", "valid_from": "14 tháng chín"}, None),
        (LATER, {"ma": "07795", "ten": "Xã Khác"}, None),
        (LATER, {"ten": "Nếnh"}, None),
        (LATER, {"ten": "Không Có", "tinh": "Bắc Ninh"}, None),
        (LATER, {"ma": None, "ten": ""}, None),
        (LATER, {"ma": {"a": {"b": {"c": {"d": "24"}}}}}, None),
    ],
)
def test_a_feature_finds_its_one_unit_by_code_or_by_names(territory, tmp_path, day, properties, name):
    names, left_out = matched(tmp_path, feature(**properties), day=day)
    assert names == ({name} if name else set())
    assert bool(left_out) is (name is None)


def test_what_is_left_out_says_why(territory, tmp_path):
    _names, left_out = matched(
        tmp_path,
        feature(ma="07795", ten="Xã Khác"),
        feature(ten="Nếnh"),
        feature(ma="77777"),
        feature(ghi_chu="trống"),
        feature({"type": "Point", "coordinates": [106, 21]}, ma="24"),
    )
    assert [reason for reason, _text in left_out] == ["ambiguous", "ambiguous", "unmatched", "unmatched", "invalid"]
    told = " ".join(text for _reason, text in left_out)
    for words in ("là Phường Nếnh, nhưng tệp ghi tên “Xã Khác”", "dùng --within", "không có đơn vị mã 77777", "Point"):
        assert words in told


def test_names_may_be_looked_for_in_one_unit_and_codes_trusted(territory, tmp_path):
    province = unit("24", LATER)
    assert matched(tmp_path, feature(ten="Nếnh"), within=province) == ({"Phường Nếnh"}, [])
    Boundary.objects.all().delete()
    assert matched(tmp_path, feature(ma="07795", ten="Tên cũ"), checks_names=False)[0] == {"Phường Nếnh"}
    Boundary.objects.all().delete()
    assert matched(tmp_path, feature(x="07795", y="nenh"), code_property="X", name_property="y")[0] == {"Phường Nếnh"}


def test_a_code_of_several_levels_is_ambiguous_unless_a_name_tells(territory, tmp_path):
    """222 is Việt Yên; written 222 it may also be the commune 00222 where there is one."""
    AdministrativeUnit.objects.filter(code="07795", valid_to=None).update(code="00222")
    assert matched(tmp_path, feature(ma="00222"))[0] == {"Phường Nếnh"}


def test_two_features_of_one_unit_are_both_left_out(territory, tmp_path):
    names, left_out = matched(tmp_path, feature(ma="07795"), feature(polygon(107.0), ma_xa=7795), feature(ma="24"))
    assert names == {"Tỉnh Bắc Ninh"}
    assert [text for _reason, text in left_out] == [
        "Phường Nếnh còn ở đối tượng 2; gộp thành một MultiPolygon rồi nạp lại.",
        "Phường Nếnh còn ở đối tượng 1; gộp thành một MultiPolygon rồi nạp lại.",
    ]


def test_the_same_file_again_changes_nothing_and_a_changed_one_only_its_changes(territory, tmp_path):
    path = written(tmp_path, [feature(ma="24"), feature(ma="07795")])
    first = bring(path)
    kept = dict(Boundary.objects.values_list("unit_id", "pk"))
    again = bring(path)
    other = bring(written(tmp_path, [feature(ma="24"), feature(polygon(106.5), ma="07795")]))

    assert (first.created, first.matched) == (2, 2)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert (other.changed, other.unchanged) == (1, 1)
    assert dict(Boundary.objects.values_list("unit_id", "pk")) == kept
    assert Boundary.objects.get(unit__code="07795").bbox == [106.5, 21.0, 106.6, 21.1]
    assert Entry.objects.filter(verb="territory.boundaries.imported").count() == 2


def test_a_file_broken_at_its_end_changes_nothing(territory, tmp_path):
    path = written(tmp_path, [feature(ma="24")])
    path.write_text(path.read_text()[:-2])
    with pytest.raises(BadFile):
        bring(path)
    assert not Boundary.objects.exists()


def test_looking_only_writes_nothing(territory, tmp_path):
    assert bring(written(tmp_path, [feature(ma="24")]), saves=False).created == 1
    assert not Boundary.objects.exists()
    assert not Entry.objects.filter(verb="territory.boundaries.imported").exists()


def test_queries_do_not_grow_with_the_features(territory, tmp_path, django_assert_num_queries):
    units = AdministrativeUnit.objects.on(LATER).communes().within(unit("24", LATER))[:60]
    many = [feature(polygon(105.0 + n / 50), ma=each.code) for n, each in enumerate(units)]
    with django_assert_num_queries(10):
        bring(written(tmp_path, [feature(ma="24")]))
    with django_assert_num_queries(10):
        assert bring(written(tmp_path, many)).created == 60


def test_a_batch_is_one_of_several(territory, tmp_path, monkeypatch):
    monkeypatch.setattr("truongan.territory.boundaries._BATCH", 2)
    units = AdministrativeUnit.objects.on(LATER).communes().within(unit("24", LATER))[:5]
    assert bring(written(tmp_path, [feature(ma=each.code) for each in units])).created == 5
    assert Boundary.objects.count() == 5


def test_properties_of_any_shape_are_flattened():
    assert flat({"Mã-Xã": "1", "b": {"mã xã": "2", "c": 3}, "d": [4], "e": None}) == {"maxa": "1", "c": 3}
    assert flat(["x"]) == flat(None) == {}


# ---- the command


def run(*arguments):
    out = StringIO()
    call_command("territory", "import-boundaries", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_what_it_did(territory, tmp_path):
    swapped = {"type": "Polygon", "coordinates": [[[y, x] for x, y in square(106.0, 21.0)]]}
    path = written(tmp_path, [feature(ma="24"), feature(ma="9"), feature(swapped, ma="07795")])
    said = run(str(path), "--on", "22/11/2026")

    assert "3 đối tượng: 1 khớp (1 mới, 0 đổi, 0 giữ nguyên)." in said
    assert "Không khớp đơn vị nào: 1" in said
    assert "✗ đối tượng 3, dòng 1: Phường Nếnh: tọa độ bị đảo" in said
    assert Boundary.objects.get().source == "ranh-gioi.geojson"


def test_the_command_for_machines_and_for_trial(territory, tmp_path):
    path = written(tmp_path, [feature(ma="24")])
    assert "chưa ghi gì" in run(str(path), "--dry-run")
    assert json.loads(run(str(path), "--format", "json", "--source", "Sở")) == {
        "features": 1, "created": 1, "changed": 0, "unchanged": 0, "left_out": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["khong-co.geojson"], "Không mở được tệp"),
        (["."], "Không mở được tệp"),
        (["{file}", "--on", "31/02/2026"], "Không đọc được ngày"),
        (["{file}", "--within", "98"], "98"),
    ],
)
def test_the_command_refuses_in_words(territory, tmp_path, arguments, words):
    path = written(tmp_path, [feature(ma="24")])
    with pytest.raises(CommandError, match=words):
        run(*(each.format(file=path) for each in arguments))
