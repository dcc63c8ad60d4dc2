"""Helping a colleague back in; shutting and reopening an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from truongan.accounts import rules
from truongan.accounts.actions import CannotChangePeople, reopen_account, reset_access, suspend_account
from truongan.accounts.forms import SuspendForm
from truongan.accounts.models import Person, User
from truongan.accounts.views.forms_in_pages import answer
from truongan.accounts.views.people import known
from truongan.kernel.clock import now
from truongan.kernel.refusals import require
from truongan.web.answering import press


@require_POST
@login_required
@never_cache
def access_reset(request: HttpRequest, pk: int) -> HttpResponse:
    person, user = _account(request, pk)
    try:
        uidb36, key = reset_access(actor=request.user, user=user, now=now())
    except CannotChangePeople as reason:
        messages.error(request, str(reason))
        return redirect(person)
    link = request.build_absolute_uri(reverse("account_reset_password_from_key", args=[uidb36, key]))
    return render(request, "accounts/access_reset.html", {"person": person, "link": link})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account_suspend(request: HttpRequest, pk: int) -> HttpResponse:
    person, user = _account(request, pk)
    form = SuspendForm(request.POST or None)
    return answer(
        request, form, lambda: suspend_account(actor=request.user, user=user, now=now(), **form.cleaned_data),
        heading=_("Ngừng tài khoản"), done=_("Đã ngừng tài khoản."), person=person,
        tone="danger", label=_("Ngừng tài khoản"),
        hint=_("Người này vẫn ở trong sổ; chỉ không đăng nhập được nữa, kể cả ở máy đang mở."),
    )  # fmt: skip


@require_POST
@login_required
def account_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    person, user = _account(request, pk)
    return press(
        request, lambda: reopen_account(actor=request.user, user=user, now=now()), to=person,
        done=_("Đã mở lại tài khoản."),
    )  # fmt: skip


def _account(request: HttpRequest, pk: int) -> tuple[Person, User]:
    person = known(request, pk)
    user = getattr(person, "user", None)
    if user is None:
        raise Http404
    require(rules.may_help_in(request.user, user, person.posts))  # type: ignore[attr-defined]  # set by with_posts
    return person, user
