from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.audit.queries import history_of
from truongan.kernel.clock import now, today_vn
from truongan.kernel.dates import WEEKDAYS
from truongan.kernel.refusals import require
from truongan.kernel.working_days import holidays_of, worked_instead
from truongan.organizations import rules
from truongan.organizations.actions import (
    add_routing_rule,
    apply_default_routes,
    change_route,
    close_organization,
    create_organization,
    edit_organization,
    place_organization,
    remove_calendar_day,
    rename_organization,
    save_school_profile,
    set_calendar_days,
)
from truongan.organizations.forms import (
    CalendarForm,
    CloseForm,
    ContactForm,
    CreateForm,
    PlaceForm,
    ProfileForm,
    RenameForm,
    RouteForm,
    RoutingRuleForm,
)
from truongan.organizations.models import CalendarException, Level, Organization, RoutingRule, SchoolLevel, Sector
from truongan.organizations.panels import panels_of
from truongan.organizations.queries import (
    CLOSED,
    EVERY,
    OPEN,
    Wanted,
    organizations_for,
    placements_to_decide,
    profiles_of,
    reporting_chain,
    with_places,
)
from truongan.organizations.routing import default_route
from truongan.organizations.tables import export_organizations
from truongan.territory.models import AdministrativeUnit
from truongan.web.answering import answer, form_page
from truongan.web.htmx import render_page
from truongan.web.paging import ordering, page_of
from truongan.web.scoping import view_scope

COLUMNS = {"ten": "sort_key", "ma": "code"}


@require_safe
@login_required
def organization_list(request: HttpRequest) -> HttpResponse:
    day = view_scope(request).day or today_vn()
    wanted = Wanted.of(request.GET)
    rows = organizations_for(request.user, wanted, day, _unit_in_view(request, day))
    rows = with_places(rows.order_by(*ordering(request, COLUMNS, "ten")), day)
    if request.GET.get("dang") == "xlsx":
        return export_organizations(rows, day)
    context = {
        "day": day,
        "wanted": wanted,
        "page": page_of(request, rows),
        "sectors": sorted(Sector.choices, key=lambda choice: choice[0] != Sector.SCHOOL),  # schools first
        "levels": Level.choices,
        "school_levels": SchoolLevel.choices,
        "states": ((OPEN, _("Đang hoạt động")), (CLOSED, _("Đã giải thể")), (EVERY, _("Tất cả"))),
        "may_create": rules.may_steer_any(request.user),
    }
    return render_page(request, "organizations/list.html", "organizations/_table.html", context)


def _unit_in_view(request: HttpRequest, day: date) -> AdministrativeUnit | None:
    code = view_scope(request).unit
    return get_object_or_404(AdministrativeUnit.objects.on(day), code=code) if code else None


@require_safe
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    organization = _visible(request, pk)
    day = view_scope(request).day or today_vn()
    below = organization.reporting.visible_to(request.user).on(day).order_by("sort_key", "pk")
    context = {
        "organization": organization,
        "day": day,
        "placements": organization.placements.select_related("unit__parent").order_by("-valid_from"),
        "chain": [(each, request.user.scope.sees(each)) for each in reporting_chain(organization)],
        "below": below[:20],
        "below_count": below.count(),
        "profiles": profiles_of(organization) if organization.is_school else (),
        "panels": panels_of(request, organization, day),
        "history": history_of(organization),
        "may_steer": rules.may_steer(request.user, organization),
        "may_edit": rules.may_edit(request.user, organization),
    }
    return render(request, "organizations/detail.html", context)


@require_safe
@login_required
def needs_placement(request: HttpRequest) -> HttpResponse:
    context = {"page": page_of(request, placements_to_decide(request.user))}
    return render(request, "organizations/needs_placement.html", context)


@form_page
@login_required
def create(request: HttpRequest) -> HttpResponse:
    require(rules.may_steer_any(request.user))
    form = CreateForm(request.POST or None, scope=request.user.scope, day=today_vn())
    return _answer(
        request, form, lambda: create_organization(actor=request.user, now=now(), **form.cleaned_data),
        heading=_("Thêm đơn vị"), done=_("Đã đưa đơn vị vào sổ."), label=_("Đưa vào sổ"),
    )  # fmt: skip


@form_page
@login_required
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    organization = _steered(request, pk)
    form = RenameForm(request.POST or None, initial=RenameForm.initial_of(organization))
    return _answer(
        request, form,
        lambda: rename_organization(actor=request.user, organization=organization, now=now(), **form.cleaned_data),
        heading=_("Đổi tên đơn vị"), done=_("Đã đổi tên."), organization=organization,
    )  # fmt: skip


@form_page
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    organization = _visible(request, pk)
    require(rules.may_edit(request.user, organization))
    form = ContactForm(request.POST or None, instance=_visible(request, pk))
    return _answer(
        request, form,
        lambda: edit_organization(
            actor=request.user, organization=organization, changes=form.cleaned_data, now=now()
        ),
        heading=_("Sửa thông tin liên hệ"), done=_("Đã lưu."), organization=organization,
    )  # fmt: skip


@form_page
@login_required
def place(request: HttpRequest, pk: int) -> HttpResponse:
    organization = _steered(request, pk)
    form = PlaceForm(request.POST or None, scope=request.user.scope, day=today_vn())
    return _answer(
        request, form,
        lambda: place_organization(actor=request.user, organization=organization, now=now(), **form.cleaned_data),
        heading=_("Đặt vào địa bàn"), done=_("Đã ghi địa bàn."), organization=organization,
    )  # fmt: skip


