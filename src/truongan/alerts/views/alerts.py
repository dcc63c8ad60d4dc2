"""Alerts: composed, counted, approved, watched, taken back."""

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from truongan.accounts.models import Person
from truongan.accounts.queries import people_shown
from truongan.accounts.workplace import unit_in_view
from truongan.alerts import queries, rules
from truongan.alerts.actions import (
    CannotAlert,
    approve_alert,
    is_wide,
    propose_alert,
    recall_alert,
    refuse_alert,
    refuse_blank,
)
from truongan.alerts.forms import AlertForm, ReasonForm
from truongan.alerts.models import Alert, AlertTemplate
from truongan.alerts.states import State
from truongan.audit.queries import history_of
from truongan.channels.links import task_path
from truongan.channels.models import Recipient
from truongan.channels.queries.board import board as board_of
from truongan.duty.queries.reach import reach_of_part
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.web.answering import form_page, press, sent_to
from truongan.web.htmx import render_page
from truongan.web.paging import page_of


@require_safe
@login_required
def alert_list(request: HttpRequest) -> HttpResponse:
    """Alerts of the person's scope, those that wait for a decision first, then the newest."""
    rows = Alert.objects.visible_to(request.user).select_related(
        "organization", "unit", "school", "proposed_by__person"
    )
    state = request.GET.get("xem", "")
    if state in State.values:
        rows = rows.filter(state=state)
    words = request.GET.get("q", "").strip()[:100]
    context = {
        "page": page_of(request, rows.search(words).waiting_first()),
        "words": words,
        "now": now(),
        "state": state,
        "states": State.choices,
        "may_alert": rules.may_alert_somewhere(request.user),
        "may_keep_templates": rules.may_keep_templates(request.user),
    }
    return render(request, "alerts/list.html", context)


@form_page
@login_required
def alert_new(request: HttpRequest) -> HttpResponse:
    """Say it, see how many it reaches, then send: two steps, so that nobody alerts a province by a slip."""
    return _compose(request, None)


@form_page
@login_required
def alert_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The same again with other words; the mistaken one is taken back the moment this one is sent."""
    alert = _visible(request, pk)
    require(rules.may_recall(request.user, alert))
    return _compose(request, alert)


@never_cache
@require_safe
@login_required
def alert_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said, who decided, and how it arrives, while it arrives."""
    alert = _visible(request, pk)
    user = request.user
    context = {
        "alert": alert,
        "now": now(),
        "may_decide": alert.state == State.WAITING and rules.may_decide(user, alert),
        "may_recall": alert.state == State.SENT and alert.valid_until > now() and rules.may_recall(user, alert),
        "is_own_proposal": alert.proposed_by_id == user.pk,
        "reason_form": ReasonForm(),
        "history": history_of(alert),
        "corrections": Alert.objects.visible_to(user).filter(corrects=alert).order_by("pk"),
        **_arrivals(request, alert),
    }
    return render_page(request, "alerts/alert.html", "alerts/_arrivals.html", context)


@require_POST
@login_required
def alert_approve(request: HttpRequest, pk: int) -> HttpResponse:
    alert = _visible(request, pk)
    return press(
        request,
        lambda: approve_alert(actor=request.user, alert=alert, now=now()),
        to=alert,
        done=_("Đã duyệt và gửi."),
    )


@require_POST
@login_required
def alert_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    alert = _visible(request, pk)
    reason = request.POST.get("reason", "")
    return press(
        request, lambda: refuse_alert(actor=request.user, alert=alert, reason=reason, now=now()),
        to=alert, done=_("Đã ghi không duyệt; người soạn được báo."),
    )  # fmt: skip


@require_POST
@login_required
def alert_recall(request: HttpRequest, pk: int) -> HttpResponse:
    alert = _visible(request, pk)
    reason = request.POST.get("reason", "")
    return press(
        request, lambda: recall_alert(actor=request.user, alert=alert, reason=reason, now=now()),
        to=alert, done=_("Đã rút lại; những người đã nhận được báo."),
    )  # fmt: skip


