"""One page with one form: shown, judged, done, or shown again with the reason."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from truongan.movement.actions import CannotChangeRegister

form_page = require_http_methods(["GET", "HEAD", "POST"])


def answer(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    to: str | Callable[[Any], str],
    done: str,
    template: str = "movement/form.html",
    sheets: tuple = (),
    **shown: Any,
) -> HttpResponse:
    """`act` does what the accepted form asks and may raise CannotChangeRegister, whose text is shown.

    `to` is the address afterwards, or makes it from what `act` returned; `sheets` are rosters judged with the form.
    """
    if form.is_bound and form.is_valid() and all(sheet.is_valid() for sheet in sheets):
        try:
            result = act()
        except CannotChangeRegister as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, done)
            return HttpResponse(status=303, headers={"Location": to(result) if callable(to) else to})
    status = 422 if form.is_bound else 200
    back = shown.pop("back", to if isinstance(to, str) else "")
    return render(request, template, {"form": form, "sheets": sheets, "back": back, **shown}, status=status)


def bound(request: HttpRequest, kind: type[forms.Form], **options: Any) -> Any:
    """The form with what was posted; asked for more lines, what was typed comes back without being judged."""
    if request.method != "POST":
        return kind(**options)
    if is_growing(request):
        initial = {**options.pop("initial", {}), **_typed(request, kind)}
        return kind(initial=initial, **options)
    options.pop("initial", None)
    return kind(request.POST, request.FILES, **options)


def is_growing(request: HttpRequest) -> bool:
    return request.POST.get("viec", "").startswith("them-")


def _typed(request: HttpRequest, kind: type[forms.Form]) -> dict[str, str]:
    return {name: request.POST[name].replace("\0", "") for name in kind.base_fields if name in request.POST}
