"""Articles by month and by topic: pages that only a published article changes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from truongan.news import archive
from truongan.news.models import Topic
from truongan.news.queries import with_covers
from truongan.news.querysets import ArticleQuerySet
from truongan.web.page_cache import cached_page
from truongan.web.paging import page_of

PER_PAGE = 20


@require_safe
@cached_page("news")
def archive_index(request: HttpRequest) -> HttpResponse:
    """Every month with articles."""
    return render(request, "news/archive.html", {"years": list(archive.years(archive.months()))})


@require_safe
@cached_page("news", query=("trang",))
def archive_year(request: HttpRequest, year: str) -> HttpResponse:
    """The articles of one year; 404 for a year without any."""
    found = archive.months(int(year))
    context = _listed(request, archive.in_year(int(year)))
    return render(request, "news/archive_list.html", context | {"year": int(year), "months": found})


@require_safe
@cached_page("news", query=("trang",))
def archive_month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """The articles of one month; 404 for a month without any."""
    context = _listed(request, archive.in_month(int(year), int(month)))
    return render(request, "news/archive_list.html", context | {"year": int(year), "month": int(month)})


@require_safe
@cached_page("news")
def topic_list(request: HttpRequest) -> HttpResponse:
    """Every topic of published articles."""
    return render(request, "news/topics.html", {"topics": list(archive.topics())})


@require_safe
@cached_page("news", query=("trang",))
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Articles of one topic, newest first; 404 for a topic of no published article."""
    found = get_object_or_404(Topic, slug=slug)
    return render(request, "news/topic.html", _listed(request, archive.of_topic(found)) | {"topic": found})


def _listed(request: HttpRequest, rows: ArticleQuerySet) -> dict[str, Any]:
    page = page_of(request, rows.newest_first().select_related("cover").defer("body"), per_page=PER_PAGE)
    if not page.paginator.count:
        raise Http404
    with_covers(page.object_list)
    return {"articles": page}
