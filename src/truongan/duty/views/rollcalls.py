"""Roll-calls: called, watched, answered by telephone, closed."""

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from truongan.accounts.queries import people_shown
from truongan.accounts.workplace import unit_in_view
from truongan.audit.queries import history_of
from truongan.channels.links import task_path
from truongan.channels.models import Recipient
from truongan.duty import rules
from truongan.duty.actions import (
    CannotCallRoll,
    call_roll,
    close_roll,
    end_schedule,
    note_answer,
    remind,
    schedule_roll,
)
from truongan.duty.forms.rollcalls import RollCallForm, ScheduleForm
from truongan.duty.models import Asked, RollCall, RollCallSchedule
from truongan.duty.network import members_of
from truongan.duty.queries import board as figures
from truongan.duty.queries.reach import reach_of_part
from truongan.duty.views.answering import answer
from truongan.kernel.clock import now, today_vn
from truongan.kernel.numbers import vn_number
from truongan.kernel.refusals import require
from truongan.web.answering import form_page, press, sent_to
from truongan.web.htmx import render_page
from truongan.web.paging import page_of


@require_safe
@login_required
def rollcall_list(request: HttpRequest) -> HttpResponse:
    """Roll-calls of the place in view, the newest first, and what is called every month."""
    user = request.user
    rows = RollCall.objects.visible_to(user).select_related("organization", "unit", "school")
    schedules = RollCallSchedule.objects.visible_to(user).running().select_related("organization", "unit", "school")
    page = page_of(request, rows.order_by("-called_at", "-pk"))
    calls = list(page.object_list)
    counts = figures.answered_counts(Asked.objects.visible_to(user), calls)
    context = {
        "page": page,
        "rows": [(each, *counts.get(each.pk, (0, 0))) for each in calls],
        "schedules": _with_what_blocks(schedules.order_by("next_at", "pk")),
        "may_call": rules.may_call_somewhere(user),
    }
    return render(request, "duty/rollcall_list.html", context)


@form_page
@login_required
def rollcall_call(request: HttpRequest) -> HttpResponse:
    """Choose whom to ask, see how many that is, then call: two steps, so that nobody asks a province by a slip."""
    user = request.user
    require(rules.may_call_somewhere(user))
    form = RollCallForm(request.POST or None, user=user, day=today_vn(), initial=_initial(request))
    context: dict[str, Any] = {"form": form, "heading": _("Gọi điểm danh")}
    if form.is_bound and form.is_valid():
        require(rules.may_call_roll(user, form.cleaned_data["organization"]))
        if request.POST.get("viec") == "goi" and _is_what_was_counted(request, form):
            try:
                made = call_roll(actor=user, key=form.cleaned_data["key"], now=now(), **form.given())
            except CannotCallRoll as reason:
                form.add_error(None, str(reason))
            else:
                messages.success(request, _("Đã gọi %(n)s người.") % {"n": vn_number(made.asked_count)})
                return sent_to(made)
        elif request.POST.get("viec") != "sua":
            context["estimate"] = reach_of_part(form.part(), today_vn(), now())
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "duty/rollcall_form.html", context, status=status)


@form_page
@login_required
def schedule_add(request: HttpRequest) -> HttpResponse:
    require(rules.may_call_somewhere(request.user))
    initial = {**_initial(request), "title": _("Điểm danh hằng tháng")}
    form = ScheduleForm(request.POST or None, user=request.user, day=today_vn(), initial=initial)
    return answer(
        request, form, lambda: schedule_roll(actor=request.user, now=now(), **form.given()),
        to=reverse("rollcalls:list"), done=_("Đã đặt lịch điểm danh hằng tháng."), heading=_("Đặt lịch hằng tháng"),
        section=_("Điểm danh"), section_url="rollcalls:list", back=reverse("rollcalls:list"),
    )  # fmt: skip


@require_POST
@login_required
def schedule_end(request: HttpRequest, pk: int) -> HttpResponse:
    schedules = RollCallSchedule.objects.visible_to(request.user).select_related("organization")
    schedule = get_object_or_404(schedules, pk=pk)
    require(rules.may_call_roll(request.user, schedule.organization))
    return press(
        request, lambda: end_schedule(actor=request.user, schedule=schedule, now=now()),
        done=_("Đã dừng lịch điểm danh."), to=reverse("rollcalls:list"),
    )  # fmt: skip


