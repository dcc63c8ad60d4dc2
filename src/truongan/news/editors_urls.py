"""The editors' screens at `/bien-tap/`: Wagtail's, without those this product has of its own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtail_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from truongan.news.desk import at_the_desk


def closed(request: HttpRequest, **kwargs) -> HttpResponse:
    """404: accounts, groups, sites and private pages are kept elsewhere or not at all."""
    raise Http404


# Accounts are kept in one place, ours; one province has one site, in one language; every page is public or a draft.
# Looking up another site's video would have the server ask that site; no text here takes one.
# A file whose form was not filled in is kept unchecked and taken from there: that way in is closed too.
_CLOSED = (
    r"^(?:users|groups|sites|locales|account|embeds|password_reset|failwhale|test404|pages/\d+/privacy"
    r"|collections/\d+/privacy|(?:images|documents)/multiple/create_from_uploaded_\w+/\d+)(?:/[\s\S]*)?$"
)
urlpatterns = [
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True), name="editors_login"),
    path("logout/", RedirectView.as_view(pattern_name="account_logout"), name="editors_logout"),
    path("account/", RedirectView.as_view(pattern_name="accounts:profile"), name="editors_account"),
    re_path(_CLOSED, closed),
    # Wagtail's list of the tree's root leads administrators there: the name must exist, the screen stays closed.
    path("sites/", include(([path("", closed, name="index"), path("new/", closed, name="add")], "wagtailsites"))),
    path("", include(decorate_urlpatterns(wagtail_urls.urlpatterns, at_the_desk))),
]
