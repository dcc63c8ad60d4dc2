"""Duty lists and their shifts."""

from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.accounts.models import Person
from truongan.accounts.workplace import unit_in_view
from truongan.audit.queries import history_of
from truongan.duty import rules
from truongan.duty.actions import (
    add_shifts,
    cancel_shift,
    close_roster,
    copy_week,
    hand_over_shift,
    open_roster,
    replace_shift,
)
from truongan.duty.forms.rosters import CopyForm, HandOverForm, ReplaceForm, RosterForm, ShiftForm
from truongan.duty.models import Roster, Shift
from truongan.duty.queries.weeks import following, monday_of, on_duty, week_of
from truongan.duty.views.answering import answer
from truongan.kernel.clock import now, today_vn
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.web.answering import form_page, press
from truongan.web.formats import vn_datetime
from truongan.web.paging import page_of
from truongan.web.scoping import day_or_none


@require_safe
@login_required
def roster_list(request: HttpRequest) -> HttpResponse:
    """Who is on duty now, list by list."""
    unit = unit_in_view(request, today_vn())
    rows = Roster.objects.visible_to(request.user).kept().select_related("organization")
    if unit is not None:
        rows = rows.filter(organization__place_path__startswith=unit.path)
    page = page_of(request, rows.order_by("organization__sort_key", "name", "pk"))
    rosters = list(page.object_list)
    there = on_duty(rosters, now())
    context = {
        "page": page,
        "rows": [(each, there.get(each.pk, [])) for each in rosters],
        "may_add": request.user.scope.own_ids and _writable(request).exists(),  # type: ignore[union-attr]
    }
    return render(request, "duty/roster_list.html", context)


@require_safe
@login_required
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    return _week_page(request, pk, "duty/roster.html")


