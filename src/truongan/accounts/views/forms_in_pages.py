"""One page with one form about one person."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from truongan.accounts.models import Person
from truongan.web import answering


def answer(
    request: HttpRequest, form: forms.BaseForm, act: Callable[[], Any], *, person: Person | None = None, **shown: Any
) -> HttpResponse:
    """Show the form, or do what it asks and go to the person."""
    return answering.answer(request, form, act, template="accounts/form.html", to=person, person=person, **shown)
