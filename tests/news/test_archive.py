"""Articles by month and topic, their feeds, and what other sites read off a page."""

import gzip
import json
import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from tests.news.samples import make_photo
from truongan.news.metadata import json_ld
from truongan.news.queries import neighbours, published_page

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)


def page_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_an_article_stands_in_the_month_of_viet_nam(written, client):
    written("Đêm giao thừa", now=at(2025, 12, 31, 17, 30))  # half past midnight in Viet Nam
    assert "Đêm giao thừa" in page_of(client, "/tin-tuc/luu-tru/2026/01/")
    assert "Đêm giao thừa" in page_of(client, "/tin-tuc/luu-tru/2026/")
    assert client.get("/tin-tuc/luu-tru/2025/12/").status_code == 404
    assert client.get("/tin-tuc/luu-tru/2025/").status_code == 404
    assert 'href="/tin-tuc/luu-tru/2026/01/"' in page_of(client, "/tin-tuc/luu-tru/")


def test_a_year_of_nothing_published_is_not_there(written, client):
    written("Bản nháp", published=False)
    assert client.get("/tin-tuc/luu-tru/2021/09/").status_code == 404
    assert "Chưa có bài nào" in page_of(client, "/tin-tuc/luu-tru/")


@pytest.mark.parametrize(
    "address",
    ["luu-tru/0000/", "luu-tru/9999/", "luu-tru/2021/13/", "luu-tru/2021/00/", "luu-tru/2021/9/", "luu-tru/20211/",
     "luu-tru/-1/", "luu-tru/abc/", "chu-de/khong-co/", "chu-de/%3Cb%3E/", "khong-co/atom.xml"],
)  # fmt: skip
def test_what_does_not_exist_is_404(written, client, address):
    written("Cổng trường")
    assert client.get(f"/tin-tuc/{address}").status_code == 404


@pytest.mark.parametrize("number", ["-1", "0", "99999999999999999999", "x"])
def test_any_page_number_gives_a_page(written, client, number):
    written("Cổng trường")
    assert "Cổng trường" in page_of(client, f"/tin-tuc/luu-tru/2021/?trang={number}")


def test_topics_are_those_of_published_articles(written, client):
    article = written("Cổng trường", topics=["An toàn giao thông"])
    written("Chưa đăng", published=False, topics=["Chưa ai đọc"])

    assert 'href="/tin-tuc/chu-de/an-toan-giao-thong/"' in page_of(client, article.url)
    assert "Cổng trường" in page_of(client, "/tin-tuc/chu-de/an-toan-giao-thong/")
    listed = page_of(client, "/tin-tuc/chu-de/")
    assert "An toàn giao thông" in listed
    assert "Chưa ai đọc" not in listed
    assert client.get("/tin-tuc/chu-de/chua-ai-doc/").status_code == 404
    article.unpublish()
    assert client.get("/tin-tuc/chu-de/an-toan-giao-thong/").status_code == 404


@pytest.mark.parametrize("address", ["/tin-tuc/atom.xml", "/tin-tuc/phong-trao/atom.xml"])
def test_the_feed_names_the_newest_with_whole_addresses(written, client, address):
    written("Bài cũ", now=at(2026, 1, 1, 8), topics=["Cổng trường"])
    newer = written("Bài mới & <b>đậm</b>\x08", now=at(2026, 1, 2, 8))
    written("Bản nháp", published=False)

    answer = client.get(address)
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer
    entries = feed.findall(f"{ATOM}entry")

    assert answer["Content-Type"].startswith("application/atom+xml")
    assert [each.findtext(f"{ATOM}title") for each in entries] == ["Bài mới & <b>đậm</b>", "Bài cũ"]
    assert entries[0].find(f"{ATOM}link").attrib["href"] == f"http://testserver{newer.get_absolute_url()}"
    assert entries[0].findtext(f"{ATOM}published") == "2026-01-02T08:00:00+00:00"
    assert entries[1].find(f"{ATOM}category").attrib["term"] == "Cổng trường"
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "vi"