@require_safe
@login_required
def roster_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The week on one sheet for the wall."""
    return _week_page(request, pk, "duty/roster_print.html")


@form_page
@login_required
def roster_add(request: HttpRequest) -> HttpResponse:
    organizations = _writable(request)
    require(organizations.exists())
    own = request.user.scope.own_ids  # type: ignore[union-attr]  # signed in
    form = RosterForm(
        request.POST or None, organizations=organizations, initial={"organization": own[0] if own else None}
    )
    return answer(
        request, form, lambda: open_roster(actor=request.user, now=now(), **form.cleaned_data),
        done=_("Đã lập lịch trực. Xếp ca đầu tiên."),
        heading=_("Lập lịch trực"),
    )  # fmt: skip


@require_POST
@login_required
def roster_close(request: HttpRequest, pk: int) -> HttpResponse:
    found = _kept(request, pk)
    return press(
        request, lambda: close_roster(actor=request.user, roster=found, now=now()),
        done=_("Đã đóng lịch trực."), to=found,
    )  # fmt: skip


@form_page
@login_required
def shift_add(request: HttpRequest, pk: int) -> HttpResponse:
    found = _kept(request, pk)
    first = day_or_none(request.GET.get("ngay", "")) or today_vn()
    form = ShiftForm(
        request.POST or None, people=_people_of(found.organization),
        initial={"first": first, "starts": "07:00", "ends": "07:00", "days": 1},
    )  # fmt: skip
    return answer(
        request, form, lambda: add_shifts(actor=request.user, roster=found, now=now(), **form.cleaned_data),
        to=lambda made: f"{found.get_absolute_url()}?tuan={form.cleaned_data['first']:%Y-%m-%d}",
        done=lambda made: _("Đã xếp %(n)s ca.") % {"n": len(made)}, heading=_("Xếp ca trực"),
        note=f"{found.name}, {found.organization.name}", back=found.get_absolute_url(),
    )  # fmt: skip


@form_page
@login_required
def week_copy(request: HttpRequest, pk: int) -> HttpResponse:
    found = _kept(request, pk)
    monday = _monday(request)
    form = CopyForm(request.POST or None, initial={"weeks": 4})
    back = f"{found.get_absolute_url()}?tuan={monday:%Y-%m-%d}"
    return answer(
        request, form,
        lambda: copy_week(actor=request.user, roster=found, monday=monday, now=now(), **form.cleaned_data),
        to=back, done=lambda count: _("Đã chép %(n)s ca.") % {"n": count}, heading=_("Chép tuần này sang các tuần sau"),
        hint=_("Tuần từ %(day)s. Ai đã có ca trùng giờ ở tuần sau thì giữ nguyên.") % {"day": vn_date(monday)},
        label=_("Chép"), back=back,
    )  # fmt: skip


@form_page
@login_required
def shift_replace(request: HttpRequest, pk: int) -> HttpResponse:
    shift = _shift(request, pk)
    require(rules.may_keep_roster(request.user, shift.roster.organization))
    people = _people_of(shift.roster.organization).exclude(pk=shift.person_id)
    form = ReplaceForm(request.POST or None, people=people)
    return answer(
        request, form, lambda: replace_shift(actor=request.user, shift=shift, now=now(), **form.cleaned_data),
        to=_week_url(shift), done=_("Đã thay người trực; người thay nhận được thông báo."),
        heading=_("Thay người trực"), note=_in_words(shift), back=_week_url(shift),
    )  # fmt: skip


@require_POST
@login_required
def shift_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    shift = _shift(request, pk)
    require(rules.may_keep_roster(request.user, shift.roster.organization))
    return press(
        request, lambda: cancel_shift(actor=request.user, shift=shift, now=now()),
        done=_("Đã bỏ ca trực."), to=_week_url(shift),
    )  # fmt: skip


@form_page
@login_required
def shift_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    shift = _shift(request, pk)
    require(rules.may_hand_over(request.user, shift))
    form = HandOverForm(request.POST or None, initial={"note": shift.hand_over_note})
    follows = following(shift)
    hint = _("Chưa xếp ai trực tiếp theo ca này.")
    if follows:
        when = vn_datetime(follows.starts_at)
        hint = _("Người trực tiếp theo: %(who)s, từ %(when)s.") % {"who": follows.person.name, "when": when}
    return answer(
        request, form, lambda: hand_over_shift(actor=request.user, shift=shift, now=now(), **form.cleaned_data),
        to=_week_url(shift), done=_("Đã ghi bàn giao."), heading=_("Bàn giao ca"), note=_in_words(shift),
        hint=hint, back=_week_url(shift),
    )  # fmt: skip


def _week_page(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    rosters = Roster.objects.visible_to(request.user).select_related("organization")
    found = get_object_or_404(rosters, pk=pk)
    monday = _monday(request)
    context = {
        "roster": found,
        "days": week_of(found, monday, now()),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "now": now(),
        "person_id": request.user.person_id,  # type: ignore[union-attr]  # signed in
        "may_edit": found.closed_at is None and rules.may_keep_roster(request.user, found.organization),
        "history": history_of(found),
    }
    return render(request, template, context)


def _monday(request: HttpRequest) -> date:
    return monday_of(day_or_none(request.GET.get("tuan", "")) or today_vn())


def _kept(request: HttpRequest, pk: int) -> Roster:
    found = get_object_or_404(Roster.objects.visible_to(request.user).select_related("organization"), pk=pk)
    require(rules.may_keep_roster(request.user, found.organization))
    return found


def _shift(request: HttpRequest, pk: int) -> Shift:
    shifts = Shift.objects.visible_to(request.user).select_related("roster__organization", "person")
    return get_object_or_404(shifts, pk=pk)


def _writable(request: HttpRequest):
    return Organization.objects.writable_by(request.user).filter(closed_on=None).order_by("sort_key")


def _people_of(organization: Organization):
    return Person.objects.filter(organization=organization).order_by("sort_key")


def _week_url(shift: Shift) -> str:
    return f"{shift.roster.get_absolute_url()}?tuan={localdate(shift.starts_at):%Y-%m-%d}"


def _in_words(shift: Shift) -> str:
    return f"{shift.person.name}, {shift.roster.name}"