@form_page
@login_required
def route(request: HttpRequest, pk: int) -> HttpResponse:
    organization = _steered(request, pk)
    suggested = default_route(organization, today_vn())
    form = RouteForm(
        request.POST or None, organization=organization, initial={"reports_to": organization.reports_to or suggested}
    )
    return _answer(
        request, form,
        lambda: change_route(actor=request.user, organization=organization, now=now(), **form.cleaned_data),
        heading=_("Đổi tuyến báo cáo"), done=_("Đã đổi tuyến báo cáo."), organization=organization,
        hint=_("Theo quy tắc hiện hành: %(name)s.") % {"name": suggested} if suggested else "",
    )  # fmt: skip


@form_page
@login_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    organization = _steered(request, pk)
    form = CloseForm(request.POST or None)
    return _answer(
        request, form,
        lambda: close_organization(actor=request.user, organization=organization, now=now(), **form.cleaned_data),
        heading=_("Ghi giải thể"), done=_("Đã ghi giải thể."), organization=organization, tone="danger",
        hint=_("Đơn vị vẫn có trong mọi số liệu của những ngày trước đó."),
    )  # fmt: skip


@form_page
@login_required
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    organization = _visible(request, pk)
    require(rules.may_edit(request.user, organization) and organization.is_school)
    form = ProfileForm(request.POST or None, initial=_next_profile(organization))
    return _answer(
        request, form,
        lambda: save_school_profile(actor=request.user, organization=organization, now=now(), **form.cleaned_data),
        heading=_("Quy mô trường"), done=_("Đã lưu quy mô."), organization=organization,
        hint=_("Ghi lại một năm học đã có thì số mới thay số cũ; số cũ còn trong lịch sử."),
    )  # fmt: skip


@require_safe
@login_required
def routing_rules(request: HttpRequest) -> HttpResponse:
    rows = RoutingRule.objects.order_by("sector", "level", "school_level", "-valid_from", "priority")
    context = {"rules": rows, "may_set": rules.may_set_routing_rules(request.user), "day": today_vn()}
    return render(request, "organizations/routing_rules.html", context)


@form_page
@login_required
def routing_rule_add(request: HttpRequest) -> HttpResponse:
    require(rules.may_set_routing_rules(request.user))
    form = RoutingRuleForm(request.POST or None, initial={"valid_from": today_vn()})
    return _answer(
        request, form, lambda: add_routing_rule(actor=request.user, now=now(), **form.cleaned_data),
        to="organizations:routing_rules", heading=_("Đặt quy tắc báo cáo"), done=_("Đã đặt quy tắc."),
    )  # fmt: skip


@require_POST
@login_required
def routes_apply(request: HttpRequest) -> HttpResponse:
    count = apply_default_routes(actor=request.user, day=today_vn(), now=now())
    messages.success(request, _("Đã đặt tuyến báo cáo cho %(n)s đơn vị chưa có.") % {"n": count})
    return redirect("organizations:routing_rules")


@require_safe
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """A year's public holidays, and the days that places in view work or rest otherwise."""
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 and 2000 <= int(asked) <= 2099 else today_vn().year
    unit = _unit_in_view(request, today_vn())
    rows = CalendarException.objects.visible_to(request.user).of_year(year).select_related("unit__parent")
    rows = (rows.touching(unit.path) if unit else rows).order_by("day", "unit__path", "schools_only")
    context = {
        "year": year,
        "years": (year - 1, year + 1),
        "holidays": [(day, name, WEEKDAYS[day.weekday()]) for day, name in holidays_of(year)],
        "worked": [(day, WEEKDAYS[day.weekday()]) for day in worked_instead(year)],
        "rows": [
            (row, rules.may_set_calendar(request.user, row.unit, schools_only=row.schools_only)) for row in rows[:400]
        ],
        "may_set": rules.may_set_any_calendar(request.user),
    }
    return render(request, "organizations/calendar.html", context)


@form_page
@login_required
def calendar_set(request: HttpRequest) -> HttpResponse:
    require(rules.may_set_any_calendar(request.user))
    form = CalendarForm(request.POST or None, scope=request.user.scope, day=today_vn())
    return _answer(
        request, form, lambda: set_calendar_days(actor=request.user, now=now(), **form.cleaned_data),
        to=lambda _result: f"{reverse('organizations:calendar')}?nam={form.cleaned_data['first'].year}",
        heading=_("Đặt ngày nghỉ, ngày làm việc"), done=_("Đã đặt ngày."),
    )  # fmt: skip


@require_POST
@login_required
def calendar_remove(request: HttpRequest, pk: int) -> HttpResponse:
    exception = get_object_or_404(CalendarException.objects.visible_to(request.user), pk=pk)
    remove_calendar_day(actor=request.user, exception=exception, now=now())
    messages.success(request, _("Ngày đó lại theo lịch chung."))
    return redirect(f"{reverse('organizations:calendar')}?nam={exception.day.year}")


def _next_profile(organization: Organization) -> dict[str, Any]:
    day = today_vn()
    first = day.year if day.month >= 8 else day.year - 1  # a school year starts with September
    return {"school_year": f"{first}-{first + 1}", "school_level": organization.school_level}


def _visible(request: HttpRequest, pk: int) -> Organization:
    return get_object_or_404(Organization.objects.visible_to(request.user).select_related("reports_to"), pk=pk)


def _steered(request: HttpRequest, pk: int) -> Organization:
    organization = _visible(request, pk)
    require(rules.may_steer(request.user, organization))
    return organization


def _answer(
    request: HttpRequest, form: forms.BaseForm, act: Callable[[], Any], *, organization: Organization | None = None,
    to: Any = None, **shown: Any,
) -> HttpResponse:  # fmt: skip
    """One page with one form; then to the organization."""
    return answer(
        request,
        form,
        act,
        template="organizations/form.html",
        to=to or organization,
        organization=organization,
        **shown,
    )
