"""Forms about teams."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.movement import rules
from truongan.movement.actions import add_team, change_roster, end_team, seated
from truongan.movement.forms.rosters import RosterSheet
from truongan.movement.forms.teams import EndDayForm, FromDayForm, TeamForm
from truongan.movement.models import Team, TeamMembership
from truongan.movement.queries.candidates import own_people
from truongan.movement.queries.details import roster
from truongan.movement.views.answering import answer, bound, is_growing
from truongan.movement.views.schemes import editable as editable_scheme
from truongan.web.answering import form_page

ROLES = TeamMembership.Role.choices


@form_page
@login_required
def new(request: HttpRequest, pk: int) -> HttpResponse:
    scheme = editable_scheme(request, pk)
    sheet = _sheet(request, scheme.organization, lines=6)
    form = bound(request, TeamForm, initial={"formed_on": today_vn()})

    @transaction.atomic
    def act():
        lines = seated(actor=request.user, organization=scheme.organization, lines=sheet.seats, now=now())
        return add_team(actor=request.user, scheme=scheme, roster=lines, now=now(), **form.cleaned_data)

    return answer(
        request, form, act, sheets=(sheet,), template="movement/roster_form.html", to=Team.get_absolute_url,
        done=_("Đã lập tổ."), heading=_("Thêm tổ tự quản"), about=scheme, back=scheme.get_absolute_url(),
        named_sheets=[(_("Thành viên"), sheet)],
    )  # fmt: skip


@form_page
@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    team = editable(request, pk)
    sheet = _sheet(request, team.organization, places=roster(team, today_vn()))
    form = bound(request, FromDayForm, initial={"on": today_vn()})

    @transaction.atomic
    def act():
        lines = seated(actor=request.user, organization=team.organization, lines=sheet.seats, now=now())
        return change_roster(actor=request.user, team=team, roster=lines, now=now(), **form.cleaned_data)

    return answer(
        request, form, act, sheets=(sheet,), template="movement/roster_form.html", to=team.get_absolute_url(),
        done=_("Đã cập nhật danh sách."), heading=_("Sửa danh sách tổ"), about=team,
        named_sheets=[(team.name, sheet)],
        hint=_("Thay đổi theo quyết định kiện toàn thì dùng mục Kiện toàn ở trang điểm mô hình."),
    )  # fmt: skip


@form_page
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    team = editable(request, pk)
    form = bound(request, EndDayForm, initial={"on": today_vn()})
    return answer(
        request, form, lambda: end_team(actor=request.user, team=team, now=now(), **form.cleaned_data),
        to=team.get_absolute_url(), done=_("Tổ đã kết thúc."), heading=_("Kết thúc tổ"), about=team,
        label=_("Kết thúc tổ"), tone="danger",
        warning=_("Mọi thành viên thôi nhiệm vụ ở tổ này từ ngày đã chọn. Số liệu các ngày trước giữ nguyên."),
    )  # fmt: skip


def editable(request: HttpRequest, pk: int) -> Team:
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("organization", "scheme"), pk=pk)
    require(rules.may_edit_team(request.user, team))
    return team


def _sheet(request: HttpRequest, organization, places=(), lines: int = 3) -> RosterSheet:
    data = request.POST if request.method == "POST" else None
    return RosterSheet(
        roles=ROLES,
        people=own_people(organization),
        places=places,
        data=data,
        growing=is_growing(request),
        lines=lines,
    )
