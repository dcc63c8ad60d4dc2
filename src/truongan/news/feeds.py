"""The newest articles as Atom, of the whole portal or of one section."""

import re

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.news.models import Article, Section
from truongan.web.page_cache import cached_page

_NEWEST = 30
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _Atom(Atom1Feed):
    """With its language said: UTF-8 Vietnamese."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "language": "vi"})


class NewsFeed(Feed):
    feed_type = _Atom

    def get_object(self, request: HttpRequest, slug: str = "") -> Section | None:
        return get_object_or_404(Section.objects.live(), slug=slug) if slug else None

    def title(self, section: Section | None) -> str:
        return _clean(f"{section.title} · Trường An" if section else _("Tin tức · Trường An"))

    def subtitle(self, section: Section | None) -> str:
        return _clean(section.intro) if section else ""

    def link(self, section: Section | None) -> str:
        return section.get_absolute_url() if section else reverse("wagtail_serve", args=[""])

    def items(self, section: Section | None) -> list[Article]:
        found = Article.objects.live().newest_first().select_related("author_unit").defer("body")
        found = found.prefetch_related("topic_items__tag")
        return list((found.in_section(section) if section else found)[:_NEWEST])

    def item_title(self, article: Article) -> str:
        return _clean(article.title)

    def item_description(self, article: Article) -> str:
        return _clean(article.lead)

    def item_link(self, article: Article) -> str:
        return article.get_absolute_url()

    def item_pubdate(self, article: Article):
        return article.dated_at

    def item_updateddate(self, article: Article):
        return article.last_published_at or article.dated_at

    def item_author_name(self, article: Article) -> str:
        return _clean(article.byline or (article.author_unit.name if article.author_unit else ""))

    def item_categories(self, article: Article) -> list[str]:
        return [_clean(each.tag.name) for each in article.topic_items.all()]


def _clean(text: str) -> str:
    """Without what XML cannot hold: one pasted control character would close the feed to every reader."""
    return _NOT_IN_XML.sub("", text)


_feed = NewsFeed()


@require_safe
@cached_page("news")
def feed(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Atom of the newest thirty articles; `slug` names a section, 404 for one that is not."""
    return _feed(request, slug=slug) if slug else _feed(request)
