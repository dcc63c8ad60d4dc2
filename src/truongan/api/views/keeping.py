"""Tokens and webhooks of an organization, for its administrators."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from truongan.api import rules
from truongan.api.actions import (
    CannotKeepApi,
    create_subscription,
    create_token,
    end_subscription,
    resend,
    revoke_token,
)
from truongan.api.forms import SubscriptionForm, TokenForm
from truongan.api.models import ApiToken, Delivery, Subscription
from truongan.api.states import DeliveryState
from truongan.kernel.clock import now
from truongan.kernel.refusals import require
from truongan.web.answering import form_page, press
from truongan.web.paging import page_of


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Tokens in use and gone, addresses that are told, and how well they listen."""
    _must_keep_some(request)
    moment = now()
    tokens = ApiToken.objects.visible_to(request.user).select_related("organization", "created_by__person")
    subscriptions = Subscription.objects.visible_to(request.user).open().select_related("organization")
    failed = Delivery.objects.visible_to(request.user).filter(state=DeliveryState.DEAD, subscription__ended_at=None)
    page = page_of(request, tokens.order_by("revoked_at", "-created_at", "-pk"))
    context = {
        "page": page,
        "rows": [(each, _state(each, moment)) for each in page],
        "subscriptions": subscriptions.order_by("organization__sort_key", "pk"),
        "failed_count": failed.count(),
        "address": f"{settings.SITE_ADDRESS}/api/v1/",
        "rate": settings.API_RATE,
    }
    return render(request, "api/home.html", context)


@never_cache
@form_page
@login_required
def token_add(request: HttpRequest) -> HttpResponse:
    """The secret stands on the answer to the form alone."""
    _must_keep_some(request)
    form = TokenForm(request.POST or None, user=request.user, initial={"days": 365})

    def act() -> dict[str, Any]:
        moment, told = now(), form.cleaned_data
        made = create_token(
            actor=request.user, organization=told["organization"], name=told["name"], scopes=told["scopes"],
            expires_at=form.expires_at(moment), now=moment,
        )  # fmt: skip
        return {"secret": made.secret, "token": made.token, "address": f"{settings.SITE_ADDRESS}/api/v1/"}

    return _made(request, form, act, heading=_("Tạo mã truy cập"), label=_("Tạo mã"), template="api/token_made.html")


@require_POST
@login_required
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken.objects.visible_to(request.user), pk=pk)
    return press(
        request, lambda: revoke_token(actor=request.user, token=token, now=now()), to="api:home",
        done=_("Đã thu hồi mã. Hệ thống dùng mã này không gọi được nữa."),
    )  # fmt: skip


@never_cache
@form_page
@login_required
def subscription_add(request: HttpRequest) -> HttpResponse:
    _must_keep_some(request)
    form = SubscriptionForm(request.POST or None, user=request.user)

    def act() -> dict[str, Any]:
        subscription, secret = create_subscription(actor=request.user, now=now(), **form.cleaned_data)
        return {"secret": secret, "subscription": subscription}

    return _made(
        request, form, act, heading=_("Báo sự kiện cho hệ thống khác"), label=_("Đăng ký"),
        template="api/subscription_made.html",
    )  # fmt: skip


@require_POST
@login_required
def subscription_end(request: HttpRequest, pk: int) -> HttpResponse:
    subscription = get_object_or_404(Subscription.objects.visible_to(request.user), pk=pk)
    return press(
        request, lambda: end_subscription(actor=request.user, subscription=subscription, now=now()), to="api:home",
        done=_("Đã dừng. Không sự kiện nào gửi tới địa chỉ này nữa."),
    )  # fmt: skip


@require_safe
@login_required
def deliveries(request: HttpRequest, pk: int) -> HttpResponse:
    """What was told to one address, the newest first."""
    rows = Subscription.objects.visible_to(request.user).select_related("organization")
    subscription = get_object_or_404(rows, pk=pk)
    told = Delivery.objects.visible_to(request.user).filter(subscription=subscription)
    context = {"subscription": subscription, "page": page_of(request, told.order_by("-pk"))}
    return render(request, "api/deliveries.html", context)


@require_POST
@login_required
def delivery_resend(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk)
    return press(
        request, lambda: resend(actor=request.user, delivery=delivery, now=now()), done=_("Đã xếp gửi lại."),
        to=reverse("api:deliveries", args=[delivery.subscription_id]),
    )  # fmt: skip


def _made(
    request: HttpRequest, form: forms.Form, act: Callable[[], dict[str, Any]], *, template: str, **shown: Any
) -> HttpResponse:
    """A form; done, a page with the secret that is shown this once."""
    if form.is_bound and form.is_valid():
        try:
            return render(request, template, act())
        except CannotKeepApi as reason:
            form.add_error(None, str(reason))
    return render(request, "api/form.html", {"form": form, **shown}, status=422 if form.is_bound else 200)


def _state(token: ApiToken, moment) -> tuple[str, str]:
    if token.revoked_at:
        return _("Đã thu hồi"), "off"
    return (_("Hết hạn"), "late") if token.is_expired_at(moment) else (_("Đang dùng"), "ok")


def _must_keep_some(request: HttpRequest) -> None:
    require(rules.may_keep_some(request.user))
