"""Every public page with an address of its own, for search engines: /sitemap.xml and the lists it names."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as django_views
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from truongan.directives.models import Directive
from truongan.figures.public import served_unit
from truongan.kernel.clock import today_vn
from truongan.news.archive import topics
from truongan.news.models import Article, NewsIndex, Section
from truongan.portal.schools import schools_shown
from truongan.support.models import PublishedAnswer
from truongan.web.page_cache import cached_page

_STANDING = (
    "portal:home", "portal:figures", "portal:method", "portal:document_list", "portal:school_list", "news:archive",
    "news:topic_list", "support:home", "support:answers", "tips:start",
)  # fmt: skip


class _List(Sitemap):
    limit = 2_000  # of 50.000 the protocol allows: a list is made whole at the first visit after a change


class Articles(_List):
    def items(self) -> QuerySet[Article]:
        return Article.objects.live().newest_first().only("url_path", "last_published_at")

    def lastmod(self, article: Article):
        return article.last_published_at

    def get_latest_lastmod(self):
        """Asked of the database: Django would read every article."""
        return self.items().aggregate(newest=Max("last_published_at"))["newest"]


class NewsPlaces(_List):
    """The index and the sections."""

    def items(self) -> list:
        return [*NewsIndex.objects.live(), *Section.objects.live().order_by("path")]


class Topics(_List):
    def items(self) -> QuerySet:
        return topics()

    def location(self, topic) -> str:
        return reverse("news:topic", args=[topic.slug])


class Directives(_List):
    def items(self):
        return Directive.objects.published().order_by("-issued_on", "-pk").only("pk")

    def location(self, directive: Directive) -> str:
        return reverse("portal:document", args=[directive.pk])


class Schools(_List):
    def items(self):
        today = today_vn()
        return schools_shown(served_unit(today)).on(today).order_by("pk").only("pk")

    def location(self, school) -> str:
        return reverse("portal:school", args=[school.pk])


class Answers(_List):
    """Questions of citizens that were published with their answers."""

    def items(self) -> QuerySet[PublishedAnswer]:
        return PublishedAnswer.objects.shown().newest_first().only("published_at")

    def location(self, published: PublishedAnswer) -> str:
        return reverse("support:answer", args=[published.pk])

    def lastmod(self, published: PublishedAnswer):
        return published.published_at

    def get_latest_lastmod(self):
        return self.items().aggregate(newest=Max("published_at"))["newest"]


class Standing(_List):
    """Pages that are always there."""

    def items(self) -> list[str]:
        return [address for name in _STANDING if (address := _address(name))]

    def location(self, address: str) -> str:
        return address


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # a context that is not installed
        return ""


_LISTS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "tin-bai": Articles,
    "chuyen-muc": NewsPlaces,
    "chu-de": Topics,
    "van-ban": Directives,
    "truong": Schools,
    "hoi-dap": Answers,
    "trang": Standing,
}


@require_safe
@cached_page("news", "documents", "schools", "figures", "support", query=("p",))
def sitemap(request: HttpRequest) -> HttpResponse:
    """The lists there are; those of more than two thousand addresses in parts."""
    return django_views.index(request, sitemaps=_LISTS, sitemap_url_name="portal:sitemap_part").render()


@require_safe
@cached_page("news", "documents", "schools", "figures", "support", query=("p",))
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    """One list; 404 for one that does not exist."""
    return django_views.sitemap(request, sitemaps=_LISTS, section=section).render()


@require_safe
@cached_page()
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone: the workspace, the editors' screens, forms and answers made for one reader."""
    context = {"sitemap_url": request.build_absolute_uri(reverse("portal:sitemap"))}
    return render(request, "portal/robots.txt", context, content_type="text/plain; charset=utf-8")
