"""The search of the news. Its answers are hardly ever asked for twice: they are not kept in front of Django."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from truongan.news.highlighting import Part, excerpt, marked
from truongan.news.models import Article, Section
from truongan.news.queries import sections, with_covers
from truongan.news.search import Hits, shown_articles
from truongan.news.search_forms import SearchForm
from truongan.news.words import MOST_WORDS, Asked, shown_question
from truongan.web.paging import page_of

PER_PAGE = 10


@dataclass(frozen=True)
class Found:
    """One line of the answer."""

    article: Article
    title: list[Part]
    excerpt: list[Part]
    section: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Published articles by words, with or without diacritics; by section and days, nearest or newest first."""
    offered = sections()
    given = request.GET.copy()
    given["q"] = shown_question(given.get("q", ""))
    form = SearchForm(given, sections=offered)
    form.is_valid()
    asked = Asked.of(request.GET.get("q", ""))
    context: dict[str, Any] = {"form": form, "question": given["q"], "asked": asked, "most_words": MOST_WORDS}
    if not asked.is_too_short:
        hits = Hits(asked, form.filters)
        page = page_of(request, hits, per_page=PER_PAGE)
        page.object_list = _found(list(page.object_list), asked, offered)
        context |= {"page": page, "count": len(hits), "has_more": hits.has_more, "is_loose": hits.is_loose}
    return render(request, "news/search.html", context)


def _found(keys: list[int], asked: Asked, offered: list[Section]) -> list[Found]:
    titles = {each.pk: each.title for each in offered}
    articles = with_covers(shown_articles(keys))
    return [
        Found(
            each,
            marked(each.title, asked),
            excerpt(each.search_entry.text, asked),
            titles.get(each.search_entry.section_id, ""),
        )
        for each in articles
    ]
