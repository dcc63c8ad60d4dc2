"""One's own Zalo: taking a code, seeing that it worked, letting go."""

import io

import qrcode
import qrcode.image.svg
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from truongan.channels.actions.zalo_links import NewCode, ask_zalo_code, unlink_zalo
from truongan.channels.models import Address, Channel
from truongan.channels.ways.zalo import missing, tokens
from truongan.kernel.clock import now


@never_cache
@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    return _page(request)


@never_cache
@require_POST
@login_required
def code(request: HttpRequest) -> HttpResponse:
    """The code is shown in this answer alone: only its hash is kept."""
    if missing():
        messages.error(request, _("Hệ thống chưa kết nối Zalo, nên chưa lấy được mã."))
        return redirect("zalo:mine")
    return _page(request, ask_zalo_code(actor=request.user, now=now()))


def _page(request: HttpRequest, new_code: NewCode | None = None) -> HttpResponse:
    account = tokens.connected_account()
    context = {
        "code": new_code, "link": _link(request), "is_on": not missing(),
        "chat": _chat(account.oa_id) if account else "", "account": account,
    }  # fmt: skip
    return render(request, "channels/zalo_mine.html", context)


@never_cache
@require_safe
@login_required
def state(request: HttpRequest) -> HttpResponse:
    """Asked every few seconds while a code is shown."""
    link = _link(request)
    response = render(request, "channels/_zalo_state.html", {"link": link, "waits": link is None})
    if link is not None:
        response["HX-Redirect"] = reverse("zalo:mine")  # to reload would ask for another code
    return response


@require_POST
@login_required
def unlink(request: HttpRequest) -> HttpResponse:
    if unlink_zalo(actor=request.user, now=now()):
        messages.success(request, _("Đã bỏ liên kết Zalo."))
    return redirect("zalo:mine")


@require_safe
@login_required
def qr(request: HttpRequest) -> HttpResponse:
    """The official account as a QR code (SVG): whoever scans it stands in its chat."""
    account = tokens.connected_account()
    if account is None:
        raise Http404
    target = io.BytesIO()
    qrcode.make(_chat(account.oa_id), image_factory=qrcode.image.svg.SvgPathFillImage, border=2).save(target)
    headers = {"Cache-Control": "private, max-age=3600"}
    return HttpResponse(target.getvalue(), content_type="image/svg+xml", headers=headers)


def _chat(oa_id: str) -> str:
    return f"https://zalo.me/{oa_id}"


def _link(request: HttpRequest) -> Address | None:
    if not request.user.person_id:
        return None
    return Address.objects.in_use().filter(channel=Channel.ZALO, person=request.user.person_id).first()
