"""A parent reads the news: finds an article, makes its text larger, passes it on; with scripts and without."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from truongan.news.actions import draft_article, publish_article
from truongan.news.models import Article, Section


@pytest.fixture
def article(world) -> Iterator[Article]:
    now = datetime(2026, 9, 5, 2, tzinfo=UTC)
    said = {
        "title": "Đội cờ đỏ trực cổng trường",
        "lead": "Mười lăm phút đầu giờ.",
        "body": [("text", "<p>Có người trực.</p>")],
    }
    made = draft_article(actor=None, section=Section.objects.get(slug="phong-trao"), now=now, **said)
    yield publish_article(actor=None, article=made, now=now)
    made.delete()


def size_of(page) -> float:
    return page.evaluate("parseFloat(getComputedStyle(document.querySelector('.article .text')).fontSize)")


def test_the_search_of_the_header_leads_to_the_article_and_its_text_grows(visit, article):
    page = visit(None)
    page.goto("/so-lieu/")
    page.get_by_role("search", name="Tìm trong tin bài").get_by_role("searchbox").fill("doi co do")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tin-tuc/tim/?q=doi+co+do")
    assert page.locator(".hits mark").first.inner_text() == "Đội cờ đỏ"
    page.get_by_role("link", name=article.title).click()
    page.wait_for_url("**" + article.get_absolute_url())

    before = size_of(page)
    page.get_by_role("button", name="Chữ to hơn").click()
    assert size_of(page) > before
    page.reload()
    assert size_of(page) > before  # kept on this device
    page.get_by_role("button", name="Cỡ chữ thường").click()
    assert size_of(page) == before


def test_without_scripts_nothing_is_offered_that_does_nothing(visit, article):
    page = visit(None, width=360, java_script_enabled=False)
    page.goto("/tin-tuc/")
    page.get_by_role("link", name="Tìm trong tin bài").first.click()
    page.locator("#id_q").fill("đội cờ đỏ")
    page.locator("main").get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name=article.title).click()

    assert page.get_by_role("button", name="Chữ to hơn").count() == 0
    assert not page.get_by_role("button", name="In", exact=True).is_visible()
    page.locator(".share summary").click()
    assert page.get_by_role("link", name="Gửi thư").is_visible()
    assert page.get_by_role("textbox", name="Địa chỉ bài").input_value().endswith(article.get_absolute_url())
    assert not page.get_by_role("button", name="Sao chép liên kết").is_visible()
