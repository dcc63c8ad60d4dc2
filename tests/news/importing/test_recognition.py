from datetime import datetime, timedelta, timezone

import pytest

from tests.news.importing import samples
from truongan.news.importing.articles import BlockKind, CannotImport, ImportedArticle
from truongan.news.importing.pages import MAX_DEPTH
from truongan.news.importing.recognition import recognise

AT = datetime(2022, 4, 18, 8, 5, tzinfo=timezone(timedelta(hours=7)))


def read(text: str, **given) -> ImportedArticle:
    return recognise(text.encode(), **given)


def paragraphs(found: ImportedArticle) -> list[str]:
    return [each.text for each in found.body if each.kind == BlockKind.PARAGRAPH]


@pytest.mark.parametrize("page", [samples.TITLED, samples.PAGE])
def test_the_article_is_found_in_text_and_in_html(page):
    found = read(page)
    assert (found.title, found.title_is_derived) == (samples.TITLE, False)
    assert (found.published_at, found.has_time) == (AT, True)
    assert found.lead == samples.LEAD
    assert paragraphs(found) == [samples.FIRST, samples.SECOND, samples.THIRD.replace("./.", ".")]
    assert found.captions == [samples.CAPTION]
    assert found.notes == ()


def test_a_text_without_title_gets_the_beginning_of_its_lead_and_says_so():
    found = read(samples.PASTED)
    assert found.title_is_derived and found.title.endswith("…")
    assert samples.LEAD.startswith(found.title[:-1])
    assert "đầu đề" in found.notes[0]


def test_a_title_that_is_given_stands():
    found = read(samples.PASTED, title="Một buổi tập thoát nạn")
    assert (found.title, found.title_is_derived, found.notes) == ("Một buổi tập thoát nạn", False, ())


def test_what_the_lead_is_about_makes_a_title():
    text = samples.PASTED.replace(
        samples.LEAD,
        "Ngày 18/4/2022, xã ban hành kế hoạch về việc tập thoát nạn khi có cháy tại các trường tiểu học trong xã.",
    )
    assert read(text).title == "Tập thoát nạn khi có cháy tại các trường tiểu học trong xã"


def test_furniture_is_left_out_with_its_reason():
    reasons = {each.text: each.reason for each in read(samples.PASTED).dropped}
    assert reasons == {
        "Thứ sáu, 03/05/2024": "ngày khác trên trang",
        "Trang chủ | Giới thiệu | Tin tức | Liên hệ": "đường dẫn trang",
        "Ý kiến": "ô ý kiến bạn đọc",
        "Ý kiến của bạn sẽ được xét duyệt trước khi đăng. Xin vui lòng gõ tiếng Việt có dấu": "ô ý kiến bạn đọc",
        "Hỗ trợ người dân, doanh nghiệp": "danh mục",
    }


def test_nothing_of_the_page_is_lost_without_a_word():
    found = read(samples.PASTED)
    told = [found.lead, found.author, *(each.text for each in (*found.body, *found.dropped))]
    for line in samples.PASTED.split("\n"):
        said = line.strip(" -").replace("./.", ".")
        assert not said or said in told or said == samples.DATE, line


def test_markup_is_never_kept():
    found = read(samples.PAGE)
    everything = " ".join([found.title, found.text, *(each.text for each in found.dropped)])
    for trace in ("<", "steal", "evil", "alert", "document.write", "color", "onerror"):
        assert trace not in everything
    assert "Chữ ẩn" not in found.text


def test_entities_do_not_bring_back_what_was_cleaned():
    page = samples.PAGE.replace("Chuông báo", "&#8238;Chu&#8203;ông &lt;script&gt;báo&#0;")
    first = paragraphs(read(page))[0]
    assert first.startswith("Chuông <script>báo")  # words, which a template escapes: no element


def test_other_peoples_words_below_are_not_the_article():
    found = read(samples.PAGE)
    assert "đoàn viên cùng phụ huynh dọn" not in found.text and "Cháu nhà tôi" not in found.text
    reasons = {each.text[:14]: each.reason for each in found.dropped}
    assert reasons["Cháu nhà tôi v"] == "ô ý kiến bạn đọc"
    assert reasons["Sáng chủ nhật,"] == "liên kết đến bài khác"


