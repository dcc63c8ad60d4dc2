"""How the pages of this context find a plan, answer a form, and say why something was refused."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from truongan.plans.actions import CannotPlan
from truongan.plans.forms.plans import SeenForm
from truongan.plans.models import Plan

form_page = require_http_methods(["GET", "HEAD", "POST"])


def visible_plan(request: HttpRequest, pk: int) -> Plan:
    plans = Plan.objects.visible_to(request.user)
    related = ("organization__reports_to", "implements", "submitted_to", "submitted_by__person", "approved_by__person",
               "returned_by__person")  # fmt: skip
    return get_object_or_404(plans.select_related(*related), pk=pk)


def onward(url: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": url})


def answer(
    request: HttpRequest, form: forms.Form, act: Callable[[], Any], *, plan: Plan, done: str, **shown: Any
) -> HttpResponse:
    """One page with one form about a plan: shown, judged, done, or shown again with the reason."""
    if form.is_bound and form.is_valid():
        try:
            act()
        except CannotPlan as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, done)
            return onward(shown.get("to") or plan.get_absolute_url())
    status = 422 if form.is_bound else 200
    return render(request, "plans/form.html", {"form": form, "plan": plan, **shown}, status=status)


def press(request: HttpRequest, plan: Plan, act: Callable[[datetime], Any], *, done: str) -> HttpResponse:
    """A button about the plan as it was seen: done, or refused with the reason on the plan's page."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Trang này đã cũ. Xem lại kế hoạch rồi bấm lại."))
        return onward(plan.get_absolute_url())
    try:
        act(form.cleaned_data["seen_at"])
    except CannotPlan as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, done)
    return onward(plan.get_absolute_url())
