"""The door of the editors' screens: whom the posts of today let in, and what the browser may run there."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from functools import wraps

from csp.constants import NONE, SELF
from django.core.exceptions import PermissionDenied
from django.db.models import Exists
from django.http import HttpRequest, HttpResponse

from truongan.accounts.models import Appointment
from truongan.kernel.clock import today_vn
from truongan.news.actions import refresh_groups
from truongan.news.desk_exports import harmless_lines
from truongan.news.rules import may_read_drafts
from truongan.organizations.models import Level

View = Callable[..., HttpResponse]
# See docs/adr/0013: Wagtail writes style attributes, and shows the page being edited in a frame of its own.
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
_INLINE = re.compile(r"<script>(.*?)<-?/script>", re.DOTALL)
# The only inline code Wagtail 8 writes: a widget of its own made with plain JSON. Nothing else is let through.
_WIDGET = re.compile(r'(?:new \w*Chooser|init(?:Date|Time|DateTime)Chooser)\((".*?"), (\{.*\})\);', re.DOTALL)
_PANEL = re.compile(
    r'\s*\(function\(\) \{\s*var panel = new (?:Inline|MultipleChooser)Panel\(JSON\.parse\((".*?")\)\);\s*\}\)\(\);\s*'
)
_ROWS_ADDED = 12  # rows of a list an editor may add before saving; the most any list here takes is six


def at_the_desk(view: View) -> View:
    """A view of the editors' screens: groups follow the posts of today, and the policy is the desk's."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            refresh_groups(user=request.user, day=today_vn())
            if not may_read_drafts(request.user):
                raise PermissionDenied  # Wagtail would send to sign in who is signed in, round and round
            request.user.first_name = request.user.display_name  # what its menu calls people by; never saved
        response = view(request, *args, **kwargs)
        if _as_csv(response):
            response.streaming_content = harmless_lines(response.streaming_content)  # type: ignore[attr-defined]  # it streams
        if hasattr(response, "add_post_render_callback"):
            response.add_post_render_callback(_set_policy)
        else:
            _set_policy(response)
        return response

    return answer


def _as_csv(response: HttpResponse) -> bool:
    return response.streaming and response.get("Content-Type", "").startswith("text/csv")


def opens(user) -> Exists:
    """Condition for the menu: a post in force that writes for a provincial agency; asked within the menu's own query."""
    posts = Appointment.objects.on(today_vn()).exclude(role=Appointment.Role.READER)
    return Exists(posts.filter(person=user.person_id, organization__level=Level.PROVINCE))


def _set_policy(response: HttpResponse) -> None:
    response.headers.pop("Content-Security-Policy", None)  # a preview has passed through the middleware already
    allowed: list[str] = []
    if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
        allowed = sorted(set(_hashes(response.content.decode())))
    response._csp_config = POLICY | {"script-src": [SELF, *allowed]}  # type: ignore[attr-defined]  # csp.middleware reads it


def _hashes(page: str) -> Iterator[str]:
    for code in _INLINE.findall(page):
        if not is_widget_of_wagtail(code):
            continue
        yield _hash(code)
        if "__prefix__" in code:  # the pattern of rows that do not exist yet
            yield from (_hash(code.replace("__prefix__", str(row))) for row in range(_ROWS_ADDED))


def is_widget_of_wagtail(code: str) -> bool:
    """Whether an inline script does nothing but make one of Wagtail's widgets from plain data."""
    found = _WIDGET.fullmatch(code) or _PANEL.fullmatch(code)
    return found is not None and all(_is_json(part) for part in found.groups())


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
