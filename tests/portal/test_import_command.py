from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.news.importing import samples
from truongan.figures.indicators import INDICATORS
from truongan.news import figure_suggestions
from truongan.news.live_figures import LiveFigure
from truongan.news.models import Article


def run(path, *options: str) -> str:
    out = StringIO()
    call_command("portal", "import-article", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "bai.html"
    path.write_text(samples.PAGE, encoding="utf-16")
    return path


def test_it_says_what_was_recognised_and_left_out(cast, page):
    told = run(page)
    assert f"đầu đề: {samples.TITLE}" in told
    assert "ngày đăng: Thứ hai, 18/04/2022 08:05" in told
    assert "thân bài: 3 đoạn, 1 tiêu đề nhỏ" in told
    assert "ký tên: Thu Bến" in told and "nguồn: Bản tin xã Bến Sông" in told
    assert "chân trang: Bản quyền thuộc về" in told
    assert f"Đã lưu bản nháp: {samples.TITLE} (/tin-tuc/phong-trao/" in told
    assert not Article.objects.get().live


def test_twice_is_once_and_says_so(cast, page):
    run(page)
    assert "đã nhập trước đây (bản nháp)" in run(page)
    assert "nay đăng bản nháp đang chờ" in run(page, "--publish")
    assert "đã nhập trước đây (đang đăng)" in run(page, "--publish")
    assert Article.objects.count() == 1


def test_a_dry_run_writes_nothing(cast, page):
    assert "chưa ghi gì" in run(page, "--dry-run")
    assert not Article.objects.exists()


def test_title_and_date_may_be_given(cast, tmp_path):
    path = tmp_path / "bai.txt"
    path.write_text(samples.PASTED.replace(samples.DATE, "").replace("Thứ sáu, 03/05/2024", ""), encoding="utf-8")
    run(path, "--title", "Một buổi tập thoát nạn", "--date", "18/4/2022 8:05")
    assert Article.objects.get().title == "Một buổi tập thoát nạn"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "rỗng"),
        (b"%PDF-1.4", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "không phải tệp văn bản"),
        (samples.PASTED.replace(samples.DATE, "").replace("Thứ sáu, 03/05/2024", "").encode(), "ngày đăng"),
        (f"<html><body>{'<div>' * 5000}{samples.FIRST}".encode(), "lồng"),
        (b"x" * 50_000_000, "50 MB"),
    ],
    ids=["empty", "pdf", "picture", "no date", "deep", "50 MB"],
)
def test_a_bad_file_is_refused_with_a_sentence_and_nothing_is_saved(cast, tmp_path, content, said):
    path = tmp_path / "bai.txt"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        run(path)
    assert not Article.objects.exists()


def test_what_is_not_there_is_said(cast, tmp_path, page):
    for options, said in (
        ((tmp_path / "khong-co.txt",), "Không có tệp"),
        ((tmp_path,), "Không có tệp"),
        ((page, "--section", "khong-co"), "phong-trao"),
        ((page, "--user", "khong-co"), "Không có tài khoản"),
        ((page, "--user", "giao-vien"), "không được viết"),
    ):
        with pytest.raises(CommandError, match=said):
            run(*options)
    assert not Article.objects.exists()


def test_numbers_equal_to_the_registers_are_named(monkeypatch, cast, page):
    teams = INDICATORS["teams.count"]

    def of_that_day(references, today):
        return {
            each: LiveFigure(each, today, 415 if each.indicator == "teams.count" else 3, str(teams.label))
            for each in references
        }

    monkeypatch.setattr(figure_suggestions, "live_figures", of_that_day)
    page.write_text(samples.PAGE.replace("Sau bốn phút", "Sau bốn phút, 415 học sinh"), encoding="utf-8")
    [line] = [line for line in run(page).split("\n") if line.startswith("  415 ")]
    assert line.startswith("  415 học sinh, tất cả") and line.endswith(f": {teams.label}")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("5.398 thành viên của 628 tổ", ["5.398", "628"]),
        ("ngày 14/9/2021, Công văn 1646/BCĐ", []),
        ("tăng 10,5 phần trăm, còn 7 tổ", []),
        ("năm học 2021-2022", ["2021"]),
    ],
)
def test_only_whole_numbers_are_compared(text, numbers):
    assert [each.group() for each in figure_suggestions._NUMBER.finditer(text)][: len(numbers)] == numbers
