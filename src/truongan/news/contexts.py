"""What the template of each kind of page is given: it is gathered above the models, and Wagtail asks the models."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

Gather = Callable[[HttpRequest, Any], dict[str, Any]]
_gathered: dict[type[Page], Gather] = {}


def gather(model: type[Page], build: Gather) -> None:
    """`build(request, page)` gives what pages of this model show. Called in AppConfig.ready()."""
    _gathered[model] = build


def context_of(request: HttpRequest, page: Page) -> dict[str, Any]:
    build = _gathered.get(type(page))
    return build(request, page) if build else {}
