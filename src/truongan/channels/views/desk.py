"""Channels and failed deliveries for the installation's administrator."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.channels import rules
from truongan.channels.actions.administering import give_up_deliveries, open_channel, resend_deliveries
from truongan.channels.models import Channel, Delivery
from truongan.channels.queries import desk
from truongan.kernel.clock import now
from truongan.kernel.numbers import vn_number
from truongan.kernel.phones import mask_phone
from truongan.kernel.refusals import require
from truongan.web.htmx import render_page
from truongan.web.paging import page_of

_MOST = 2000  # deliveries of one order


def _ask(request: HttpRequest) -> None:
    require(rules.may_administer(request.user))


@require_safe
@login_required
def board(request: HttpRequest) -> HttpResponse:
    """Every channel: does it work, what waits, what is missing and how to mend it."""
    _ask(request)
    return render_page(request, "channels/desk.html", "channels/_desk.html", {"rows": desk.channel_rows(now())})


@require_safe
@login_required
def failed(request: HttpRequest) -> HttpResponse:
    """`kenh`, `loi`: channel and error code."""
    _ask(request)
    rows = desk.failed_deliveries(channel=request.GET.get("kenh", "")[:10], code=request.GET.get("loi", "")[:40])
    page = page_of(request, rows, 50)
    for each in page:
        each.why = desk.explanation(each.channel, each.error_code)
        each.masked = _masked(each)
    codes = [
        (channel, code, f"{Channel(channel).label}: {desk.reason(channel, code)}".rstrip(": "), count)
        for channel, code, count in desk.failure_codes()
    ]
    context = {
        "page": page,
        "codes": codes,
        "channel": request.GET.get("kenh", ""),
        "code": request.GET.get("loi", ""),
    }
    return render_page(request, "channels/failed.html", "channels/_failed.html", context)


def _masked(delivery: Delivery) -> str:
    if delivery.channel == Channel.SMS:
        return mask_phone(delivery.to)
    name, at, host = delivery.to.partition("@")
    return f"{name[:2]}***{at}{host}" if at else ""


@require_POST
@login_required
def resend(request: HttpRequest) -> HttpResponse:
    """The ticked ones, or with `tat_ca` all the filter shows."""
    chosen = _chosen(request)
    count = resend_deliveries(actor=request.user, ids=chosen, now=now())
    if count:
        messages.success(request, _("Đã xếp gửi lại %(n)s tin.") % {"n": vn_number(count)})
    if chosen and count < len(chosen):
        text = _(
            "%(n)s tin không cần gửi nữa: đã hết hạn, đã rút lại hoặc người nhận đã biết. Có thể bỏ khỏi danh sách."
        )
        messages.warning(request, text % {"n": vn_number(len(chosen) - count)})
    if not chosen:
        messages.warning(request, _("Chưa chọn tin nào."))
    return redirect("channel_desk:failed")


@require_POST
@login_required
def give_up(request: HttpRequest) -> HttpResponse:
    count = give_up_deliveries(actor=request.user, ids=_chosen(request), now=now())
    messages.success(request, _("Đã bỏ %(n)s tin khỏi danh sách.") % {"n": vn_number(count)})
    return redirect("channel_desk:failed")


def _chosen(request: HttpRequest) -> list[int]:
    if request.POST.get("tat_ca"):
        rows = desk.failed_deliveries(channel=request.POST.get("kenh", "")[:10], code=request.POST.get("loi", "")[:40])
        return list(rows.values_list("pk", flat=True)[:_MOST])
    ticked = request.POST.getlist("tin")[:_MOST]
    return [int(each) for each in ticked if each.isdecimal() and len(each) < 18]


@require_POST
@login_required
def open_again(request: HttpRequest, channel: str) -> HttpResponse:
    if channel not in Channel.values:
        raise Http404
    count = open_channel(actor=request.user, channel=channel, now=now())
    messages.success(request, _("Đã mở lại kênh; %(n)s tin đang chờ được gửi tiếp.") % {"n": vn_number(count)})
    return redirect("channel_desk:board")
