import io
import json

import pytest

from tests.territory.shapes import collection, feature
from truongan.territory import geojson
from truongan.territory.geojson import BadFile, read_features


def read(text, encoding="utf-8"):
    return list(read_features(io.BytesIO(text.encode(encoding) if isinstance(text, str) else text)))


def refused(text, **options):
    with pytest.raises(BadFile) as reason:
        read(text, **options)
    return str(reason.value)


def test_features_come_one_by_one_with_their_line():
    text = json.dumps(json.loads(collection([feature(ma="24"), feature(ma="27")])), indent=1)
    found = read(text)

    assert [each.number for each in found] == [1, 2]
    assert [each.properties for each in found] == [{"ma": "24"}, {"ma": "27"}]
    assert text.splitlines()[found[1].line - 1].strip() == "{"
    assert '"27"' not in "\n".join(text.splitlines()[: found[1].line])


def test_a_byte_order_mark_and_spaces_do_no_harm():
    assert len(read("\n\t " + collection([feature()]), encoding="utf-8-sig")) == 1
    assert len(read("\ufeff" + collection([feature()]) + "\n\n")) == 1


def test_an_empty_collection_has_no_features():
    assert read(collection([])) == []


def test_members_before_and_after_the_features_are_passed_over():
    text = '{"name": "x", "n": 12, "features": [], "type": "FeatureCollection", "more": {"a": [1, 2]}}'
    assert read(text) == []


@pytest.mark.parametrize("chunk", [1, 7, 64])
def test_a_file_read_in_pieces_of_any_size_says_the_same(monkeypatch, chunk):
    text = collection([feature(ten="Phường Nếnh", so=12.5e2), feature(ma="x" * 300)], note=-17)
    whole = read(text)
    monkeypatch.setattr(geojson, "_CHUNK", chunk)
    assert read(text) == whole


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Tệp trống"),
        ("   \n ", "Tệp trống"),
        ("[1, 2]", "Dòng 1: chờ “{”"),
        ('{"type": "Topology", "objects": {}}', "TopoJSON"),
        ('{"type": "Feature", "geometry": null}', "FeatureCollection"),
        ('{"features": []}', "FeatureCollection"),
        ('{"type": "FeatureCollection"\n, "features": [\n{"a": 1},\n{"a": tru}\n]}', "Dòng 4: JSON hỏng"),
        ('{"type": "FeatureCollection", "features": [{"a": 1} {"a": 2}]}', "chờ “,” nhưng gặp “{”"),
        ('{"type": "FeatureCollection", "features": [{"a": 1}', "hết tệp"),
        ('{"type": "FeatureCollection", "features": [{"a": ', "JSON hỏng"),
        ('{"type": "FeatureCollection", "features": []} x', "chữ thừa"),
        ('{"type": "FeatureCollection", "features": [\n\n{"a": NaN}]}', "Dòng 3: NaN không phải là số"),
        ('{"type": "FeatureCollection", "features": [{"a": -Infinity}]}', "-Infinity không phải là số"),
        ('{"type": "FeatureCollection", "features": [' + "[" * 100_000, "lồng nhau quá sâu"),
        ('{"type": "FeatureCollection", "features": [' + "9" * 5000 + "]}", "số dài quá"),
        ('{"type": "FeatureCollection", "crs": {"name": "EPSG:3405"}, "features": []}', "hệ tọa độ khác"),
    ],
)
def test_a_file_that_is_not_geojson_is_told_with_its_line(text, words):
    assert words in refused(text)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258"])
def test_another_encoding_is_told(encoding):
    text = collection([feature(ten="Phường ơ")]) if encoding == "utf-16" else collection([feature(ten="Vân Hà ê")])
    assert "UTF-8" in refused(text, encoding=encoding)


def test_a_feature_longer_than_memory_allows_is_refused(monkeypatch):
    monkeypatch.setattr(geojson, "LONGEST_FEATURE", 1000)
    monkeypatch.setattr(geojson, "_CHUNK", 100)
    assert "quá" in refused('{"type": "FeatureCollection", "features": ["' + "x" * 5000)


def test_a_mistake_early_in_a_long_file_is_told_without_reading_the_rest(monkeypatch):
    monkeypatch.setattr(geojson, "_CHUNK", 4000)
    stream = io.BytesIO(b'{"type": "FeatureCollection", "features": [{"a": ??}, ' + b" " * 100_000 + b"]}")
    with pytest.raises(BadFile, match="Dòng 1: JSON hỏng"):
        list(read_features(stream))
    assert stream.tell() < 10_000


def test_the_world_in_degrees_may_be_named():
    assert read(collection([], crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}})) == []
