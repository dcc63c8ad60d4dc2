"""What every page of the workspace begins with: the question this person may know of."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from truongan.kernel.refusals import require
from truongan.support import rules
from truongan.support.models import Question
from truongan.web.answering import answer


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
    """One page with one form about a question, and back to the question, if it is this person's affair any longer."""

    def onward(_result: Any) -> Any:
        seen = Question.objects.visible_to(request.user).filter(pk=question.pk).exists()
        return question if seen else "support_work:queue"

    return answer(
        request, form, lambda: act(form.cleaned_data), template="support/work_form.html", to=onward, done=done,
        question=question, heading=heading, hint=note, label=button or heading,
    )  # fmt: skip
