"""Search: with and without diacritics, nearest first, shown as written, whatever is typed."""

import unicodedata
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from truongan.news.highlighting import excerpt, marked
from truongan.news.models import NewsIndex, SearchEntry, Section
from truongan.news.search import Filters, Hits
from truongan.news.words import Asked, folded_words, kept_words

BODY = "<p>Mỗi trường lập một tổ tự quản ở cổng. Công văn số 1646/BCĐ nói rõ.</p>"


def hits(typed: str, **filters) -> list[int]:
    return Hits(Asked.of(typed), Filters(**filters))[0:10]


def page_of(client, **asked) -> str:
    answer = client.get(f"/tin-tuc/tim/?{urlencode(asked)}")
    assert answer.status_code == 200
    return answer.content.decode()


def shown(parts) -> str:
    return "".join(f"[{part.text}]" if part.is_hit else part.text for part in parts)


@pytest.mark.parametrize(
    "typed",
    [
        "to tu quan",
        "Tổ tự quản",
        "TỔ TỰ QUẢN",
        unicodedata.normalize("NFD", "tổ tự quản"),
        "tổ tự qu",  # the last word may go on
        "tổ\u200b tự\u00ad quản\u202e",  # copied with what nobody sees
        '"tổ tự quản"',
        "1646",
        "1646/bcđ",
        "công văn số 1646",
    ],
)
def test_an_article_is_found_however_its_words_are_typed(written, typed):
    article = written("Cổng trường buổi sáng", body=[("text", BODY)])
    written("Bài khác", body=[("text", "<p>Quản lý tư liệu; tố cáo.</p>")])
    assert hits(typed) == [article.pk]


def test_old_and_new_places_of_the_tone_are_one(written):
    article = written("Hoà bình trong trường")
    assert hits("hòa bình") == hits("hoà bình") == hits("hoa binh") == [article.pk]


def test_the_title_comes_before_the_text_and_the_phrase_before_scattered_words(written):
    scattered = written("Bài một", body=[("text", "<p>Quản lý tự nguyện; họp tổ.</p>")], now=_day(20))
    in_text = written("Bài hai", body=[("text", BODY)], now=_day(2))
    in_title = written("Tổ tự quản đầu tiên", now=_day(1))
    begun = written("Tổ tự quảng bá", now=_day(3))

    assert hits("tổ tự quản") == [in_title.pk, begun.pk, in_text.pk]
    assert hits("tổ tự quản", newest_first=True) == [begun.pk, in_text.pk, in_title.pk]
    assert scattered.pk not in hits("tổ tự quản")


def _day(day: int) -> datetime:
    return datetime(2026, 1, day, 8, tzinfo=UTC)


def test_where_no_words_stand_together_those_that_hold_all_are_shown_and_it_is_said(written, client):
    article = written("Bài xa", body=[("text", "<p>Quản lý của trường và đội xung kích.</p>")])
    found = Hits(Asked.of("xung kích quản lý trường đội"), Filters())
    assert (found.is_loose, list(found[0:10])) == (True, [article.pk])
    assert "không bài nào có các chữ này đứng cạnh nhau" in page_of(client, q="xung kích quản lý trường đội")


def test_nothing_found_says_what_to_try(written, client):
    written("Cổng trường")
    page = page_of(client, q="không có bài")
    assert "Không tìm thấy bài nào" in page
    assert "Xem theo tháng" in page


def test_drafts_and_what_was_taken_down_are_not_found(written):
    article = written("Sẽ gỡ xuống")
    written("Sẽ gỡ sau", published=False)
    assert hits("sẽ gỡ") == [article.pk]
    article.unpublish()
    assert hits("sẽ gỡ") == []


def test_by_section_and_days_both_included(written, client, section):
    other = NewsIndex.objects.get().add_child(instance=Section(title="Giao thông", slug="giao-thong"))
    first = written("Cổng trường một", now=datetime(2026, 1, 31, 16, 30, tzinfo=UTC))  # 23:30 on the 31st in Viet Nam
    second = written("Cổng trường hai", now=datetime(2026, 1, 31, 17, 30, tzinfo=UTC))  # the first of February
    second.move(other, pos="last-child")

    assert hits("cổng trường", section=other) == [second.pk]
    assert hits("cổng trường", section=section) == [first.pk]
    page = page_of(client, q="cổng trường", tu="1/1/2026", den="31/01/2026")
    assert first.get_absolute_url() in page
    assert "giao-thong/cong-truong-hai" not in page
    assert "giao-thong/cong-truong-hai" in page_of(client, q="cong truong", tu="2026-02-01", chuyen_muc="giao-thong")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"tu": "31/02/2026"}, "id_tu-error"),
        ({"tu": "hôm qua"}, "id_tu-error"),
        ({"tu": "2/2/2026", "den": "1/2/2026"}, "Ngày cuối phải bằng hoặc sau ngày đầu."),
        ({"chuyen_muc": "khong-co"}, "id_chuyen_muc-error"),
        ({"sap": "lung-tung"}, "id_sap-error"),
    ],
)
def test_what_cannot_be_read_is_said_and_filters_nothing(written, client, asked, said):
    article = written("Cổng trường")
    page = page_of(client, q="cổng", **asked)
    assert said in page
    assert '<details class="filters" open>' in page
    assert article.get_absolute_url() in page


