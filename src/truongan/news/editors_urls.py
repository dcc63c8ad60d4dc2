"""The editors' screens at `/bien-tap/`: Wagtail's, without those this product has of its own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtail_urls
from wagtail.documents import urls as document_urls


def closed(request: HttpRequest, **kwargs) -> HttpResponse:
    """404: accounts, groups, sites and private pages are kept elsewhere or not at all."""
    raise Http404


# Accounts are kept in one place, ours; one province has one site, in one language; every page is public or a draft.
_CLOSED = r"^(?:users|groups|sites|locales|password_reset|pages/\d+/privacy|failwhale|test404)(?:/.*)?$"
urlpatterns = [
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True), name="editors_login"),
    path("logout/", RedirectView.as_view(pattern_name="account_logout"), name="editors_logout"),
    re_path(_CLOSED, closed),
    path("", include(wagtail_urls)),
    path("tep/", include(document_urls)),
]
