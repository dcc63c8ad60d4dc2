"""truongan portal check-comments: one comment a line in, one JSON a line out."""

import io
import json
import sys
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command


def _answers(*arguments: str) -> list[dict]:
    out = io.StringIO()
    call_command("portal", "check-comments", *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_every_line_of_a_file_gets_one_answer(tmp_path):
    file = tmp_path / "comments.txt"
    file.write_bytes("\ufeffCho em xin đi học\r\nToi rat dong y voi bai viet nay\n\nmột\u2028dòng".encode())
    first, second, third, fourth = _answers(str(file))
    assert first == {"text": "Cho em xin đi học", "accepted": True, "reasons": []}
    assert second["accepted"] is False
    assert [reason["code"] for reason in second["reasons"]] == ["khong-dau"]
    assert [reason["code"] for reason in third["reasons"]] == ["trong"]
    assert fourth["text"] == "một\u2028dòng"
    assert all(set(each) == {"text", "accepted", "reasons"} for each in (first, second, third, fourth))


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_standard_input_is_read_where_no_file_is_named(monkeypatch, arguments):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO("Hay quá\nhay qua\n".encode())))
    assert [each["accepted"] for each in _answers(*arguments)] == [True, False]


def test_the_flags_are_shown_when_asked_for(tmp_path):
    file = tmp_path / "comments.txt"
    file.write_text("Gọi\u200b 0912 345 678 nhé cô", encoding="utf-8")
    [answer] = _answers(str(file), "--flags")
    assert answer["cleaned"] == "Gọi 0912 345 678 nhé cô"
    assert [(each["kind"], each["term"]) for each in answer["flags"]] == [("dien-thoai", "0912 345 678")]


def test_a_line_that_is_no_text_loses_no_other(tmp_path):
    file = tmp_path / "comments.txt"
    file.write_bytes(b"\xff\xfe\x00\nC\xe1\xba\xa3m \xc6\xa1n\n")
    assert [[reason["code"] for reason in each["reasons"]] for each in _answers(str(file))] == [
        ["khong-phai-utf8"],
        [],
    ]


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="Không đọc được"):
        _answers(str(tmp_path / "none.txt"))
    with pytest.raises(CommandError, match="Không đọc được"):
        _answers(str(tmp_path))
