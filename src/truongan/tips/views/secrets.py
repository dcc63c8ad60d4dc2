"""One's own secret: set up, change, unlock, lock."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from truongan.accounts.models import User
from truongan.kernel.clock import now
from truongan.tips.actions import CannotTip, change_passphrase, lock, set_up_key, unlock
from truongan.tips.actions.naming import has_secret
from truongan.tips.forms import ChangeSecretForm, NewSecretForm, SecretForm, UnlockForm
from truongan.tips.queries.desk import units_in_duty
from truongan.tips.views.keyholding import ROOT, desk_page, forget, keep, locked_page
from truongan.web.answering import sent_to


@desk_page("GET", "HEAD", "POST")
def secret(request: HttpRequest) -> HttpResponse:
    """Set up one's secret; `?lai=1` anew when the passphrase is lost."""
    anew = request.GET.get("lai") == "1"
    if has_secret(request.user) and not anew:
        return sent_to(reverse("tips_desk:change"))
    typed = request.POST if request.method == "POST" else None
    user = cast("User", request.user)
    form = NewSecretForm(typed, user=user) if has_secret(user) else SecretForm(typed)
    if form.is_valid():
        try:
            set_up_key(actor=request.user, passphrase=form.cleaned_data["passphrase"], now=now())
        except CannotTip as reason:
            form.add_error("passphrase", str(reason))
        else:
            response = sent_to(reverse("tips_desk:hint"))
            forget(response)
            return response
    context = {"form": form, "is_again": has_secret(request.user)}
    return render(request, "tips/secret.html", context, status=422 if form.is_bound else 200)


@desk_page("GET", "HEAD")
def hint(request: HttpRequest) -> HttpResponse:
    """A sheet to print: what this secret is for and who can help when it is lost; never the passphrase itself."""
    return render(request, "tips/hint.html", {"units": units_in_duty(request.user).order_by("sort_key")})


@desk_page("GET", "HEAD", "POST")
def change(request: HttpRequest) -> HttpResponse:
    """Another passphrase for the same key."""
    if not has_secret(request.user):
        return sent_to(reverse("tips_desk:secret"))
    form = ChangeSecretForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            change_passphrase(actor=request.user, old=given["old"], new=given["passphrase"], now=now())
        except CannotTip as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Đã đổi cụm mật khẩu. Mở khóa lại bằng cụm mới."))
            response = sent_to(reverse("tips_desk:queue"))
            forget(response)
            return response
    return render(request, "tips/change.html", {"form": form}, status=422 if form.is_bound else 200)


@desk_page("POST")
def open_key(request: HttpRequest) -> HttpResponse:
    """Unlock, and go on to where one wanted."""
    form = UnlockForm(request.POST)
    if form.is_valid():
        try:
            kept = unlock(
                actor=request.user, passphrase=form.cleaned_data["passphrase"],
                session_key=request.session.session_key or "", now=now(),
            )  # fmt: skip
        except CannotTip as reason:
            form.add_error("passphrase", str(reason))
        else:
            target = form.cleaned_data["onward"]
            response = sent_to(target if target.startswith(ROOT) and "//" not in target else ROOT)
            keep(response, kept)
            return response
    return locked_page(request, form=form)


@desk_page("POST")
def close_key(request: HttpRequest) -> HttpResponse:
    lock(actor=request.user, now=now())
    response = sent_to(ROOT)
    forget(response)
    return response