@pytest.mark.parametrize("typed", ["a", "%", "___", "'", "…", "\u200b\u202e", "' OR 1=1 --"[0]])
def test_too_little_is_answered_kindly(written, client, typed):
    written("Cổng trường")
    page = page_of(client, q=typed)
    assert '<ol class="hits">' not in page
    assert "Cần ít nhất hai chữ cái hoặc chữ số" in page or "Xem theo tháng" in page


@pytest.mark.parametrize(
    "typed",
    [
        "%%cổng%%",
        "c_ng truong",
        "cổng' & !trường:*",
        "cổng | trường <-> a:B*",
        "\\cổng\\",
        "(((cổng",
        "cổng:*:*",
        "'''",
    ],
)
def test_wildcards_and_operators_are_letters_like_others(written, client, typed):
    written("Cổng trường")
    page_of(client, q=typed)


def test_markup_is_shown_and_never_run(written, client):
    written("Bài <script>alert(1)</script> về cổng trường", body=[("text", "<p>Chữ &lt;b&gt;đậm&lt;/b&gt; cổng</p>")])
    page = page_of(client, q="<script>alert cổng")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    page = page_of(client, q="cong truong")
    assert "<mark>cổng trường</mark>" in page
    assert "<script>alert" not in page


def test_a_pasted_page_is_cut_and_said_so(written, client):
    written("Một hai ba bốn năm sáu bảy tám chín")
    page = page_of(client, q="một hai ba bốn năm sáu bảy tám " + "chín " * 2500)
    assert "chỉ lấy 8 chữ đầu" in page
    assert page.count("chín") < 300  # what is shown again is cut as well
    assert "<mark>Một hai ba bốn năm sáu bảy tám</mark>" in page


@pytest.mark.parametrize("number", ["-5", "0", "999999999999999999999", "abc", "1e3", "٣"])
def test_any_page_number_gives_a_page(written, client, number):
    article = written("Cổng trường")
    assert article.get_absolute_url() in page_of(client, q="cong truong", trang=number)


def test_pages_turn_in_one_order_without_repeats(written):
    made = [written(f"Cổng trường {number}", now=_day(1 + number)).pk for number in range(12)]
    found = Hits(Asked.of("cong truong"), Filters())
    assert [*found[0:5], *found[5:10], *found[10:15]] == made[::-1]
    assert len(found) == 12


def test_many_hits_are_counted_up_to_what_is_shown(written, monkeypatch):
    monkeypatch.setattr("truongan.news.search.MOST", 3)
    made = [written(f"Cổng trường {number}", now=_day(1 + number)).pk for number in range(5)]
    found = Hits(Asked.of("cong truong"), Filters())
    assert (len(found), found.has_more, found[0:3]) == (3, True, made[:1:-1])


def test_a_search_asks_the_database_as_often_for_ten_hits_as_for_one(written, client):
    written("Cổng trường 0")
    client.get("/tin-tuc/tim/?q=cong+truong")
    few = _queries(client)
    for number in range(1, 9):
        written(f"Cổng trường {number}")
    assert _queries(client) <= few


def _queries(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get("/tin-tuc/tim/?q=cong+truong")
    return len(captured)


def test_a_moved_article_is_found_in_its_new_section(written, section):
    article = written("Cổng trường")
    other = NewsIndex.objects.get().add_child(instance=Section(title="Giao thông", slug="giao-thong"))
    article.move(other, pos="last-child")
    assert SearchEntry.objects.get(article=article.pk).section_id == other.pk


@pytest.mark.parametrize(
    ("text", "typed", "said"),
    [
        ("Mỗi trường một tổ tự quản.", "to tu quan", "Mỗi trường một [tổ tự quản]."),
        ("Tự giác, tự quản: tổ tự quản", "tổ tự quản", "Tự giác, [tự quản]: [tổ tự quản]"),
        ("Đường đến trường", "duong", "[Đường] đến trường"),
        ("Học sinh", "hoc si", "[Học sinh]"),
        (unicodedata.normalize("NFD", "Cổng trường"), "cong", unicodedata.normalize("NFD", "[Cổng] trường")),
        ("İstanbul cổng", "cong", "İstanbul [cổng]"),
        ("Không có gì", "xyz", "Không có gì"),
    ],
)
def test_hits_are_marked_in_the_text_as_it_is_written(text, typed, said):
    assert shown(marked(text, Asked.of(typed))) == said


def test_the_excerpt_stands_where_most_of_the_words_are():
    text = " ".join(["đầu"] * 200 + ["một tổ tự quản của trường"] + ["cuối"] * 200)
    parts = excerpt(text, Asked.of("to tu quan"))
    assert "[tổ tự quản]" in shown(parts)
    assert shown(parts).startswith("… ")
    assert shown(parts).endswith(" …")
    assert len(shown(parts).split()) < 50
    assert shown(excerpt("", Asked.of("to"))) == ""


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("a1", "'a1':*"),
        ("a b", "'a b':*"),
        ("a b c", "'a b' & 'b c':*"),
        ("a b c d", "'a b' & 'c d':*"),
        ("a b c d e", "'a b' & ('b c' | 'c d') & 'd e':*"),
    ],
)
def test_every_word_stands_beside_one_it_was_typed_beside(typed, asked):
    assert Asked.of(typed).side_by_side() == asked


def test_words_are_numbers_and_letters_alone():
    assert folded_words("Công văn 1646/BCĐ ngày 29/07/2021, COVID-19!") == [
        "cong", "van", "1646", "bcd", "ngay", "29", "07", "2021", "covid", "19",
    ]  # fmt: skip
    assert kept_words("Tổ tự", "quản") == ["to", "tu", "to tu", "quan", "^to", "^tu", "^to tu"]
