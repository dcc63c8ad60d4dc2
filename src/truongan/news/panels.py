"""What higher contexts show below an article: they contribute, this context knows none of them."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.models import Page

Render = Callable[[HttpRequest, Page], str]
_below: list[Render] = []


def contribute_below(render: Render) -> None:
    """Show what `render(request, page)` gives below every article; it says itself what the page then depends on.

    Called in the contributing context's AppConfig.ready(). `render` returns a rendered template: escaped HTML.
    """
    _below.append(render)


def below(request: HttpRequest, page: Page) -> list[SafeString]:
    """The contributed parts of one article's page, in the order of the installed contexts; empty ones are left out."""
    parts = (render(request, page) for render in _below)
    return [SafeString(part) for part in parts if part]
