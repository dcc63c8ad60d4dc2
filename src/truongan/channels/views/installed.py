"""The page as an installed program: its worker and its name. Alike for everybody."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.channels.ways.push import keys

_GREEN, _PAPER = "#0b5d43", "#ffffff"


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """From the root, for a worker sees only what lies beside and below it; asked for anew, so that a new one is seen."""
    source = _worker()
    if not source:
        raise Http404
    # By it the worker subscribes anew when a push service changes the browser's address.
    source = f'self.PUSH_KEY="{keys.public_key()}";\n{source}'
    return HttpResponse(source, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@cache
def _worker() -> str:
    found = finders.find("js/service-worker.js")
    return Path(found).read_text() if isinstance(found, str) else ""


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    told = {
        "name": _("Trường An: an ninh, trật tự trường học"),
        "short_name": settings.SITE_NAME,
        "lang": "vi",
        "start_url": "/lam-viec/",
        "scope": "/",
        "id": "/lam-viec/",
        "display": "standalone",
        "theme_color": _GREEN,
        "background_color": _PAPER,
        "icons": [
            {"src": static("img/icon-192.png"), "sizes": "192x192", "type": "image/png", "purpose": "any"},
            {"src": static("img/icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any"},
            {"src": static("img/icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
    }
    return JsonResponse(
        told,
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
        headers={"Cache-Control": "max-age=3600"},
    )
