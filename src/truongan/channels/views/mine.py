"""How a person wants to be reached: addresses with proof, order, quiet hours, what leaves the product."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from truongan.channels.actions.addresses import ask_code, close_address, confirm_code, open_claim, set_preference
from truongan.channels.actions.refusals import CannotVerify
from truongan.channels.actions.trying import send_trial
from truongan.channels.forms.preferences import ADDRESS_FORMS, CHOSEN, CodeForm, PreferenceForm
from truongan.channels.models import Address, Channel, Preference
from truongan.channels.ways import way_of
from truongan.kernel.clock import now
from truongan.kernel.refusals import require
from truongan.web.answering import form_page

# Channels a person ties to themselves on a page of their own.
_LINKED = [
    (Channel.PUSH, "push:mine", gettext_lazy("Báo ngay trên màn hình, không tốn tiền.")),
    (Channel.ZALO, "zalo:mine", gettext_lazy("Liên kết tài khoản Zalo bằng một mã.")),
]


def _mine(request: HttpRequest):
    return Address.objects.filter(person=request.user.person_id, person__isnull=False, closed_at=None)


@never_cache
@form_page
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """One's channels; POST saves order, quiet hours and forwarding."""
    if request.method != "POST":
        return _page(request)
    form = PreferenceForm(request.POST)
    if not request.user.person_id:
        raise PermissionDenied
    if not form.is_valid():
        return _page(request, preference_form=form, status=422)
    given = form.cleaned_data
    set_preference(
        actor=request.user, order=form.order, quiet_from=given["quiet_from"], quiet_to=given["quiet_to"],
        forwarding=given["forwarding"], now=now(),
    )  # fmt: skip
    messages.success(request, _("Đã lưu cách nhận tin."))
    return redirect("my_channels:mine")


@require_POST
@login_required
def trial(request: HttpRequest) -> HttpResponse:
    """A message to oneself through one's own channels; the inbox shows it at once."""
    require(bool(request.user.person_id))
    send_trial(actor=request.user, now=now())
    messages.success(request, _("Đã gửi tin thử cho bạn: xem kênh đầu tiên của bạn trong một phút tới."))
    return redirect("my_channels:mine")


@require_POST
@login_required
def ask(request: HttpRequest, channel: str) -> HttpResponse:
    """Have a code sent to an address of this channel."""
    form = _address_form(channel)(request.POST, prefix=channel)
    if not request.user.person_id:
        raise PermissionDenied
    if not form.is_valid():
        return _page(request, address_forms={channel: form}, status=422)
    try:
        ask_code(actor=request.user, channel=channel, value=form.cleaned_data["value"], now=now())
    except CannotVerify as reason:
        form.add_error("value", str(reason))
        return _page(request, address_forms={channel: form}, status=422)
    messages.success(request, _("Đã gửi mã. Nhập mã trong 15 phút."))
    return redirect("my_channels:mine")


@require_POST
@login_required
def confirm(request: HttpRequest, channel: str) -> HttpResponse:
    _address_form(channel)
    form = CodeForm(request.POST, prefix=f"ma-{channel}")
    if not request.user.person_id:
        raise PermissionDenied
    if form.is_valid():
        try:
            confirm_code(actor=request.user, channel=channel, code=form.cleaned_data["code"], now=now())
        except CannotVerify as reason:
            form.add_error("code", str(reason))
    if form.errors:
        return _page(request, code_forms={channel: form}, status=422)
    messages.success(request, _("Đã xác nhận. Từ nay tin gửi cho bạn có thể đến địa chỉ này."))
    return redirect("my_channels:mine")


@require_POST
@login_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    close_address(actor=request.user, address=get_object_or_404(_mine(request), pk=pk), now=now())
    messages.success(request, _("Đã bỏ địa chỉ."))
    return redirect("my_channels:mine")


def _address_form(channel: str) -> type[forms.Form]:
    if channel not in ADDRESS_FORMS:
        raise Http404
    return ADDRESS_FORMS[channel]


def _page(
    request: HttpRequest,
    *,
    preference_form: PreferenceForm | None = None,
    address_forms: dict[str, forms.Form] | None = None,
    code_forms: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    preference = Preference.objects.filter(person=request.user.person_id, person__isnull=False).first()
    rows = list(_mine(request).order_by("pk"))
    context = {
        "form": preference_form or PreferenceForm(preference=preference),
        "typed": [_typed(request, channel, rows, address_forms or {}, code_forms or {}) for channel in ADDRESS_FORMS],
        "linked": [
            (channel, hint, reverse(page), _is_on(channel), any(each.channel == channel for each in rows))
            for channel, page, hint in _LINKED
        ],
        "has_any": any(each.verified_at for each in rows if each.channel in CHOSEN),
    }  # fmt: skip
    return render(request, "channels/mine.html", context, status=status)


def _typed(request: HttpRequest, channel: str, rows: list[Address], asked: dict, confirmed: dict) -> dict:
    claim = open_claim(request.user, channel, now()) if request.user.person_id else None
    return {
        "channel": channel,
        "label": Channel(channel).label,
        "is_on": _is_on(channel),
        "addresses": [each for each in rows if each.channel == channel],
        "form": asked.get(channel) or ADDRESS_FORMS[channel](prefix=channel),
        "claim": claim,
        "code_form": confirmed.get(channel) or CodeForm(prefix=f"ma-{channel}"),
    }


def _is_on(channel: str) -> bool:
    way = way_of(channel)
    return way is not None and not way.missing()
