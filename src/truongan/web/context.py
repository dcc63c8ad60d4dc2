"""What every template may use. Nothing here is computed before a layout asks for it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from truongan.kernel.clock import today_vn
from truongan.web.navigation import bell, menu
from truongan.web.scoping import GEOGRAPHIES, view_scope, workplace_of


def workspace(request: HttpRequest) -> dict[str, Any]:
    """today, scope (from the URL), workplace and menu and bell (lazy), is_demo."""
    scope = view_scope(request)
    workplace = SimpleLazyObject(lambda: workplace_of(request))
    return {
        "today": today_vn(),
        "scope": scope,
        "geographies": GEOGRAPHIES,
        "workplace": workplace,
        "menu": lambda: menu(request.path, scope, workplace),  # type: ignore[arg-type]  # lazy stand-in
        "bell": lambda: bell(request.path, scope, workplace),  # type: ignore[arg-type]  # lazy stand-in
        "is_demo": getattr(settings, "DEMO", False),
    }
