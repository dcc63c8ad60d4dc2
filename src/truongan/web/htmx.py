"""How a page answers a whole visit and an HTMX swap from the same view.

Convention: a form that is not accepted answers 422 with the fragment that holds the form
(`refused`); the layouts tell HTMX to swap 422 and to leave every other error to the browser.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_fragment_request(request: HttpRequest) -> bool:
    """Whether the browser holds the page already and wants only the part that changes.

    A boosted link and a page restored from history replace the whole body, so they are whole visits
    although HTMX asks for them.
    """
    asked = request.headers
    if asked.get("HX-Request") != "true":
        return False
    return asked.get("HX-Boosted") != "true" and asked.get("HX-History-Restore-Request") != "true"


def page_or_fragment(request: HttpRequest, page: str, fragment: str) -> str:
    """The fragment for an HTMX swap, the whole page for everyone else."""
    return fragment if is_fragment_request(request) else page


def render_page(
    request: HttpRequest, page: str, fragment: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Render the page or its fragment, and tell caches that the two differ by header."""
    response = render(request, page_or_fragment(request, page, fragment), dict(context), status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
    return response


def refused(request: HttpRequest, page: str, fragment: str, context: Mapping[str, Any]) -> HttpResponse:
    """422: what was sent cannot be accepted; the form comes back with its reasons."""
    return render_page(request, page, fragment, context, status=422)


def redirect_to(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to another page: 303 after a plain form, `HX-Redirect` after a swap."""
    if is_fragment_request(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponse(status=303, headers={"Location": url})
