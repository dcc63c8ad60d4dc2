"""Notices on the lock screen: which browsers of mine show them."""

import json
from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from truongan.channels.actions.push import allow_push, end_push, renew_push
from truongan.channels.actions.refusals import CannotLink
from truongan.channels.forms.push import PushForm, RenewalForm
from truongan.channels.models import Address, Channel
from truongan.channels.ways.push import Way, keys
from truongan.kernel.clock import now


def _mine(request: HttpRequest):
    return Address.objects.in_use().filter(channel=Channel.PUSH, person=request.user.person_id, person__isnull=False)


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, refusal: str = "", status: int = 200) -> HttpResponse:
    browsers = list(_mine(request).order_by("-pk"))
    for each in browsers:
        each.mark = sha256(each.value.encode()).hexdigest()  # type: ignore[attr-defined]  # by it a browser knows its own row
    context = {"browsers": browsers, "is_on": not Way().missing(), "public_key": keys.public_key(), "refusal": refusal}
    return render(request, "channels/push.html", context, status=status)


@require_POST
@login_required
def allow(request: HttpRequest) -> HttpResponse:
    """What the browser said after the person agreed."""
    form = PushForm(request.POST)
    if not request.user.person_id:
        raise PermissionDenied
    if not form.is_valid():
        return _page(request, _("Trình duyệt chưa gửi đủ thông tin. Bấm bật lại."), 422)
    try:
        allow_push(
            actor=request.user, label=_browser(request.headers.get("User-Agent", "")), now=now(), **form.cleaned_data
        )
    except CannotLink as reason:
        return _page(request, str(reason), 422)
    messages.success(request, _("Đã bật thông báo trên trình duyệt này."))
    return redirect("push:mine")


@csrf_exempt  # a worker has no page and no token; what is asked instead is said in `_is_from_our_worker`
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """What a browser's worker says when its push service has given it another address."""
    if not _is_from_our_worker(request):
        raise PermissionDenied
    form = RenewalForm(_told(request.body))
    if not form.is_valid():
        return HttpResponse(status=422)
    actor = request.user if request.user.is_authenticated else None
    try:
        renew_push(actor=actor, label=_browser(request.headers.get("User-Agent", "")), now=now(), **form.cleaned_data)
    except CannotLink:
        return HttpResponse(status=422)
    return HttpResponse(status=204)


def _told(body: bytes) -> dict:
    """What a worker says; anything else is none of ours."""
    try:
        told = json.loads(body)
        json.dumps(told, ensure_ascii=False).encode()  # half a surrogate pair can be read, and written nowhere
    except (ValueError, RecursionError):
        raise PermissionDenied from None
    if not isinstance(told, dict):
        raise PermissionDenied
    return told


def _is_from_our_worker(request: HttpRequest) -> bool:
    """JSON from a page or worker of this very site: other sites can send neither, nor may they without being asked."""
    scheme = "https" if request.is_secure() else "http"
    return request.content_type == "application/json" and request.headers.get("Origin") == (
        f"{scheme}://{request.get_host()}"
    )


@require_POST
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    end_push(actor=request.user, address=get_object_or_404(_mine(request), pk=pk), now=now())
    messages.success(request, _("Đã tắt thông báo trên trình duyệt đó."))
    return redirect("push:mine")


_NAMES = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("CocCoc", "Cốc Cốc"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_MACHINES = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


def _browser(agent: str) -> str:
    """A name under which a person knows their own machine again."""
    name = next((name for sign, name in _NAMES if sign in agent), _("Trình duyệt"))
    machine = next((name for sign, name in _MACHINES if sign in agent), "")
    return f"{name}, {machine}" if machine else name