@never_cache
@require_safe
@login_required
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers as they come in; fetched anew every few seconds while the roll-call is open."""
    found = _visible(request, pk)
    user = request.user
    asked = Asked.objects.visible_to(user).filter(rollcall=found)
    path = _path_asked(request, asked)
    state = request.GET.get("ai", "im")
    page = page_of(request, figures.people_asked(asked, found, state, path))
    people = _with_phones(user, list(page.object_list))
    recipient = Recipient.objects.filter(message__cause=found.cause, person=user.person_id).first()  # type: ignore[union-attr]
    context = {
        "rollcall": found,
        "totals": figures.totals(asked, found),
        "lines": figures.by_unit(asked),
        "buckets": figures.answer_times(asked, found),
        "median": figures.median_minutes(asked, found),
        "channels": figures.by_channel(asked, found),
        "page": page,
        "people": people,
        "state": state,
        "path": path,
        "now": now(),
        "may_lead": rules.may_call_roll(user, found.organization),
        "task": task_path(recipient.pk, recipient.link_key) if recipient and not recipient.answered_at else "",
        "history": history_of(found),
    }
    return render_page(request, "duty/board.html", "duty/_board.html", context)


@require_POST
@login_required
def rollcall_remind(request: HttpRequest, pk: int) -> HttpResponse:
    found = _led(request, pk)
    return press(
        request, lambda: remind(actor=request.user, rollcall=found, now=now()),
        done=_("Đã nhắc những người chưa trả lời."), to=found,
    )  # fmt: skip


@require_POST
@login_required
def rollcall_close(request: HttpRequest, pk: int) -> HttpResponse:
    found = _led(request, pk)
    return press(
        request, lambda: close_roll(actor=request.user, rollcall=found, now=now()),
        done=_("Đã đóng điểm danh; kết quả được ghi vào sổ nhóm."), to=found,
    )  # fmt: skip


@require_POST
@login_required
def answer_note(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap after a telephone call: this person is there."""
    rows = Asked.objects.visible_to(request.user).select_related("rollcall__organization", "organization")
    asked = get_object_or_404(rows, pk=pk)
    require(rules.may_note_answer(request.user, asked))
    return press(
        request, lambda: note_answer(actor=request.user, asked=asked, now=now()),
        done=_("Đã ghi: có mặt."), to=f"{asked.rollcall.get_absolute_url()}?ai=im#nguoi",
    )  # fmt: skip


def _with_what_blocks(schedules) -> list[tuple[RollCallSchedule, RollCall | None]]:
    """Each schedule with the roll-call that will keep it from being called, as things stand."""
    found = list(schedules)
    callers = {each.organization_id for each in found}
    open_calls = list(RollCall.objects.open().filter(organization__in=callers))
    return [(each, figures.in_the_way(each, open_calls)) for each in found]


def _initial(request: HttpRequest) -> dict[str, Any]:
    own = request.user.scope.own_ids  # type: ignore[union-attr]  # signed in
    unit = unit_in_view(request, today_vn())
    return {
        "key": secrets.token_hex(16),
        "organization": own[0] if own else None,
        "unit": unit.pk if unit else None,
        "parts": ["groups"],
        "minutes_open": 1440,
        "is_drill": True,
    }


def _is_what_was_counted(request: HttpRequest, form: RollCallForm) -> bool:
    """Whether it still asks as many as the page said; a form changed after the count is counted again."""
    said = request.POST.get("so_nguoi", "")
    return not said or said == str(len(members_of(form.part(), today_vn())))


def _visible(request: HttpRequest, pk: int) -> RollCall:
    rows = RollCall.objects.visible_to(request.user).select_related(
        "organization", "unit", "school", "called_by__person"
    )
    return get_object_or_404(rows, pk=pk)


def _led(request: HttpRequest, pk: int) -> RollCall:
    found = _visible(request, pk)
    require(rules.may_call_roll(request.user, found.organization))
    return found


def _path_asked(request: HttpRequest, asked) -> str:
    """A place of the board; one nobody was asked in filters nothing."""
    path = request.GET.get("noi", "")[:200]
    return path if path and asked.filter(organization__place_path=path).exists() else ""


def _with_phones(user, rows: list[Asked]) -> list[Asked]:
    people = people_shown(user, [each.person_id for each in rows], today_vn())
    for each in rows:
        each.person = people[each.person_id]
    return rows
