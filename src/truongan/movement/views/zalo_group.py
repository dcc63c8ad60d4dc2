"""Having the official account run a group for one of the register's; the ordinary group stays as it is."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from truongan.channels import rules as channels
from truongan.channels.actions.refusals import CannotConnect
from truongan.channels.actions.zalo_groups import (
    NAME_LETTERS,
    create_zalo_group,
    invite_to_zalo_group,
    linked_among,
    members_who_left,
    remove_from_zalo_group,
)
from truongan.channels.models import Address, Channel
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.movement.forms.zalo_group import LeaversForm, ZaloGroupForm
from truongan.movement.models import ConnectionGroup
from truongan.movement.queries.details import group_members
from truongan.movement.views.answering import answer, bound
from truongan.web.answering import form_page, sent_to


@form_page
@login_required
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """With those members who linked their Zalo; once it stands, those who linked since are invited."""
    group = get_object_or_404(ConnectionGroup.objects.visible_to(request.user).select_related("organization"), pk=pk)
    require(channels.may_administer(request.user))
    people = [each.person_id for each in group_members(group, today_vn()) if each.person_id]
    counts = {"linked": len(linked_among(people).person_ids), "whole": len(people)}
    address = Address.objects.in_use().filter(channel=Channel.ZALO_GROUP, place=group.chat_place).first()
    if address is not None:
        return _invite(request, group, address, people, counts)
    form = bound(request, ZaloGroupForm, initial={"name": group.name[:NAME_LETTERS].strip()})
    return answer(
        request, form,
        lambda: create_zalo_group(
            actor=request.user, place=group.chat_place, person_ids=people, now=now(), **form.cleaned_data
        ),
        to=group.get_absolute_url(), done=_("Đã lập nhóm Zalo do OA quản lý."),
        heading=_("Lập nhóm Zalo do OA quản lý"), about=group, label=_("Lập nhóm"),
        hint=_("%(linked)s trên %(whole)s thành viên ghi tên đã liên kết Zalo và được đưa vào nhóm. Nhóm Zalo thường không đổi.") % counts,
    )  # fmt: skip


@form_page
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out of the official account's group who has left the roster; named first, a person decides."""
    group = get_object_or_404(ConnectionGroup.objects.visible_to(request.user).select_related("organization"), pk=pk)
    require(channels.may_administer(request.user))
    address = get_object_or_404(Address.objects.in_use(), channel=Channel.ZALO_GROUP, place=group.chat_place)
    staying = [each.person_id for each in group_members(group, today_vn()) if each.person_id]
    try:
        gone = members_who_left(actor=request.user, address=address, staying=staying, now=now())
    except CannotConnect as reason:
        messages.error(request, str(reason))
        return sent_to("movement:group_zalo", pk)
    if not gone:
        messages.success(request, _("Không ai đã rời danh sách mà còn trong nhóm Zalo, trong số người đã liên kết."))
        return sent_to("movement:group_zalo", pk)
    form = bound(request, LeaversForm)
    form.fields["people"].choices = [(str(each.pk), each.name) for each in gone]
    return answer(
        request, form,
        lambda: remove_from_zalo_group(
            actor=request.user, address=address, person_ids=[int(each) for each in form.cleaned_data["people"]], now=now()
        ),
        to=group.get_absolute_url(), done=_("Đã đưa ra khỏi nhóm Zalo."),
        heading=_("Đưa người đã rời danh sách ra khỏi nhóm Zalo"), about=group, label=_("Đưa ra khỏi nhóm"), tone="danger",
        hint=_("Người chưa liên kết Zalo thì hệ thống không biết là ai: đưa ra trong ứng dụng Zalo."),
    )  # fmt: skip


def _invite(
    request: HttpRequest, group: ConnectionGroup, address: Address, people: list[int], counts: dict
) -> HttpResponse:
    return answer(
        request, bound(request, forms.Form),
        lambda: invite_to_zalo_group(actor=request.user, address=address, person_ids=people, now=now()),
        to=group.get_absolute_url(), done=_("Đã mời thành viên vào nhóm Zalo."),
        heading=_("Mời vào nhóm Zalo do OA quản lý"), about=group, label=_("Mời"),
        more_url=reverse("movement:group_zalo_remove", args=[group.pk]), more_label=_("Ai đã rời danh sách"),
        hint=_("Nhóm này đã có nhóm Zalo do OA quản lý. %(linked)s trên %(whole)s thành viên đã liên kết Zalo; mời ai chưa ở trong nhóm.") % counts,
    )  # fmt: skip
