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
    said = {"title": "Trường học an toàn", "lead": "Câu đầu bài.", "body": body}
    return publish_article(actor=None, article=draft_article(actor=None, section=section, now=_NOW, **said), now=_NOW)


def news_keys() -> dict[str, list]:
    """What addresses of pages need: the index, its first section, an article."""
    article = news_arguments()["wagtail_serve"]
    return {"news_index": [""], "news_section": ["phong-trao/"], "news_article": article}