def test_author_and_source():
    assert (read(samples.PASTED).author, read(samples.PASTED).source) == ("Tổ tự quản Trường Tiểu học Bến Sông", "")
    page = read(samples.PAGE)
    assert (page.author, page.source) == ("Thu Bến", "Bản tin xã Bến Sông")


def test_headings_are_told_from_captions():
    text = samples.TITLED.replace(samples.SECOND, f"Mỗi dãy phòng một lối\n{samples.SECOND}")
    kinds = [(each.kind, each.text) for each in read(text).body if each.kind != BlockKind.PARAGRAPH]
    assert kinds == [(BlockKind.CAPTION, samples.CAPTION), (BlockKind.HEADING, "Mỗi dãy phòng một lối")]


def test_the_same_caption_twice_stands_for_two_pictures():
    text = samples.TITLED.replace(samples.CAPTION, f"{samples.CAPTION}\n\n\n{samples.CAPTION}")
    assert read(text).captions == [samples.CAPTION] * 2


def test_a_form_or_a_class_around_the_whole_page_is_not_furniture():
    assert read(samples.PAGE.replace('class="content"', 'class="comment-content menu"')).lead == samples.LEAD


def test_a_page_of_bare_divisions_is_read_like_text():
    rows = "".join(f"<div><font size=2>{row}</font><br></div>" for row in samples.TITLED.split("\n"))
    found = read(f"<html><body>{rows}</body></html>")
    assert (found.title, found.lead, len(paragraphs(found))) == (samples.TITLE, samples.LEAD, 3)


def test_the_head_of_the_page_names_what_the_body_does_not():
    page = samples.PAGE.replace(f'<h1 class="title">{samples.TITLE}</h1><div class="date">{samples.DATE}</div>', "")
    page = page.replace("Thứ sáu, 03/05/2024 10:22:31", "").replace(
        "<style>", '<meta property="article:published_time" content="2022-04-18T01:05:00Z"><style>'
    )
    found = read(page)
    assert (found.title, found.published_at) == (samples.TITLE, AT)


def test_text_wrapped_by_a_mail_program_is_joined():
    import textwrap

    wrapped = "\n".join(textwrap.fill(row, 72) if row else "" for row in samples.TITLED.split("\n"))
    assert read(wrapped).lead == samples.LEAD
    assert paragraphs(read(wrapped))[0] == samples.FIRST


def test_a_long_first_paragraph_gives_its_first_sentences():
    long = " ".join([samples.LEAD, samples.FIRST, samples.SECOND, samples.SECOND])
    found = read(samples.TITLED.replace(samples.LEAD, long))
    assert len(found.lead) <= 600 and found.lead.endswith(".")
    assert f"{found.lead} {found.body[0].text}" == long


def test_a_date_line_without_hour_or_with_another_weekday_is_taken_and_said():
    found = read(samples.TITLED.replace(samples.DATE, "Thứ ba, 18/04/2022"))
    assert (found.published_at.date(), found.has_time) == (AT.date(), False)
    assert len(found.notes) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (samples.PASTED.replace(samples.DATE, "").replace("Thứ sáu, 03/05/2024", ""), "ngày đăng"),
        (f"{samples.TITLE}\n{samples.DATE}\n", "thân bài"),
        ("Trang chủ\nTin tức\nĐăng nhập\n", "thân bài"),
        ("<html><body>" + "<div>" * (MAX_DEPTH + 5) + samples.FIRST + "</body></html>", "lồng"),
        ("<html><body>" + "<b></b>" * 250_000 + "</body></html>", "quá nhiều phần tử"),
        ("<html><head><script>alert(1)</script></head><body></body></html>", "thân bài"),
    ],
)
def test_what_is_no_article_is_refused_with_a_sentence(text, said):
    with pytest.raises(CannotImport, match=said):
        read(text)


def test_a_day_given_stands_in_for_a_missing_one():
    text = samples.PASTED.replace(samples.DATE, "").replace("Thứ sáu, 03/05/2024", "")
    assert read(text, published_at=AT).published_at == AT
