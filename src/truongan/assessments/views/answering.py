"""One page with one form: shown, judged, done, or shown again with the reason."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from truongan.assessments.refusals import CannotAssess

form_page = require_http_methods(["GET", "HEAD", "POST"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer(
    request: HttpRequest, form: forms.Form, act: Callable[[], Any], *, to: str | Callable[[Any], str],
    done: str | Callable[[Any], str], template: str = "assessments/form.html", **shown: Any,
) -> HttpResponse:  # fmt: skip
    """`act` does what the accepted form asks and may raise CannotAssess, whose text is shown above the form."""
    if form.is_bound and form.is_valid():
        try:
            result = act()
        except CannotAssess as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, done(result) if callable(done) else done)
            return see_other(to(result) if callable(to) else to)
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **shown}, status=status)


def done_or_told(request: HttpRequest, act: Callable[[], Any], *, to: str, done: str) -> HttpResponse:
    """For a button without a form: the refusal is told on the page it leads back to."""
    try:
        act()
    except CannotAssess as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, done)
    return see_other(to)


def see_other(address: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": address})


def posted(request: HttpRequest) -> dict[str, Any]:
    """What a form is bound with; nothing for a page that is only read."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


def workbook(content: bytes, stem: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{stem}.xlsx"'}
    )
