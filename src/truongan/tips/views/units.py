"""Who handles tips in a unit, who keeps its recovery, and which unit is competent where."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from truongan.accounts.workplace import unit_in_view
from truongan.kernel.clock import now, today_vn
from truongan.organizations.models import Organization
from truongan.territory.geography import UnknownUnit, unit_by_code
from truongan.territory.models import AdministrativeUnit
from truongan.tips import rules
from truongan.tips.actions import (
    CannotTip,
    arrange_recovery,
    complete_recovery,
    end_officer,
    grant_access,
    name_officer,
    release_recovery,
    remove_route,
    set_route,
)
from truongan.tips.forms import OfficerForm, RouteForm
from truongan.tips.models import TipOfficer, TipRoute
from truongan.tips.queries.desk import (
    has_current_key,
    nameable,
    unit_desk,
    units_administered,
    units_known,
    units_with_officers,
)
from truongan.tips.routing import coverage, ready_keys
from truongan.tips.states import Duty
from truongan.tips.views.keyholding import desk_page, locked_page, ring_of
from truongan.web.answering import press, sent_to
from truongan.web.paging import page_of

_FOUND = _PER_PAGE = 20
_AREAS_SHOWN = 40


@desk_page("GET", "HEAD")
def units(request: HttpRequest) -> HttpResponse:
    """Units with somebody named, and a search for another to begin with."""
    words = request.GET.get("q", "").strip()[:100]
    found = units_administered(request.user).search(words).order_by("sort_key")[:_FOUND] if words else []
    named = units_with_officers(request.user).order_by("sort_key", "pk")
    page, ready = page_of(request, named, _PER_PAGE), ready_keys(today_vn())
    context = {
        "page": page, "desks": [unit_desk(each, today_vn(), ready) for each in page], "words": words, "found": found,
        "may_name": units_administered(request.user).exists(),
    }  # fmt: skip
    return render(request, "tips/units.html", context)


def _unit(request: HttpRequest, pk: int) -> Organization:
    return get_object_or_404(units_known(request.user), pk=pk)


@desk_page("GET", "HEAD", "POST")
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's handlers, keepers and keys; naming another."""
    organization, day = _unit(request, pk), today_vn()
    may_name = rules.may_name(request.user, organization)
    if request.method == "POST" and not may_name:
        raise PermissionDenied
    form = OfficerForm(request.POST if request.method == "POST" else None, users=nameable(organization, day))
    if form.is_valid():
        try:
            name_officer(actor=request.user, organization=organization, now=now(), **form.cleaned_data)
        except CannotTip as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Đã phân công. Người đó tự tạo khóa riêng ở trang Tố giác."))
            return sent_to(_page(pk))
    context = {
        "desk": unit_desk(organization, day), "organization": organization, "form": form, "may_name": may_name,
        "handles": rules.handles_for(request.user, organization, day), "handler": Duty.HANDLER,
        "keeps": rules.keeps_for(request.user, organization), "is_open": ring_of(request) is not None,
    }  # fmt: skip
    return render(request, "tips/unit.html", context, status=422 if form.is_bound else 200)


def _officer(request: HttpRequest, pk: int) -> TipOfficer:
    officers = TipOfficer.objects.visible_to(request.user).select_related("organization", "user")
    return get_object_or_404(officers, pk=pk)


@desk_page("POST")
def officer_end(request: HttpRequest, pk: int) -> HttpResponse:
    officer = _officer(request, pk)
    return press(
        request, lambda: end_officer(actor=request.user, officer=officer, now=now()), to=_page(officer.organization_id),
        done=_ended,
    )  # fmt: skip


def _ended(officer: TipOfficer) -> str:
    if officer.duty == Duty.KEEPER:
        return _("Đã kết thúc. Phân công người giữ khác, rồi một người xử lý lập lại khóa khôi phục.")
    if has_current_key(officer.organization_id):
        return _("Đã kết thúc. Đơn vị có khóa mới cho tố giác từ nay.")
    return _("Đã kết thúc. Đơn vị không còn người xử lý có khóa: tố giác từ nay lên đơn vị cấp trên.")


