"""Topics, who answers them where, and the holes."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.support import rules
from truongan.support.actions import remove_route, save_topic, set_route
from truongan.support.forms.setup import RouteForm, TopicForm
from truongan.support.models import Route, Topic
from truongan.support.queries import served_areas
from truongan.support.routing import coverage
from truongan.territory.models import AdministrativeUnit
from truongan.web import answering
from truongan.web.answering import form_page

answer = partial(answering.answer, template="support/setup_form.html", label=gettext_lazy("Ghi"))


@require_safe
@login_required
def topics(request: HttpRequest) -> HttpResponse:
    """Every topic with its days and how well it is covered: holes are seen here before anybody asks."""
    require(rules.may_set_routes(request.user))
    day = today_vn()
    found = coverage(served_areas(day).in_vietnamese_order(), day)
    context = {"found": found, "shut": Topic.objects.filter(is_open=False).in_order()}
    return render(request, "support/topics.html", context)


@form_page
@login_required
def topic_new(request: HttpRequest) -> HttpResponse:
    require(rules.may_set_routes(request.user))
    return _topic_form(request, TopicForm(request.POST or None), None, heading=_("Lĩnh vực mới"))


@form_page
@login_required
def topic_edit(request: HttpRequest, pk: int) -> HttpResponse:
    require(rules.may_set_routes(request.user))
    topic = get_object_or_404(Topic, pk=pk)
    form = TopicForm(request.POST or None, initial=TopicForm.values_of(topic))
    return _topic_form(request, form, topic, heading=_("Sửa lĩnh vực"))


def _topic_form(request: HttpRequest, form: TopicForm, topic: Topic | None, *, heading: str) -> HttpResponse:
    return answer(
        request, form, lambda: save_topic(actor=request.user, topic=topic, **form.cleaned_data, now=now()),
        done=_("Đã ghi lĩnh vực."), heading=heading, topic=topic,
    )  # fmt: skip


@require_safe
@login_required
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic: who answers it by default and where, and the units nobody answers in."""
    require(rules.may_set_routes(request.user))
    found, day = get_object_or_404(Topic, pk=pk), today_vn()
    covered = coverage(served_areas(day).in_vietnamese_order(), day)
    context = {
        "topic": found,
        "routes": found.routes.select_related("unit__parent", "organization").order_by("path"),
        "covered": next((each for each in covered if each.topic.pk == pk), None),
        "day": day,
    }
    return render(request, "support/topic.html", context)


@form_page
@login_required
def route_set(request: HttpRequest, pk: int) -> HttpResponse:
    require(rules.may_set_routes(request.user))
    topic, day = get_object_or_404(Topic, pk=pk), today_vn()
    initial = {"unit": request.GET.get("xa", "")[:60]}
    form = RouteForm(request.POST or None, areas=AdministrativeUnit.objects.on(day), day=day, initial=initial)
    return answer(
        request, form, lambda: set_route(actor=request.user, topic=topic, **form.cleaned_data, now=now()), to=topic,
        done=_("Đã đặt đơn vị trả lời."), heading=_("Đặt đơn vị trả lời"), topic=topic,
    )  # fmt: skip


@require_POST
@login_required
def route_remove(request: HttpRequest, pk: int) -> HttpResponse:
    require(rules.may_set_routes(request.user))
    route = get_object_or_404(Route.objects.select_related("topic"), pk=pk)
    remove_route(actor=request.user, route=route, now=now())
    messages.success(request, _("Đã bỏ đơn vị trả lời này."))
    return redirect(route.topic)
