"""What every page of the workspace begins with: the question this person may know of."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from truongan.kernel.refusals import require
from truongan.support import rules
from truongan.support.actions import CannotSupport
from truongan.support.models import Question


def visible_question(request: HttpRequest, pk: int) -> Question:
    """404 for what is no affair of this person's organizations."""
    rows = Question.objects.visible_to(request.user).select_related(
        "topic", "unit", "organization__reports_to", "responsible", "drafted_by__person"
    )
    return get_object_or_404(rows, pk=pk)


def answerable_question(request: HttpRequest, pk: int) -> Question:
    question = visible_question(request, pk)
    require(rules.may_answer(request.user, question))
    return question


def one_form(
    request: HttpRequest, question: Question, form: forms.Form, act: Callable[[dict], Any], *, heading: str, done: str,
    note: str = "", button: str = "",
) -> HttpResponse:  # fmt: skip
    """One page with one form about a question: show it, or do what it asks and go back to the question."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except CannotSupport as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, done)
            seen = Question.objects.visible_to(request.user).filter(pk=question.pk).exists()
            return redirect(question if seen else "support_work:queue")
    status = 422 if form.is_bound else 200
    context = {"question": question, "form": form, "heading": heading, "note": note, "button_label": button}
    return render(request, "support/work_form.html", context, status=status)
