"""How a page of the workspace answers one form or one button: done, or refused with the reason and what was typed.

`act` does what was asked and may raise a Refusal, whose text is shown. `to` says where the browser goes then: an
address, the name of a page, an object with a page of its own. `done` is what is said there ("" for nothing). Both may be
functions of what `act` returned.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_http_methods

from truongan.kernel.refusals import Refusal

form_page = require_http_methods(["GET", "HEAD", "POST"])


class SeeOther(HttpResponseRedirectBase):
    status_code = 303


def sent_to(place: Any, *args: Any) -> HttpResponse:
    """303: the browser asks for that place, whatever it has just sent here."""
    return SeeOther(resolve_url(place, *args))


def answer(
    request: HttpRequest, form: forms.BaseForm, act: Callable[[], Any], /, *, template: str, done: str | Callable[[Any], str],
    to: Any = None, sheets: Sequence[Any] = (), **shown: Any,
) -> HttpResponse:  # fmt: skip
    """One page with one form; `sheets` are judged with it, and refused it comes back with 422.

    Without `to` the browser goes to the page of what `act` returned.
    """
    if form.is_bound and form.is_valid() and all(sheet.is_valid() for sheet in sheets):
        try:
            result = act()
        except Refusal as reason:
            form.add_error(None, str(reason))
        else:
            return _went_well(request, result, to, done)
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, "sheets": sheets, **shown}, status=status)


def press(
    request: HttpRequest, act: Callable[[], Any], *, to: Any, done: str | Callable[[Any], str], back: Any = None
) -> HttpResponse:
    """A button; a refusal is told on the page it stands on: `back`, or `to` where that is the same."""
    try:
        result = act()
    except Refusal as reason:
        messages.error(request, str(reason))
        return sent_to(back or to)
    return _went_well(request, result, to, done)


def _went_well(request: HttpRequest, result: Any, to: Any, done: str | Callable[[Any], str]) -> HttpResponse:
    words = done(result) if callable(done) else done
    if words:
        messages.success(request, words)
    return sent_to(to(result) if callable(to) else to or result)
