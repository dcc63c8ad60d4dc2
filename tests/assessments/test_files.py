"""What an administrator may send as a set, and why it is refused."""

import copy

import pytest

from truongan.assessments.checking import BadCriteria, read_definition
from truongan.assessments.files import parse, shipped, shipped_codes, write


def changed(code, /, **changes):
    raw = copy.deepcopy(shipped(code))
    raw.update(changes)
    return raw


def problems(raw):
    with pytest.raises(BadCriteria) as refusal:
        read_definition(raw)
    return " ".join(refusal.value.problems)


@pytest.mark.parametrize("code", shipped_codes())
def test_a_set_written_out_is_read_back_the_same(code):
    assert parse(write(shipped(code)).encode()) == shipped(code)


def test_texts_with_quotes_and_lines_survive():
    raw = changed("hcm-2021", notes='Dòng "một"\nDòng \\ hai\t.')
    assert parse(write(raw).encode())["notes"] == raw["notes"]


def test_twelve_of_ten_items_is_impossible():
    raw = changed("hcm-2021")
    raw["class"][0]["at_least"] = 12
    assert "ngưỡng 12 trên 10 tiêu chí không thể đạt" in problems(raw)


def test_more_than_every_item_is_impossible():
    raw = changed("antt-2021")
    raw["class"][0]["at_least"] = "120%"
    assert "lớn hơn 100%" in problems(raw)


def test_overlapping_classes_are_refused_with_an_example():
    raw = changed("hcm-2021")
    raw["class"][1]["at_most"] = 8
    assert "Đạt 8/10 tiêu chí thì thuộc cả" in problems(raw)


def test_a_gap_between_classes_is_refused_with_an_example():
    raw = changed("hcm-2021")
    raw["class"][1]["at_most"] = 6
    assert "Đạt 7/10 tiêu chí thì không thuộc hạng nào" in problems(raw)


def test_a_class_nobody_reaches_is_refused():
    raw = changed("hcm-2021")
    raw["class"].append({"class": "never", "name": "Không ai", "passes": False, "at_least": 9, "at_most": 3})
    assert "Hạng “Không ai” không bao giờ đạt được" in problems(raw)


def test_the_open_case_of_1467_is_no_gap():
    assert read_definition(shipped("1467-2020")).mandatory == ("4", "5", "10", "11")


def test_an_unknown_mandatory_item_is_refused():
    assert "bắt buộc 19 không có" in problems(changed("1467-2020", mandatory=["4", "19"]))


def test_mandatory_items_no_class_asks_for_are_refused():
    assert "không hạng nào đòi" in problems(changed("hcm-2021", mandatory=["4"]))


def test_an_end_before_the_start_is_refused():
    assert "phải sau ngày có hiệu lực" in problems(changed("hcm-2021", valid_to="2021-10-15"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "Hà Nội"}, "Mã bộ"),
        ({"name": ""}, "Thiếu “name”"),
        ({"item": []}, "Chưa có tiêu chí nào"),
        ({"class": []}, "Chưa có hạng"),
        ({"school_levels": []}, "Chưa ghi cấp học"),
        ({"school_levels": ["DH"]}, "Cấp học “DH” không có"),
        ({"authorities": ["ubnd"]}, "Cơ quan quyết định “ubnd”"),
        ({"item": [{"code": "1"}, {"code": "1"}]}, "dùng hai lần"),
        ({"item": [{"code": "1", "kind": "magic"}]}, "“magic” không có"),
        ({"item": [{"code": "1", "kind": "share"}]}, "chưa có “threshold”"),
        ({"item": [{"code": "1", "threshold": "1,5"}]}, "phải là số"),
        ({"item": [{"code": "1", "threshold": "120%"}]}, "không thể đạt"),
        ({"item": [{"code": "1", "may_not_apply": 1}]}, "sai kiểu giá trị"),
        ({"item": ["1"]}, "không đúng dạng"),
        ({"item": [{"code": "1", "files": 51}]}, "từ 0 đến 50"),
        ({"class": [{"class": "a", "name": "A", "passes": False, "cure_hours": 10**12}]}, "từ 0 đến 8784"),
        ({"class": [{"class": f"{each}", "name": "A", "passes": False} for each in range(21)]}, "nhiều nhất 20"),
        ({"group": [{"code": f"{each}", "name": "A"} for each in range(51)]}, "nhiều nhất 50"),
        ({"colour": "red"}, "không có mục “colour”"),
        ({"valid_from": "hôm qua"}, "không phải là ngày"),
        ({"cycle": {"kind": "yearly"}}, "cần “from”"),
        ({"cycle": {"kind": "yearly", "from": "13-01", "to": "11-16"}}, "tháng-ngày"),
    ],
)
def test_what_is_wrong_is_said(change, said):
    assert said in problems(changed("hcm-2021", **change))


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00", b"code = ", b"x" * 300_001, b"code = 'a'\ncode = 'b'", b"a = " + b"9" * 5000,
        b"a = " + b"[" * 20_000, b"a" + b".a" * 20_000 + b" = 1",
    ],
)  # fmt: skip
def test_a_file_that_is_no_set_is_refused(content):
    with pytest.raises(BadCriteria):
        parse(content)


def test_a_nul_written_as_an_escape_does_not_reach_the_database():
    assert parse(b'name = "an\\u0000toan"') == {"name": "antoan"}
