"""What pages of the news show, read together: an article with everything on it in a dozen queries."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject, Substr
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from truongan.directives.models import Directive
from truongan.news.blocks import photos_together, reference_of
from truongan.news.live_figures import Found, live_figures
from truongan.news.models import (
    INDEX_SLUG,
    Article,
    ArticleRelation,
    ArticleTopic,
    NewsIndex,
    Photo,
    PhotoRendition,
    Section,
    Topic,
)
from truongan.news.pictures import SMALL, with_renditions
from truongan.news.references import FigureReference, references_in

_RELATED = 4
SECTION_DEPTH = 3  # root, index, section
SECTION_STEPS = SECTION_DEPTH * Page.steplen  # letters of the path


def published_page(path: str) -> Page | None:
    """The published page at an address below `/tin-tuc/` (`phong-trao/ten-bai/`, nothing for the index); one query."""
    parts = path.strip("/").split("/") if path else []
    if len(parts) > 2:
        return None
    model: Any = (NewsIndex, Section, Article)[len(parts)]
    found = model.objects.live().filter(slug=parts[-1] if parts else INDEX_SLUG, url_path=f"/{INDEX_SLUG}/{path}")
    if model is Article:
        above = Page.objects.filter(path=Substr(OuterRef("path"), 1, SECTION_STEPS)).values("title")
        found = found.select_related("author_unit", "cover").annotate(
            section_title=Subquery(above),
            older=_beside(("-published_at", "-pk"), "lt"),
            newer=_beside(("published_at", "pk"), "gt"),
        )
    return found.first()


def moved_to(path: str) -> str | None:
    """The address of the published page that stood at `path` before it was moved or renamed."""
    old = Redirect.objects.filter(old_path=Redirect.normalise_path(path)).select_related("redirect_page").first()
    page = old.redirect_page if old else None
    return page.specific.get_absolute_url() if page and page.live else None


def rendition_named(name: str) -> PhotoRendition | None:
    return PhotoRendition.objects.select_related("image").filter(file=f"news/renditions/{name}").first()


def section_of(article: Article) -> tuple[str, str]:
    """Title and address of the section; read with the article where `published_page` found it."""
    title = getattr(article, "section_title", None) or article.get_parent().title
    return title, reverse("wagtail_serve", args=[article.url_path.split("/")[2] + "/"])


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
    """Those the editors chose, then newest of the same topics, then of the same section; one query."""
    alike = ArticleTopic.objects.filter(tag__in=[each.pk for each in topics]).values("content_object")
    chosen = ArticleRelation.objects.filter(article=article.pk)
    place = chosen.filter(related=OuterRef("pk")).values(at=Coalesce("sort_order", 0))[:1]
    others = Article.objects.live().exclude(pk=article.pk)
    # Each part gives its newest by an index: sorting a section of many years took longer than the page itself.
    parts = (others.filter(pk__in=alike), others.filter(path__startswith=article.path[: -Article.steplen]))
    newest = (each.order_by("-published_at", "-pk").values("pk")[:_RELATED] for each in parts)
    found = others.filter(pk__in=chosen.order_by().values("related").union(*newest, all=True))
    found = found.annotate(place=Subquery(place), is_alike=Q(pk__in=alike)).select_related("cover").defer("body")
    return list(found.order_by(F("place").asc(nulls_last=True), "-is_alike", "-published_at", "-pk")[:_RELATED])


def _beside(order: tuple[str, str], later: str) -> Subquery:
    """{title, url_path} of the next article of the same section in that order; `later` is gt or lt."""
    here = OuterRef("published_at")
    follows = Q(**{f"published_at__{later}": here}) | Q(published_at=here, **{f"pk__{later}": OuterRef("pk")})
    # Says nothing new, but an index can begin there: by the alternatives alone it would walk from the other end.
    follows &= Q(**{f"published_at__{later}e": here})
    rows = Article.objects.live().filter(follows, path__startswith=Substr(OuterRef("path"), 1, SECTION_STEPS))
    return Subquery(rows.order_by(*order).values(found=JSONObject(title="title", url_path="url_path"))[:1])


def neighbours(article: Article) -> dict[str, tuple[str, str]]:
    """(title, address) of the `older` and `newer` article of the same section by the date line.

    Read with the article where `published_page` found it; a preview has none.
    """
    found = {side: getattr(article, side, None) for side in ("older", "newer")}
    return {
        side: (each["title"], reverse("wagtail_serve", args=[each["url_path"].removeprefix(f"/{INDEX_SLUG}/")]))
        for side, each in found.items()
        if each
    }


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


def photos_at_once(body) -> list[Photo]:
    """The pictures of a body, read in one query. First of all: whoever walks the body asks for each kind of block."""
    with photos_together(body):
        return photos_of(body)


def has_live_figures(body) -> bool:
    return any(block.block_type == "figure_table" for block in body) or bool(figure_references(body))


def has_directives(body) -> bool:
    return any(block.block_type == "directive" for block in body)


def first_directive(body) -> Directive | None:
    """The directive of an article's first card."""
    return next((block.value["directive"] for block in body if block.block_type == "directive"), None)


def is_published_directive(directive: Directive | None) -> bool:
    return directive is not None and directive.is_published
