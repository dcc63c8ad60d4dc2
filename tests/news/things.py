"""One published article with a picture and a file, for tests about every address."""

from datetime import UTC, datetime

from wagtail.documents import get_document_model

from tests.news.samples import make_photo, uploaded
from truongan.news.actions import draft_article, publish_article
from truongan.news.models import Article, Section

_NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def news_arguments() -> dict[str, list]:
    """Arguments of each route of the news that needs some, by its name."""
    photo = make_photo()
    file = get_document_model().objects.create(title="Lịch trực", file=uploaded("lich.pdf", b"%PDF-1.4 lich"))
    article = illustrated_article(photo, file)
    return {
        "news:picture": [photo.get_rendition("width-480|format-webp").file.name.rsplit("/", 1)[-1]],
        "news:archive_year": ["2026"],
        "news:archive_month": ["2026", "11"],
        "news:topic": ["cong-truong"],
        "news:section_feed": ["phong-trao"],
        "portal:sitemap_part": ["tin-bai"],
        "wagtail_serve": [article.get_absolute_url().removeprefix("/tin-tuc/")],
        "wagtaildocs_serve": [file.pk, file.filename],
    }


def illustrated_article(photo, file) -> Article:
    body = [
        ("text", "<p>Buổi sáng đầu tiên của năm học mới.</p>"),
        ("photo", {"photo": photo.pk, "alt": "Thầy cô trước cổng trường", "caption": "", "credit": ""}),
        ("file", {"file": file.pk, "title": ""}),
    ]
    section = Section.objects.get(slug="phong-trao")
    said = {"title": "Trường học an toàn", "lead": "Câu đầu bài.", "body": body, "topics": ["Cổng trường"]}
    return publish_article(actor=None, article=draft_article(actor=None, section=section, now=_NOW, **said), now=_NOW)


def news_keys() -> dict[str, list]:
    """What addresses of pages need: the index, its first section, an article."""
    found = news_arguments()
    month, topic = found["news:archive_month"], found["news:topic"]
    places = {"news_index": [""], "news_section": ["phong-trao/"], "news_article": found["wagtail_serve"]}
    return places | {"news_year": month[:1], "news_month": month, "news_topic": topic}
