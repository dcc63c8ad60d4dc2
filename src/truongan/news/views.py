from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.models import Page, ReferenceIndex
from wagtail.views import serve

from truongan.news.models import Photo, PhotoRendition
from truongan.news.rules import may_read_drafts
from truongan.web.page_cache import cached_page

_WEEK = 7 * 24 * 3600


@require_safe
@cached_page("news", query=("trang",))
def page(request: HttpRequest, path: str) -> HttpResponse:
    """A published page of the news by its address; 404 for anything else, drafts included."""
    return serve(request, path)


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A rendition by its file name; 404 unless a published page shows the photo, editors see every one."""
    found = get_object_or_404(PhotoRendition.objects.select_related("image"), file=f"news/renditions/{name}")
    if not (is_shown_publicly(found.image) or may_read_drafts(request.user)):
        raise Http404
    answer = FileResponse(
        found.file.open("rb"), content_type=f"image/{name.rsplit('.', 1)[-1].replace('jpg', 'jpeg')}"
    )
    answer["Cache-Control"] = f"public, max-age={_WEEK}, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def is_shown_publicly(photo: Photo) -> bool:
    pages = ReferenceIndex.get_references_to(photo).values_list("object_id", flat=True)
    return Page.objects.live().public().filter(pk__in=[int(pk) for pk in pages if pk.isdecimal()]).exists()