@desk_page("POST")
def officer_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a colleague the keys of the unit."""
    return _with_ring(request, pk, grant_access, _("Đã cấp khóa của đơn vị."))


@desk_page("POST")
def recovery_release(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_ring(request, pk, release_recovery, _("Đã mở lớp khóa thứ nhất. Người giữ thứ hai hoàn tất."))


@desk_page("POST")
def recovery_complete(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_ring(request, pk, complete_recovery, _("Đã khôi phục khóa cho người xử lý."))


def _with_ring(request: HttpRequest, pk: int, act: Callable, done: str) -> HttpResponse:
    officer, ring = _officer(request, pk), ring_of(request)
    if ring is None:
        return _locked(request, officer.organization_id)
    return press(
        request, lambda: act(actor=request.user, ring=ring, officer=officer, now=now()),
        to=_page(officer.organization_id), done=done,
    )  # fmt: skip


@desk_page("POST")
def recovery_arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock the unit's keys for the two keepers."""
    organization, ring = _unit(request, pk), ring_of(request)
    if ring is None:
        return _locked(request, pk)
    return press(
        request, lambda: arrange_recovery(actor=request.user, ring=ring, organization=organization, now=now()),
        to=_page(pk), done=_("Đã lập khóa khôi phục cho hai người giữ."),
    )  # fmt: skip


def _locked(request: HttpRequest, organization_id: int) -> HttpResponse:
    return locked_page(request, reason=_("Mở khóa của bạn rồi bấm lại."), onward=_page(organization_id))


def _page(organization_id: int) -> str:
    return reverse("tips_desk:unit", args=[organization_id])


@desk_page("GET", "HEAD", "POST")
def routes(request: HttpRequest) -> HttpResponse:
    """Which unit is competent for what, where; and where nobody is."""
    day = today_vn()
    may_set = rules.may_route_any(request.user)
    if request.method == "POST" and not may_set:
        raise PermissionDenied
    form = RouteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _routed(request, form):
        return sent_to(reverse("tips_desk:routes"))
    area = unit_in_view(request, day)
    communes = AdministrativeUnit.objects.on(day).communes()
    covered = coverage(list((communes.within(area) if area else communes).in_vietnamese_order()), day)
    rows = TipRoute.objects.visible_to(request.user).select_related("unit", "organization")  # type: ignore[attr-defined]  # our queryset
    context = {
        "routes": rows.order_by("unit__path", "topic"), "coverage": covered, "form": form, "may_set": may_set,
        "shown": _AREAS_SHOWN,
    }  # fmt: skip
    return render(request, "tips/routes.html", context, status=422 if form.is_bound else 200)


def _routed(request: HttpRequest, form: RouteForm) -> bool:
    given = form.cleaned_data
    try:
        unit = unit_by_code(given["unit_code"].strip(), today_vn())
    except UnknownUnit as reason:
        form.add_error("unit_code", str(reason))
        return False
    organization = (
        Organization.objects.visible_to(request.user).filter(code=given["organization_code"].strip()).first()
    )
    if organization is None:
        form.add_error("organization_code", _("Không có đơn vị nào mang mã này."))
        return False
    try:
        set_route(actor=request.user, unit=unit, topic=given["topic"], organization=organization, now=now())
    except CannotTip as reason:
        form.add_error("organization_code", str(reason))
        return False
    messages.success(request, _("Đã ghi nơi tiếp nhận."))
    return True


@desk_page("POST")
def route_remove(request: HttpRequest, pk: int) -> HttpResponse:
    route = get_object_or_404(TipRoute.objects.visible_to(request.user).select_related("unit", "organization"), pk=pk)  # type: ignore[attr-defined]  # our queryset
    remove_route(actor=request.user, route=route, now=now())
    messages.success(request, _("Đã bỏ dòng này."))
    return sent_to(reverse("tips_desk:routes"))
