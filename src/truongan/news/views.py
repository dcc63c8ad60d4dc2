from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model

from truongan.documents.uploads import saved, shown
from truongan.kernel.clock import today_vn
from truongan.news import queries
from truongan.news.dates import article_dateline
from truongan.news.files import DOCUMENT_TYPES, is_shown_publicly
from truongan.news.metadata import article_metadata
from truongan.news.models import Article, NewsIndex, Section
from truongan.news.panels import below
from truongan.news.pictures import IN_TEXT, SMALL, SOCIAL, with_renditions
from truongan.news.rules import may_read_drafts
from truongan.web.page_cache import cached_page, depends_on
from truongan.web.paging import page_of

PER_PAGE = 20
_WEEK = 7 * 24 * 3600


@require_safe
@cached_page("news", query=("trang",))
def page(request: HttpRequest, path: str) -> HttpResponse:
    """A published page of the news by its address; where it was moved, its new address; 404 for all else."""
    found = queries.published_page(path)
    if found is None:
        return _moved(request)
    return found.serve(request)


def _moved(request: HttpRequest) -> HttpResponse:
    target = queries.moved_to(request.path)
    if target is None:
        raise Http404
    return HttpResponsePermanentRedirect(target)


def index_context(request: HttpRequest, index: NewsIndex) -> dict[str, Any]:
    rows = Article.objects.visible_to(request.user).newest_first().select_related("cover").defer("body")
    return _list_context(request, rows, index)


def section_context(request: HttpRequest, section: Section) -> dict[str, Any]:
    rows = Article.objects.visible_to(request.user).in_section(section).newest_first()
    return _list_context(request, rows.select_related("cover").defer("body"), section)


def _list_context(request: HttpRequest, rows, here) -> dict[str, Any]:
    listed = page_of(request, rows, per_page=PER_PAGE)
    queries.with_covers(listed.object_list)
    return {"articles": listed, "sections": queries.sections(), "here": here}


def article_context(request: HttpRequest, article: Article) -> dict[str, Any]:
    """Everything an article's page shows. What it depends on besides the news is said here."""
    photos = queries.photos_at_once(article.body)
    if queries.has_live_figures(article.body):
        depends_on(request, "figures")
    if queries.has_directives(article.body):
        depends_on(request, "documents")
    topics = list(article.topics.all())
    related = queries.related_articles(article, topics)
    shared = article.cover or next(iter(photos), None)
    with_renditions([shared, *photos, *(each.cover for each in related)], IN_TEXT, SMALL, SOCIAL)
    section = queries.section_of(article)
    found = queries.figures_of(article.body, today_vn())
    return {
        "section": section,
        "metadata": article_metadata(request, article, section, shared),
        "neighbours": queries.neighbours(article),
        "dateline": article_dateline(article.dated_at) if article.dated_at else "",
        "figures": found,
        "figures_shown": [each for each in found.values() if each.is_shown],
        "topics": topics,
        "related": related,
        "below": [] if getattr(request, "is_preview", False) else below(request, article),
    }


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A rendition by its file name; 404 unless a published page shows the photo, editors see every one."""
    found = queries.rendition_named(name)
    is_public = found is not None and is_shown_publicly(found.image)
    if found is None or not (is_public or may_read_drafts(request.user)):
        raise Http404
    form = name.rsplit(".", 1)[-1]
    answer = shown(found.file, name=name, content_type=f"image/{'jpeg' if form == 'jpg' else form}")
    # A proxy must not hand to strangers what an editor saw of a draft.
    answer["Cache-Control"] = f"public, max-age={_WEEK}, immutable" if is_public else "private, no-store"
    return answer


@require_safe
def file(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """A file offered by a published page, saved by the browser and never shown by it; editors get every one."""
    found = get_object_or_404(get_document_model(), pk=pk)
    if found.filename != name or not (is_shown_publicly(found) or may_read_drafts(request.user)):
        raise Http404
    content_type = DOCUMENT_TYPES.get(found.file_extension.lower(), "application/octet-stream")
    return saved(found.file, name=found.filename, content_type=content_type)
