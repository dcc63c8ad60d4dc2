"""Forms about one scheme: events, end, pause, transfer, re-staffing, papers."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.movement import rules
from truongan.movement.actions import (
    end_scheme,
    record_event,
    record_paper,
    remove_paper,
    rename_scheme,
    restaff_scheme,
    resume_scheme,
    seated,
    suspend_scheme,
    transfer_scheme,
    void_event,
)
from truongan.movement.forms.rosters import RosterSheet
from truongan.movement.forms.schemes import (
    ConfirmForm,
    EndForm,
    EventForm,
    NameForm,
    PaperForm,
    PauseForm,
    RestaffForm,
    TransferForm,
    VoidForm,
)
from truongan.movement.models import Paper, Scheme, SchemeEvent, TeamMembership
from truongan.movement.queries.candidates import own_people, writable_organizations
from truongan.movement.queries.details import roster
from truongan.movement.states import LEAVING, EventKind
from truongan.movement.views.answering import answer, bound, is_growing
from truongan.web.answering import form_page


@form_page
@login_required
def event(request: HttpRequest, pk: int) -> HttpResponse:
    scheme = editable(request, pk)
    form = bound(request, EventForm, initial={"on": today_vn(), "kind": request.GET.get("viec", EventKind.ACTIVE)})
    return answer(
        request, form,
        lambda: record_event(actor=request.user, scheme=scheme, now=now(), **form.cleaned_data),
        to=scheme.get_absolute_url(), done=_("Đã ghi vào sổ."), heading=_("Ghi hoạt động, sự kiện"), about=scheme,
    )  # fmt: skip


@form_page
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    scheme = editable(request, pk)
    form = bound(request, EndForm, initial={"on": today_vn()})
    return answer(
        request, form,
        lambda: end_scheme(actor=request.user, scheme=scheme, now=now(), **form.cleaned_data),
        to=scheme.get_absolute_url(), done=_("Điểm mô hình đã ra khỏi sổ từ ngày đã chọn."),
        heading=_("Kết thúc điểm mô hình"), about=scheme, label=_("Kết thúc điểm mô hình"), tone="danger",
        warning=_("Các tổ, nhóm kết nối và thành viên của điểm kết thúc cùng ngày. Số liệu các ngày trước giữ nguyên; "
                  "ghi nhầm thì hủy sự kiện này, mọi thứ trở lại."),
    )  # fmt: skip


@form_page
@login_required
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    scheme = editable(request, pk)
    form = bound(request, PauseForm, initial={"on": today_vn()})
    return answer(
        request, form,
        lambda: suspend_scheme(actor=request.user, scheme=scheme, now=now(), **form.cleaned_data),
        to=scheme.get_absolute_url(), done=_("Đã ghi tạm dừng."), heading=_("Tạm dừng điểm mô hình"), about=scheme,
        warning=_("Điểm vẫn ở trong sổ nhưng không tính là đang hoạt động, cho đến khi ghi hoạt động lại."),
    )  # fmt: skip


@form_page
@login_required
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    scheme = editable(request, pk)
    form = bound(request, PauseForm, initial={"on": today_vn()})
    return answer(
        request, form,
        lambda: resume_scheme(actor=request.user, scheme=scheme, now=now(), **form.cleaned_data),
        to=scheme.get_absolute_url(), done=_("Đã ghi hoạt động lại."), heading=_("Cho hoạt động lại"), about=scheme,
    )  # fmt: skip


@form_page
@login_required
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    scheme = editable(request, pk)
    organizations = writable_organizations(request.user)
    form = bound(request, TransferForm, organizations=organizations, initial={"on": today_vn()})
    return answer(
        request, form,
        lambda: transfer_scheme(actor=request.user, scheme=scheme, now=now(), **form.cleaned_data),
        to=scheme.get_absolute_url(), done=_("Đã chuyển điểm mô hình."),
        heading=_("Chuyển điểm mô hình sang đơn vị khác"), about=scheme, label=_("Chuyển"),
        warning=_("Dùng khi trường sáp nhập, chia tách. Các tổ và nhóm của điểm chuyển theo. Số liệu trước ngày chuyển vẫn "
                  "của đơn vị cũ, từ ngày chuyển là của đơn vị nhận; ghi nhầm thì hủy sự kiện này."),
    )  # fmt: skip


@form_page
@login_required
def restaff(request: HttpRequest, pk: int) -> HttpResponse:
    """Every team of the scheme on one page: who stays, leaves, joins, under one decision."""
    scheme = editable(request, pk)
    today, people = today_vn(), own_people(scheme.organization)
    teams = list(scheme.teams.in_stock_on(today).order_by("formed_on", "pk"))
    data = request.POST if request.method == "POST" else None
    sheets = tuple(
        RosterSheet(
            roles=TeamMembership.Role.choices, people=people, places=roster(team, today), data=data,
            growing=is_growing(request), prefix=f"to-{team.pk}",
        )
        for team in teams
    )  # fmt: skip
    form = bound(request, RestaffForm, initial={"on": today})

    def act():
        rosters = {
            team: seated(actor=request.user, organization=scheme.organization, lines=sheet.seats, now=now())
            for team, sheet in zip(teams, sheets, strict=True)
        }
        return restaff_scheme(actor=request.user, scheme=scheme, rosters=rosters, now=now(), **form.cleaned_data)

    return answer(
        request, form, act, sheets=sheets, template="movement/roster_form.html",
        to=scheme.get_absolute_url(), done=_("Đã ghi kiện toàn và cập nhật danh sách các tổ."),
        heading=_("Kiện toàn"), about=scheme, label=_("Ghi kiện toàn"),
        named_sheets=[(team.name, sheet) for team, sheet in zip(teams, sheets, strict=True)],
    )  # fmt: skip


@form_page
@login_required
def event_void(request: HttpRequest, pk: int) -> HttpResponse:
    schemes = Scheme.objects.visible_to(request.user)
    wrong = get_object_or_404(
        SchemeEvent.objects.filter(scheme__in=schemes.values("pk")).select_related(
            "scheme__organization", "scheme__type"
        ),
        pk=pk,
    )
    require(rules.may_edit_scheme(request.user, wrong.scheme))
    form = bound(request, VoidForm)
    reopens = wrong.kind in LEAVING
    return answer(
        request, form,
        lambda: void_event(actor=request.user, event=wrong, now=now(), **form.cleaned_data),
        to=wrong.scheme.get_absolute_url(), done=_("Đã hủy sự kiện; số liệu tính lại không có nó."),
        heading=_("Hủy sự kiện ghi sai: %(event)s") % {"event": wrong}, about=wrong.scheme,
        label=_("Hủy sự kiện"), tone="danger",
        warning=_("Sự kiện vẫn nằm trong sổ, gạch ngang kèm lý do.")
        + (_(" Điểm, tổ, nhóm và thành viên kết thúc cùng ngày sẽ được mở lại.") if reopens else "")
        + (_(" Danh sách tổ không tự trở lại như cũ.") if wrong.kind == EventKind.RESTAFFED else ""),
    )  # fmt: skip


@form_page
@login_required
def paper_new(request: HttpRequest, pk: int) -> HttpResponse:
    scheme = editable(request, pk)
    kind = request.GET.get("loai", "")
    form = bound(
        request, PaperForm, initial={"kind": kind if kind in Paper.Kind.values else "", "signed_on": today_vn()}
    )
    return answer(
        request, form,
        lambda: record_paper(actor=request.user, scheme=scheme, now=now(), **form.cleaned_data),
        to=scheme.get_absolute_url(), done=_("Đã ghi giấy tờ."), heading=_("Ghi giấy tờ đã ký"), about=scheme,
    )  # fmt: skip


@form_page
@login_required
def paper_remove(request: HttpRequest, pk: int) -> HttpResponse:
    schemes = Scheme.objects.visible_to(request.user)
    papers = Paper.objects.filter(scheme__in=schemes.values("pk")).select_related(
        "scheme__organization", "scheme__type"
    )
    paper = get_object_or_404(papers, pk=pk)
    require(rules.may_edit_scheme(request.user, paper.scheme))
    return answer(
        request, bound(request, ConfirmForm), lambda: remove_paper(actor=request.user, paper=paper, now=now()),
        to=reverse("movement:papers", args=[paper.scheme_id]), done=_("Đã bỏ giấy tờ khỏi sổ."),
        heading=_("Bỏ giấy tờ ghi nhầm: %(paper)s") % {"paper": paper}, about=paper.scheme, label=_("Bỏ khỏi sổ"),
        tone="danger", warning=_("Giấy tờ này và tệp đính kèm không còn hiện ở điểm mô hình. Việc bỏ được ghi vào lịch sử."),
    )  # fmt: skip


@form_page
@login_required
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    scheme = editable(request, pk)
    form = bound(request, NameForm, initial={"name": scheme.name})
    return answer(
        request, form, lambda: rename_scheme(actor=request.user, scheme=scheme, now=now(), **form.cleaned_data),
        to=scheme.get_absolute_url(), done=_("Đã đổi tên điểm mô hình."), heading=_("Đổi tên điểm mô hình"),
        about=scheme,
    )  # fmt: skip


def editable(request: HttpRequest, pk: int) -> Scheme:
    """404 outside the person's scope, 403 for those who only read."""
    scheme = get_object_or_404(Scheme.objects.visible_to(request.user).select_related("organization", "type"), pk=pk)
    require(rules.may_edit_scheme(request.user, scheme))
    return scheme
