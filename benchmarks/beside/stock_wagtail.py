"""The same article as `wagtail start` would serve it: the same page and comments, Wagtail's middleware, no cache.

Its template shows title, lead, body and the newest twenty comments; our frame, related articles and figures beside
the text are left out and its numbers are typed by hand, so the comparison errs in its favour.
"""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.urls import include, path, re_path

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.beside.stock_settings"
django.setup()
# allauth refuses to start without its middleware; the server below runs without.
settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if not each.startswith("allauth")]
application = WSGIHandler()

from wagtail import urls as wagtail_urls  # noqa: E402 - Django is set up now
from wagtail.models import Page  # noqa: E402 - as above

from truongan.comments.models import Comment  # noqa: E402 - as above
from truongan.news.models import Article  # noqa: E402 - as above


def _context(self, request, *args, **kwargs):
    found = Comment.objects.filter(thread__page=self.pk, state="published", parent=None)
    return Page.get_context(self, request) | {"comments": found.order_by("-published_at", "-pk")[:20]}


Article.template = "stock_article.html"
Article.get_context = _context  # type: ignore[method-assign]  # measured as stock, not as ours
urlpatterns = [re_path(r"^tin-tuc/", include(wagtail_urls)), path("", include("truongan.config.urls"))]
