"""How the pages of this context find a plan, and take a button pressed about it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from truongan.plans.forms.plans import SeenForm
from truongan.plans.models import Plan
from truongan.web import answering

answer = partial(answering.answer, template="plans/form.html")


def visible_plan(request: HttpRequest, pk: int) -> Plan:
    plans = Plan.objects.visible_to(request.user)
    related = ("organization__reports_to", "implements", "submitted_to", "submitted_by__person", "approved_by__person",
               "returned_by__person")  # fmt: skip
    return get_object_or_404(plans.select_related(*related), pk=pk)


def press(request: HttpRequest, plan: Plan, act: Callable[[datetime], Any], *, done: str) -> HttpResponse:
    """A button about the plan as it was seen: done, or refused with the reason on the plan's page."""
    form = SeenForm(request.POST)
    if form.is_valid():
        return answering.press(request, lambda: act(form.cleaned_data["seen_at"]), to=plan, done=done)
    messages.error(request, _("Trang này đã cũ. Xem lại kế hoạch rồi bấm lại."))
    return answering.sent_to(plan)
