"""Having the official account run a group for one of the register's; the ordinary group stays as it is."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from truongan.channels import rules as channels
from truongan.channels.actions.refusals import CannotConnect
from truongan.channels.actions.zalo_groups import NAME_LETTERS, create_zalo_group, linked_among
from truongan.kernel.clock import now, today_vn
from truongan.movement.actions import CannotChangeRegister
from truongan.movement.forms.zalo_group import ZaloGroupForm
from truongan.movement.models import ConnectionGroup
from truongan.movement.queries.details import group_members
from truongan.movement.views.answering import answer, bound, form_page, must


@form_page
@login_required
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """With those members who linked their Zalo; the others join by its link later."""
    group = get_object_or_404(ConnectionGroup.objects.visible_to(request.user).select_related("organization"), pk=pk)
    must(channels.may_administer(request.user))
    form = bound(request, ZaloGroupForm, initial={"name": group.name[:NAME_LETTERS].strip()})
    people = [each.person_id for each in group_members(group, today_vn()) if each.person_id]
    linked = len(linked_among(people).person_ids)

    def act():
        try:
            return create_zalo_group(
                actor=request.user, place=group.chat_place, person_ids=people, now=now(),
                **form.cleaned_data,
            )  # fmt: skip
        except CannotConnect as reason:
            raise CannotChangeRegister(str(reason)) from reason

    return answer(
        request, form, act, to=group.get_absolute_url(), done=_("Đã lập nhóm Zalo do OA quản lý."),
        heading=_("Lập nhóm Zalo do OA quản lý"), about=group, label=_("Lập nhóm"),
        hint=_("%(linked)s trên %(whole)s thành viên ghi tên đã liên kết Zalo và được đưa vào nhóm. Nhóm Zalo thường không đổi.")
        % {"linked": linked, "whole": len(people)},
    )  # fmt: skip
