"""Pages of every kind the cache has to tell apart."""

from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from truongan.web.page_cache import cached_page, depends_on

TEXT = "Trường An giữ gìn an ninh, trật tự. " * 100


@require_safe
@cached_page("news", query=("trang",))
def article(request, pk=1):
    depends_on(request, f"comments:{pk}")
    return HttpResponse(f"{request.get_host()} {request.GET.urlencode()} {TEXT}")


def uncached(request):
    return HttpResponse(TEXT)


@cached_page("news")
def with_a_token(request):
    return HttpResponse(get_token(request))


@cached_page("news")
def with_a_cookie(request):
    response = HttpResponse("a")
    response.set_cookie("a", "b")
    return response


@cached_page("news")
def with_a_session(request):
    request.session["a"] = 1
    return HttpResponse("a")


@never_cache
@cached_page("news")
def private(request):
    return HttpResponse("a")


@cached_page("news")
def streamed(request):
    return StreamingHttpResponse(iter([b"a"]))


@cached_page("news")
def missing(request):
    return HttpResponse("a", status=404)


@cached_page("news")
def by_language(request):
    return HttpResponse("a", headers={"Vary": "User-Agent"})


def _also_the_comments(response):
    depends_on(response._request, "late")


@cached_page("news")
def rendered_late(request):
    response = TemplateResponse(request, "413.html")
    response.add_post_render_callback(_also_the_comments)
    return response


urlpatterns = [
    path("bai/<int:pk>/", article, name="article"),
    path("bai/", article, name="articles"),
    path("khong-giu/", uncached),
    path("khong-giu/token/", with_a_token),
    path("khong-giu/cookie/", with_a_cookie),
    path("khong-giu/phien/", with_a_session),
    path("khong-giu/rieng/", private),
    path("khong-giu/dong/", streamed),
    path("khong-giu/mat/", missing),
    path("khong-giu/vary/", by_language),
    path("muon/", rendered_late),
]
