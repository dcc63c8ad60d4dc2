"""`truongan assess`: what goes in, what comes out, what is refused."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.assessments.test_judging import answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def assess(tmp_path):
    def run(code, answers, *options):
        file = tmp_path / "tra-loi.json"
        file.write_text(answers if isinstance(answers, str) else json.dumps(answers))
        out = StringIO()
        call_command("assess", code, "--answers", str(file), *options, stdout=out)
        return out.getvalue()

    return run


def test_json(assess):
    said = json.loads(assess("hcm-2021", answered("hcm-2021", 7), "--format", "json"))
    assert said == {
        "set": "hcm-2021", "met": 7, "class": "fair", "cure_hours": 48,
        "reason": "đạt 7/10 tiêu chí: Được dạy học, phải đạt từ 8 tiêu chí trong 48 giờ",
    }  # fmt: skip


def test_the_open_case(assess):
    said = json.loads(assess("1467-2020", answered("1467-2020", 12, without=("4",)), "--format", "json"))
    assert said["class"] is None and said["cure_hours"] is None
    assert said["reason"] == "chưa xếp loại: thiếu tiêu chí bắt buộc 4"


def test_text(assess):
    said = assess("antt-2021", {"7.1a": "na", "7.1b": True, "7.1c": False})
    assert "Kết quả: Chưa đạt" in said and "Chưa đạt: 7.1c" in said and "Chưa trả lời: 7.1d" in said


@pytest.mark.parametrize(
    ("code", "answers", "said"),
    [
        ("khong-co", {}, "Không có bộ tiêu chí khong-co"),
        ("hcm-2021", {"11": True}, "không có tiêu chí 11"),
        ("hcm-2021", {"1": "na"}, "luôn áp dụng"),
        ("hcm-2021", {"1": 1}, "không hiểu được"),
        ("hcm-2021", "[true]", "một bảng"),
        ("hcm-2021", "{", "không đúng dạng JSON"),
        ("hcm-2021", '{"1": true, "1": false}', "hai lần"),
    ],
)
def test_what_is_refused(assess, code, answers, said):
    with pytest.raises(CommandError, match=said) as refusal:
        assess(code, answers)
    assert refusal.value.returncode == 2


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="Không đọc được") as refusal:
        call_command("assess", "hcm-2021", "--answers", str(tmp_path / "khong-co.json"))
    assert refusal.value.returncode == 2
