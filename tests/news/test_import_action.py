from datetime import datetime, timedelta, timezone

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone as django_timezone

from tests.news.importing import samples
from truongan.audit.models import Entry
from truongan.news.actions.imports import import_article
from truongan.news.importing.recognition import recognise
from truongan.news.models import Article, ArticleImport, Section

NOW = datetime(2026, 11, 20, 9, tzinfo=timezone(timedelta(hours=7)))


@pytest.fixture
def section(db) -> Section:
    return Section.objects.get(slug="phong-trao")


def bring(cast, section, text=samples.PAGE, **given):
    found = recognise(text.encode())
    return import_article(
        **{"actor": cast.quantri, "found": found, "filename": "bai.html", "section": section, "now": NOW} | given
    )


def test_an_article_becomes_a_draft_with_its_own_date(cast, section):
    article = bring(cast, section).article
    assert not article.live and article.get_parent().specific == section
    assert article.title == samples.TITLE and article.lead == samples.LEAD
    assert (article.byline, article.source) == ("Thu Bến", "Bản tin xã Bến Sông")
    assert django_timezone.localtime(article.published_at).strftime("%d/%m/%Y %H:%M") == "18/04/2022 08:05"


def test_the_body_keeps_paragraphs_heading_and_the_place_of_the_picture(cast, section):
    body = bring(cast, section).article.body
    assert [block.block_type for block in body] == ["text", "text", "text"]
    assert str(body[0].value.source).startswith("<p>Chuông báo")
    assert body[1].value.source == f"<p><i>Chú thích ảnh: {samples.CAPTION}</i></p>"
    assert body[2].value.source.startswith("<h2>Mỗi dãy phòng một lối</h2><p>Theo thầy")


def test_words_that_look_like_markup_stay_words(cast, section):
    page = samples.PAGE.replace("Chuông báo", "&lt;script&gt;alert(1)&lt;/script&gt; Chuông báo")
    body = bring(cast, section, page).article.body
    assert "<script" not in str(body[0].value.source) and "&lt;script&gt;" in str(body[0].value.source)


def test_the_same_article_comes_in_once_whatever_page_brings_it(cast, section):
    first = bring(cast, section, samples.TITLED)
    again = bring(cast, section, samples.TITLED.replace("Trang chủ | Giới thiệu", "Trang chủ | Bản đồ"))
    assert (first.is_new, again.is_new, again.published) == (True, False, False)
    assert first.article == again.article and Article.objects.count() == 1


def test_what_editors_made_of_it_stays(cast, section):
    article = bring(cast, section).article
    article.title = "Đầu đề biên tập viên đặt"
    article.save_revision().publish()
    again = bring(cast, section, publish=True)
    assert again.article.title == "Đầu đề biên tập viên đặt" and not again.published


def test_publish_puts_it_on_the_page_at_once_or_later(cast, section):
    assert bring(cast, section, samples.TITLED, publish=True).article.live
    draft = bring(cast, section).article
    again = bring(cast, section, publish=True)
    assert (again.is_new, again.published, Article.objects.get(pk=draft.pk).live) == (False, True, True)


def test_it_is_in_the_record_with_what_was_left_out(cast, section):
    article = bring(cast, section).article
    entry = Entry.objects.get(verb="news.article.imported")
    assert entry.actor == cast.quantri and entry.data["file"] == "bai.html"
    kept = ArticleImport.objects.get(article=article)
    assert any(reason == "ô ý kiến bạn đọc" for _line, reason in kept.left_out)


def test_who_may_not_write_news_imports_nothing(cast, section):
    for publish in (False, True):
        with pytest.raises(PermissionDenied):
            bring(cast, section, actor=cast.giao_vien, publish=publish)
    assert not Article.objects.exists() and not ArticleImport.objects.exists()


def test_a_deleted_article_may_come_in_again(cast, section):
    bring(cast, section).article.delete()
    assert bring(cast, section).is_new
