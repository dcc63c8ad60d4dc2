"""Forms about connection groups, and the code that leads into one."""

import io

import qrcode
import qrcode.image.svg
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.movement import rules
from truongan.movement.actions import (
    change_group,
    change_group_members,
    end_group,
    record_check,
    register_group,
    seated,
)
from truongan.movement.forms.rosters import RosterSheet
from truongan.movement.forms.teams import CheckForm, EndDayForm, FromDayForm, GroupForm, NewGroupForm
from truongan.movement.models import ConnectionGroup, GroupMembership, Scheme
from truongan.movement.queries.candidates import (
    neighbours,
    organizations_to_choose,
    own_people,
    writable_organizations,
)
from truongan.movement.queries.details import group_members
from truongan.movement.views.answering import answer, bound, is_growing
from truongan.organizations.models import Organization
from truongan.web.answering import form_page


@form_page
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """First the school (`truong`, or the school of `mo_hinh`), then the group with its members."""
    require(rules.may_write_somewhere(request.user))
    scheme = _scheme_named(request)
    organization = scheme.organization if scheme else chosen_school(request)
    if organization is None:
        return school_chooser(request, _("Thêm nhóm kết nối"))
    people = own_people(organization)
    sheet = _sheet(request, organization, people, lines=4)
    initial = {"formed_on": today_vn(), "scheme": scheme}
    form = bound(request, NewGroupForm, organization=organization, people=people, initial=initial)

    @transaction.atomic
    def act():
        roster = seated(actor=request.user, organization=organization, lines=sheet.seats, now=now())
        return register_group(
            actor=request.user, organization=organization, roster=roster, now=now(), **form.cleaned_data
        )

    return answer(
        request, form, act, sheets=(sheet,), template="movement/roster_form.html", to=ConnectionGroup.get_absolute_url,
        done=_("Đã ghi nhóm vào sổ."), heading=_("Thêm nhóm kết nối"), about=organization,
        named_sheets=[(_("Thành viên"), sheet)],
        hint=_("Ghi đủ công an phụ trách địa bàn, y tế và nhà trường. Phụ huynh, học sinh chỉ ghi số người."),
    )  # fmt: skip


@form_page
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    group = editable(request, pk)
    initial = {
        "name": group.name, "platform": group.platform, "link": group.link, "scheme": group.scheme_id,
        "owner": str(group.owner_id or ""), "kind": group.kind_id, "purpose": group.purpose,
    }  # fmt: skip
    people = own_people(group.organization)
    if group.owner and group.owner not in people:
        people.append(group.owner)
    form = bound(request, GroupForm, organization=group.organization, people=people, initial=initial)
    return answer(
        request, form, lambda: change_group(actor=request.user, group=group, now=now(), **form.cleaned_data),
        to=group.get_absolute_url(), done=_("Đã sửa thông tin nhóm."), heading=_("Sửa thông tin nhóm"), about=group,
    )  # fmt: skip


@form_page
@login_required
def members(request: HttpRequest, pk: int) -> HttpResponse:
    group = editable(request, pk)
    people = own_people(group.organization)
    sheet = _sheet(request, group.organization, people, places=group_members(group, today_vn()))
    form = bound(request, FromDayForm, initial={"on": today_vn()})

    @transaction.atomic
    def act():
        roster = seated(actor=request.user, organization=group.organization, lines=sheet.seats, now=now())
        return change_group_members(actor=request.user, group=group, roster=roster, now=now(), **form.cleaned_data)

    return answer(
        request, form, act, sheets=(sheet,), template="movement/roster_form.html", to=group.get_absolute_url(),
        done=_("Đã cập nhật thành viên nhóm."), heading=_("Thành viên nhóm"), about=group,
        named_sheets=[(group.name, sheet)],
    )  # fmt: skip


@form_page
@login_required
def check(request: HttpRequest, pk: int) -> HttpResponse:
    group = editable(request, pk)
    form = bound(request, CheckForm, initial={"on": today_vn()})
    return answer(
        request, form, lambda: record_check(actor=request.user, group=group, now=now(), **form.cleaned_data),
        to=group.get_absolute_url(), done=_("Đã ghi lần kiểm tra."), heading=_("Ghi kiểm tra nhóm"), about=group,
        hint=_("Mở nhóm trên điện thoại, xem tin gần nhất và số thành viên, chụp màn hình (không chụp tin riêng tư)."),
    )  # fmt: skip


@form_page
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    group = editable(request, pk)
    form = bound(request, EndDayForm, initial={"on": today_vn()})
    return answer(
        request, form, lambda: end_group(actor=request.user, group=group, now=now(), **form.cleaned_data),
        to=group.get_absolute_url(), done=_("Nhóm đã kết thúc."), heading=_("Kết thúc nhóm"), about=group,
        label=_("Kết thúc nhóm"), tone="danger",
        warning=_("Nhóm và thành viên không còn được tính từ ngày đã chọn. Số liệu các ngày trước giữ nguyên."),
    )  # fmt: skip


@require_safe
@login_required
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    """The group's link as a QR code (SVG); only links that begin with https."""
    group = get_object_or_404(ConnectionGroup.objects.visible_to(request.user), pk=pk)
    if not group.link.startswith("https://"):
        raise Http404
    image = qrcode.make(group.link, image_factory=qrcode.image.svg.SvgPathFillImage, border=2)
    target = io.BytesIO()
    image.save(target)
    headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(target.getvalue(), content_type="image/svg+xml", headers=headers)


def editable(request: HttpRequest, pk: int) -> ConnectionGroup:
    groups = ConnectionGroup.objects.visible_to(request.user).select_related("organization", "owner")
    group = get_object_or_404(groups, pk=pk)
    require(rules.may_edit_group(request.user, group))
    return group


def chosen_school(request: HttpRequest) -> Organization | None:
    """The school named in the URL, or the only one this person writes for; None when it must be chosen."""
    asked = request.GET.get("truong", "")
    writable = writable_organizations(request.user)
    if asked.isdecimal() and len(asked) < 19:
        return get_object_or_404(writable, pk=int(asked))
    own = list(writable[:2]) if not request.user.scope.areas else []  # type: ignore[union-attr]  # signed in
    return own[0] if len(own) == 1 else None


def school_chooser(request: HttpRequest, heading: str, html: str = "movement/choose_school.html") -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    context = {"heading": heading, "words": words, "schools": organizations_to_choose(request.user, words)}
    return render(request, html, context)


def _scheme_named(request: HttpRequest) -> Scheme | None:
    asked = request.GET.get("mo_hinh", "")
    if not asked.isdecimal() or len(asked) > 18:
        return None
    schemes = Scheme.objects.visible_to(request.user).select_related("organization")
    scheme = get_object_or_404(schemes, pk=int(asked))
    require(rules.may_edit_scheme(request.user, scheme))
    return scheme


def _sheet(request: HttpRequest, organization, people: list, places=(), lines: int = 3) -> RosterSheet:
    data = request.POST if request.method == "POST" else None
    return RosterSheet(
        roles=GroupMembership.Capacity.choices, people=[*neighbours(organization, today_vn()), *people], places=places,
        role_field="capacity", data=data, growing=is_growing(request), lines=lines,
    )  # fmt: skip
