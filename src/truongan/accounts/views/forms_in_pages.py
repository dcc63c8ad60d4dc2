"""One page with one form about one person."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


def answer(
    request: HttpRequest,
    form: forms.BaseForm,
    act: Callable[[], Any],
    *,
    heading: str,
    done: str,
    refusal: type[Exception],
    **shown: Any,
) -> HttpResponse:
    """Show the form, or do what it asks and go to the person; `refusal` is the exception whose text may be shown."""
    person = shown.get("person")
    if request.method == "POST" and form.is_valid():
        try:
            result = act()
        except refusal as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, done)
            return redirect(person or result)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/form.html", {"form": form, "heading": heading, **shown}, status=status)