def test_the_sitemap_names_what_is_published_and_robots_the_sitemap(written, client):
    article = written("Cổng trường")
    draft = written("Bản nháp", published=False)
    lists = [each.text for each in ElementTree.fromstring(client.get("/sitemap.xml").content).iter(f"{SITEMAP}loc")]  # noqa: S314 - our own
    named = [
        each.text.removeprefix("http://testserver")
        for address in lists
        for each in ElementTree.fromstring(client.get(address).content).iter(f"{SITEMAP}loc")  # noqa: S314 - our own
    ]

    assert {article.get_absolute_url(), "/", "/tin-tuc/", "/tin-tuc/phong-trao/", "/so-lieu/", "/truong/"} <= set(
        named
    )
    assert draft.get_absolute_url() not in named
    assert not [each for each in named if each.startswith(("/lam-viec/", "/bien-tap/"))]
    assert len(named) == len(set(named))
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    assert client.get("/sitemap-khong-co.xml").status_code == 404
    assert client.get("/sitemap-tin-bai.xml?p=99").status_code == 404


def test_an_article_tells_machines_what_it_is(written, client):
    article = written("Cổng </script><script>alert(1)</script> trường", cover=make_photo(), topics=["Cổng trường"])
    page = page_of(client, article.url)
    news, trail = (
        json.loads(each) for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    )

    assert (news["@type"], news["headline"], news["inLanguage"]) == ("NewsArticle", article.title, "vi")
    assert news["datePublished"].startswith("2021-09-14T")
    assert news["mainEntityOfPage"] == f"http://testserver{article.url}"
    assert [each["name"] for each in trail["itemListElement"]] == ["Trang chủ", "Tin tức", "Phong trào"]
    assert "<script>alert" not in page
    assert f'<link rel="canonical" href="http://testserver{article.url}">' in page
    assert '<meta property="og:type" content="article">' in page
    picture = re.search(r'property="og:image" content="http://testserver([^"]+)"', page)
    answer = client.get(picture[1])
    assert answer["Content-Type"] == "image/jpeg"
    assert answer.getvalue()[:2] == b"\xff\xd8"


def test_data_for_machines_ends_no_element():
    written = json_ld({"name": "</script><!-- & \u2028 é"})
    inside = written.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028") & set(inside)
    assert json.loads(inside) == {"name": "</script><!-- & \u2028 é"}


def test_a_page_is_known_by_its_address_without_questions(written, client):
    for number in range(21):
        written(f"Bài {number}")
    known = '<link rel="canonical" href="http://testserver/tin-tuc/{}">'
    assert known.format("") in page_of(client, "/tin-tuc/?trang=1&utm_source=x")
    assert known.format("?trang=2") in page_of(client, "/tin-tuc/?trang=2&x=%22%3E")
    assert known.format("") in page_of(client, '/tin-tuc/?trang="><script>')
    assert '<meta name="robots" content="noindex">' in page_of(client, "/tin-tuc/tim/?q=cong")


def test_an_article_leads_to_the_ones_before_and_after_it(written, client):
    first, middle, last = (
        written(f"Bài {name}", now=at(2026, 1, day, 8)) for day, name in ((1, "a"), (2, "b"), (3, "c"))
    )
    first, middle, last = (published_page(each.url.removeprefix("/tin-tuc/")) for each in (first, middle, last))
    assert neighbours(middle) == {"older": ("Bài a", first.url), "newer": ("Bài c", last.url)}
    assert neighbours(first) == {"newer": ("Bài b", middle.url)}
    page = page_of(client, last.url)
    assert 'rel="prev"' in page
    assert 'rel="next"' not in page


def test_an_article_is_passed_on_by_plain_links_and_weighs_little(written, client):
    article = written("Cổng trường & “ngoặc”", body=[("text", "<p>Mỗi trường một điểm tựa.</p>" * 100)])
    page = page_of(client, article.url)
    assert 'href="mailto:?subject=C%E1%BB%95ng%20tr%C6%B0%E1%BB%9Dng%20%26' in page
    assert 'href="https://www.facebook.com/sharer/sharer.php?u=http%3A%2F%2Ftestserver%2Ftin-tuc%2F' in page
    assert "facebook.net" not in page
    assert len(gzip.compress(page.encode())) < 40_000
