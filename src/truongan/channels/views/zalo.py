"""The official account, for the installation's administrator: connecting it, how it is, its groups."""

import hmac
import secrets
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from truongan.channels import rules
from truongan.channels.actions.refusals import CannotConnect
from truongan.channels.actions.zalo_account import connect_zalo, disconnect_zalo
from truongan.channels.actions.zalo_groups import (
    accept_into_zalo_group,
    leave_zalo_group,
    look_at_zalo_group,
    reject_from_zalo_group,
)
from truongan.channels.models import Address, Channel
from truongan.channels.ways import zalo as way
from truongan.channels.ways.zalo import oauth
from truongan.channels.zalo_board import zalo_board
from truongan.kernel import dates
from truongan.kernel.clock import now
from truongan.kernel.refusals import require

_STATES = {"enabled": _lazy("Đang hoạt động"), "expired": _lazy("Hết hạn gói")}  # others are shown as Zalo says them
_ASKED = "zalo-consent"  # in the session: what the consent page must bring back


def _must_administer(request: HttpRequest) -> None:
    require(rules.may_administer(request.user))


@never_cache
@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    _must_administer(request)
    context = {"board": zalo_board(now=now()), "webhook": _address("webhooks:zalo"), "back": _address("zalo:back")}
    return render(request, "channels/zalo_account.html", context)


@never_cache
@require_safe
@login_required
def connect(request: HttpRequest) -> HttpResponse:
    """A link and no form: browsers hold `form-action` against the way to another site."""
    _must_administer(request)
    if lacking := way.missing_settings():
        messages.error(request, " ".join(lacking))
        return redirect("zalo:account")
    asked = {"state": secrets.token_urlsafe(24), "verifier": oauth.new_verifier()}
    request.session[_ASKED] = asked
    return redirect(oauth.consent_url(back_to=_address("zalo:back"), **asked))


@never_cache
@require_safe
@login_required
def back(request: HttpRequest) -> HttpResponse:
    """From the consent page, good once: what was asked leaves the session first."""
    _must_administer(request)
    asked = request.session.pop(_ASKED, None)
    state = request.GET.get("state", "")
    if not asked or not hmac.compare_digest(asked["state"].encode(), state.encode()):
        messages.error(request, _("Lần kết nối này không bắt đầu từ đây hoặc đã cũ. Bấm Kết nối lại."))
        return redirect("zalo:account")
    try:
        connect_zalo(
            actor=request.user, oa_id=request.GET.get("oa_id", ""), code=request.GET.get("code", ""),
            verifier=asked["verifier"], now=now(),
        )  # fmt: skip
    except CannotConnect as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Đã kết nối Official Account. Tin đang chờ được gửi tiếp."))
    return redirect("zalo:account")


@require_POST
@login_required
def disconnect(request: HttpRequest) -> HttpResponse:
    _must_administer(request)
    disconnect_zalo(actor=request.user, now=now())
    messages.success(request, _("Đã ngắt Official Account. Tin đi bằng các kênh khác."))
    return redirect("zalo:account")


def _group(request: HttpRequest, pk: int) -> Address:
    _must_administer(request)
    return get_object_or_404(Address, pk=pk, channel=Channel.ZALO_GROUP)


@never_cache
@require_safe
@login_required
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """As Zalo tells of it now; what was noted last where Zalo does not answer."""
    address = _group(request, pk)
    context: dict = {"address": address}
    try:
        seen, members, waiting = look_at_zalo_group(actor=request.user, address=address, now=now())
    except CannotConnect as reason:
        context["refusal"] = str(reason)
    else:
        known = Address.objects.in_use().filter(channel=Channel.ZALO).select_related("person")
        context |= {
            "seen": seen, "members": members, "waiting": waiting,
            "known": known.filter(value__in=members).order_by("person__sort_key"),
            "asking": known.filter(value__in=waiting).order_by("person__sort_key"),
        }  # fmt: skip
    told = str(address.details.get("state", ""))
    context["state"] = _STATES.get(told, told)
    context["valid_through"] = _day(str(address.details.get("valid_through", "")))
    return render(request, "channels/zalo_group.html", context)


def _day(said: str) -> str:
    """A day as it is written here, where Zalo's can be read; else as it came."""
    try:
        return dates.vn_date(date.fromisoformat(said[:10]))
    except ValueError:
        return said


@require_POST
@login_required
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Let in those who wait and are known."""
    address = _group(request, pk)
    try:
        _seen, _members, waiting = look_at_zalo_group(actor=request.user, address=address, now=now())
        count = accept_into_zalo_group(actor=request.user, address=address, zalo_ids=waiting, now=now())
    except CannotConnect as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Đã duyệt %(n)s người vào nhóm.") % {"n": count})
    return redirect("zalo:group", pk)


@require_POST
@login_required
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn away those who wait and nobody here knows."""
    address = _group(request, pk)
    try:
        _seen, _members, waiting = look_at_zalo_group(actor=request.user, address=address, now=now())
        count = reject_from_zalo_group(actor=request.user, address=address, zalo_ids=waiting, now=now())
    except CannotConnect as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("Đã từ chối %(n)s người.") % {"n": count})
    return redirect("zalo:group", pk)


@require_POST
@login_required
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    leave_zalo_group(actor=request.user, address=_group(request, pk), now=now())
    messages.success(request, _("Hệ thống không gửi vào nhóm này nữa."))
    return redirect("zalo:account")


def _address(name: str) -> str:
    return f"{settings.SITE_ADDRESS}{reverse(name)}"