def _compose(request: HttpRequest, corrects: Alert | None) -> HttpResponse:
    user = request.user
    require(rules.may_alert_somewhere(user))
    template = AlertTemplate.objects.visible_to(user).offered().filter(code=request.GET.get("mau", "")).first()
    form = AlertForm(request.POST or None, user=user, day=today_vn(), initial=_initial(request, template, corrects))
    context: dict[str, Any] = {
        "form": form,
        "corrects": corrects,
        "template": template,
        "templates": [] if corrects else AlertTemplate.objects.visible_to(user).offered().order_by("name"),
    }
    if form.is_bound and form.is_valid():
        if request.POST.get("viec") == "gui":
            try:
                alert = propose_alert(
                    actor=user, key=form.cleaned_data["key"], organization=form.cleaned_data["organization"],
                    part=form.part(), words=form.words(), valid_until=now() + form.holds_for(), template=template,
                    corrects=corrects, now=now(),
                )  # fmt: skip
            except CannotAlert as reason:
                form.add_error(None, str(reason))
            else:
                _say_what_follows(request, alert)
                return sent_to(alert)
        elif request.POST.get("viec") != "sua":
            try:
                refuse_blank(form.words())
            except CannotAlert as reason:
                form.add_error(None, str(reason))
            else:
                context["estimate"] = _estimate(form, corrects)
    return render(request, "alerts/compose.html", context, status=422 if form.is_bound and form.errors else 200)


def _say_what_follows(request: HttpRequest, alert: Alert) -> None:
    if alert.state == State.WAITING:
        messages.info(request, _("Cảnh báo rộng cần người thứ hai duyệt. Đã báo cho đơn vị; tin chưa được gửi."))
    else:
        messages.success(request, _("Đã gửi cảnh báo."))


def _initial(request: HttpRequest, template: AlertTemplate | None, corrects: Alert | None) -> dict[str, Any]:
    own = request.user.scope.own_ids  # type: ignore[union-attr]  # signed in
    unit = unit_in_view(request, today_vn())
    start: dict[str, Any] = {
        "key": secrets.token_hex(16), "organization": own[0] if own else None, "unit": unit.pk if unit else None,
        "urgency": "urgent", "parts": ["heads"], "hours": 24,
    }  # fmt: skip
    words = corrects or template
    if words is not None:
        names = ("subject", "text", "short", "urgency", "parts", "asks_information")
        start |= {name: getattr(words, name) for name in names}
    if corrects is not None:
        start |= {
            "organization": corrects.organization_id, "unit": corrects.unit_id, "is_drill": corrects.is_drill,
            "school": corrects.school, "scheme_types": corrects.scheme_types, "school_levels": corrects.school_levels,
        }  # fmt: skip
    return start


def _estimate(form: AlertForm, corrects: Alert | None) -> dict[str, Any]:
    reach = reach_of_part(form.part(), today_vn(), now())
    return {**reach, "is_wide": is_wide(form.part(), reach["count"], corrects)}


def _arrivals(request: HttpRequest, alert: Alert) -> dict[str, Any]:
    """Receipts by unit and person, within what this person sees."""
    if alert.message is None:
        return {}
    user = request.user
    which = request.GET.get("ai", queries.SILENT)
    page = page_of(request, queries.people_told(alert, user, which))
    rows = list(page.object_list)
    own = Recipient.objects.filter(message=alert.message, person=user.person_id).first()  # type: ignore[union-attr]
    return {
        "board": board_of(alert.message, organizations=queries.organizations_told(alert, user)),
        "which": which,
        "page": page,
        "rows": _with_people(user, rows),
        "task": task_path(own.pk, own.link_key) if own and not own.answered_at and alert.state == State.SENT else "",
    }


def _with_people(user, rows: list[Recipient]) -> list[tuple[Recipient, Person, str]]:
    known = people_shown(user, [each.person_id or 0 for each in rows], today_vn())
    return [(each, known[each.person_id or 0], queries.answer_label(each.answer)) for each in rows]


def _visible(request: HttpRequest, pk: int) -> Alert:
    rows = Alert.objects.visible_to(request.user).select_related(
        "organization", "unit", "school", "message", "proposed_by__person", "decided_by__person", "recalled_by__person",
        "corrects",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)
