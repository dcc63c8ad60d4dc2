"""What pages of the news show, read together: an article with everything on it in a dozen queries."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from truongan.directives.models import Directive
from truongan.news.blocks import reference_of
from truongan.news.live_figures import Found, live_figures
from truongan.news.models import INDEX_SLUG, Article, ArticleTopic, NewsIndex, Photo, Section, Topic
from truongan.news.pictures import IN_TEXT, SMALL, with_renditions
from truongan.news.references import FigureReference, references_in

_RELATED = 4


def published_page(path: str) -> Page | None:
    """The published page at an address below `/tin-tuc/` (`phong-trao/ten-bai/`, nothing for the index); one query."""
    parts = path.strip("/").split("/") if path else []
    if len(parts) > 2:
        return None
    model: Any = (NewsIndex, Section, Article)[len(parts)]
    found = model.objects.live().filter(slug=parts[-1] if parts else INDEX_SLUG, url_path=f"/{INDEX_SLUG}/{path}")
    if model is Article:
        found = found.select_related("author_unit", "cover")
    return found.first()


def sections() -> list[Section]:
    """In the order of the editors' tree."""
    return list(Section.objects.live().order_by("path"))


def latest_articles(count: int, section: Section | None = None) -> list[Article]:
    """The newest published articles with cover pictures; two queries."""
    found = Article.objects.live().newest_first().select_related("cover").defer("body")
    return with_covers((found.in_section(section) if section else found)[:count])


def with_covers(articles: Iterable[Article]) -> list[Article]:
    listed = list(articles)
    with_renditions([each.cover for each in listed], SMALL)
    return listed


def related_articles(article: Article, topics: Iterable[Topic]) -> list[Article]:
    """Those the editors chose, then newest of the same topics, then of the same section."""
    cards = Article.objects.live().select_related("cover").defer("body")
    chosen = [each.related_id for each in article.relations.all()]
    found = {each.pk: each for each in cards.filter(pk__in=chosen)} if chosen else {}
    listed = [found[pk] for pk in chosen if pk in found]
    if len(listed) < _RELATED:
        near = Q(path__startswith=article.path[: -Article.steplen])
        alike = ArticleTopic.objects.filter(tag__in=[each.pk for each in topics]).values("content_object")
        others = cards.filter(Q(pk__in=alike) | near).exclude(pk__in=[article.pk, *chosen])
        listed.extend(others.newest_first()[: _RELATED - len(listed)])
    return with_covers(listed)


def figure_references(body) -> list[FigureReference]:
    """Every live figure of an article's body, in the order of reading."""
    found: list[FigureReference] = []
    for block in body:
        if block.block_type == "text":
            found.extend(references_in(block.value.source))
        elif block.block_type == "figure":
            found.append(reference_of(block.value))
    return found


def figures_of(body, today: date) -> Found:
    return live_figures(figure_references(body), today)


def photos_of(body) -> list[Photo]:
    shown = [block.value for block in body if block.block_type == "photo"]
    for block in body:
        if block.block_type == "gallery":
            shown.extend(block.value["photos"])
    return [each["photo"] for each in shown if each["photo"]]


def prepare_photos(body) -> None:
    """Renditions of all pictures of a body, in one query."""
    with_renditions(photos_of(body), IN_TEXT)


def has_live_figures(body) -> bool:
    return any(block.block_type == "figure_table" for block in body) or bool(figure_references(body))


def has_directives(body) -> bool:
    return any(block.block_type == "directive" for block in body)


def is_published_directive(directive: Directive | None) -> bool:
    return directive is not None and directive.is_published
