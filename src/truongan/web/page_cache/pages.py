"""What a view says about its page: it may be kept, for which questions, and what it depends on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

View = Callable[..., HttpResponse]
IN_FRONT = "truongan.page_cache"  # set in the environ of a request whose answer may be kept


@dataclass
class Plan:
    """What the cache in front reads off the response."""

    topics: set[str]
    may_keep: bool


def cached_page(*topics: str, query: Iterable[str] = ()) -> Callable[[View], View]:
    """The view answers every anonymous reader alike: its page may be kept until one of `topics` changes.

    `query` names the parameters the page reads; an address with any other goes through Django and is not kept.
    The page shows no token, session, message or person, and ends at midnight in Viet Nam.
    """
    names = frozenset(query)

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            depends_on(request, *topics)
            if IN_FRONT in request.META:
                # The cache compresses once for everybody.
                request.META.pop("HTTP_ACCEPT_ENCODING", None)
            response = view(request, *args, **kwargs)
            # The same set, not a copy: a template rendered later may add to it.
            plan = Plan(_topics_of(request), _is_canonical(request, names))
            response.page_plan = plan  # type: ignore[attr-defined]  # read by the cache in front
            return response

        return answer

    return decorate


def depends_on(request: HttpRequest, *topics: str) -> None:
    """The page being rendered for this request shows something of these topics as well."""
    _topics_of(request).update(topics)


def _topics_of(request: HttpRequest) -> set[str]:
    topics: set[str] = request.__dict__.setdefault("page_topics", set())
    return topics


def _is_canonical(request: HttpRequest, names: frozenset[str]) -> bool:
    """Whether this is the address the page is linked by: /van-ban/007/ answers too, as do endless others."""
    if not names.issuperset(request.GET):
        return False
    match = request.resolver_match
    if match is None or not match.view_name:
        return True
    try:
        return reverse(match.view_name, args=match.args, kwargs=match.kwargs) == request.path
    except NoReverseMatch:
        return True
