"""What a view says about its page: it may be kept, and what it depends on."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def cached_page(*topics: str, query: Iterable[str] = ()) -> Callable[[View], View]:
    """The view answers every anonymous reader alike: its page may be kept until one of `topics` changes.

    `query` names the parameters the page reads; an address with any other goes through Django and is not kept.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            depends_on(request, *topics)
            return view(request, *args, **kwargs)

        return answer

    return decorate


def depends_on(request: HttpRequest, *topics: str) -> None:
    """The page being rendered for this request shows something of these topics as well."""
    request.__dict__.setdefault("page_topics", set()).update(topics)
