"""The door of the editors' screens: whom the posts of today let in, and what the browser may run there."""

from collections.abc import Callable
from functools import wraps

from csp.constants import NONE, SELF
from django.http import HttpRequest, HttpResponse

from truongan.kernel.clock import today_vn
from truongan.news.actions import refresh_groups

View = Callable[..., HttpResponse]
# See docs/adr: Wagtail writes style attributes, and shows the page being edited in a frame. Scripts stay files.
POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
}


def at_the_desk(view: View) -> View:
    """A view of the editors' screens: groups follow the posts of today, and the policy is the desk's."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            refresh_groups(user=request.user, day=today_vn())
        response = view(request, *args, **kwargs)
        response._csp_config = POLICY  # type: ignore[attr-defined]  # what csp.middleware reads
        return response

    return answer
