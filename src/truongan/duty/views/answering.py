"""How the pages of this context answer a form, and say why something was refused."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from truongan.duty.actions.refusals import CannotKeepDuty

form_page = require_http_methods(["GET", "HEAD", "POST"])


def answer(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    to: str | Callable[[Any], str],
    done: str | Callable[[Any], str],
    refusal: tuple[type[Exception], ...] = (CannotKeepDuty,),
    template: str = "duty/form.html",
    **shown: Any,
) -> HttpResponse:
    """One page with one form: shown, judged, done, or shown again with the reason and what was typed."""
    if form.is_bound and form.is_valid():
        try:
            result = act()
        except refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, done(result) if callable(done) else done)
            return onward(to(result) if callable(to) else to)
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **shown}, status=status)


def press(request: HttpRequest, act: Callable[[], Any], *, done: str, to: str) -> HttpResponse:
    """A button: done, or refused with the reason on the page it stands on."""
    try:
        act()
    except CannotKeepDuty as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, done)
    return onward(to)


def onward(url: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": url})
