"""Inviting people, and accepting an invitation."""

import smtplib

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from truongan.accounts.actions import (
    CannotAccept,
    CannotChangePeople,
    accept_invitation,
    find_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from truongan.accounts.actions.invitations import proof_of_mail
from truongan.accounts.forms import AcceptForm, InviteForm
from truongan.accounts.models import Invitation
from truongan.accounts.views.people import known
from truongan.accounts.views.posts import administered
from truongan.kernel.clock import now
from truongan.web.answering import answer, form_page, press
from truongan.web.paging import page_of


@require_safe
@login_required
def invitation_list(request: HttpRequest) -> HttpResponse:
    administered(request)
    rows = Invitation.objects.visible_to(request.user).select_related("person", "organization", "invited_by__person")
    context = {"page": page_of(request, rows.order_by("-created_at", "-pk")), "now": now()}
    return render(request, "accounts/invitation_list.html", context)


@form_page
@login_required
@never_cache
def invitation_add(request: HttpRequest, pk: int) -> HttpResponse:
    person, organizations = known(request, pk), administered(request)
    form = InviteForm(
        request.POST or None, organizations=organizations, initial={"organization": person.organization_id}
    )
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = invite(actor=request.user, person=person, now=now(), **form.cleaned_data)
        except CannotChangePeople as reason:
            form.add_error(None, str(reason))
        else:
            return _sent(request, invitation, token)
    context = {"form": form, "heading": _("Mời lập tài khoản"), "person": person, "label": _("Gửi lời mời")}
    return render(request, "accounts/form.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
@never_cache
def invitation_resend(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        invitation, token = resend_invitation(actor=request.user, invitation=_visible(request, pk), now=now())
    except CannotChangePeople as reason:
        messages.error(request, str(reason))
        return redirect("accounts:invitation_list")
    return _sent(request, invitation, token)


@require_POST
@login_required
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    return press(
        request, lambda: revoke_invitation(actor=request.user, invitation=_visible(request, pk), now=now()),
        to="accounts:invitation_list", done=_("Đã thu hồi lời mời."),
    )  # fmt: skip


@form_page
@never_cache
@sensitive_post_parameters("password", "repeated")
def invitation_accept(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Open to whoever holds the link: choose a name and a password."""
    try:
        invitation = find_invitation(pk, token, now())
    except CannotAccept as reason:
        return render(request, "accounts/invitation_closed.html", {"reason": str(reason)}, status=410)
    form = AcceptForm(request.POST or None, person=invitation.person)
    return answer(
        request, form,
        lambda: accept_invitation(
            pk=pk, token=token, username=form.cleaned_data["username"], password=form.cleaned_data["password"],
            mail_proof=request.GET.get("thu", ""), now=now(),
        ),
        template="accounts/invitation_accept.html", to="account_login", done=_("Đã lập tài khoản. Mời đăng nhập."),
        invitation=invitation,
    )  # fmt: skip


def _visible(request: HttpRequest, pk: int) -> Invitation:
    return get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)


def _sent(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """The link, shown this once: many schools have no mail, and hand it over themselves."""
    link = request.build_absolute_uri(reverse("invitation_accept", args=[invitation.pk, token]))
    address = invitation.person.email
    is_mailed = bool(address) and _mail(invitation, f"{link}?thu={proof_of_mail(token, address)}")
    context = {"invitation": invitation, "link": link, "is_mailed": is_mailed}
    return render(request, "accounts/invitation_sent.html", context)


def _mail(invitation: Invitation, link: str) -> bool:
    text = render_to_string("accounts/invitation_mail.txt", {"invitation": invitation, "link": link})
    try:
        return bool(send_mail(_("Lời mời lập tài khoản Trường An"), text, None, [invitation.person.email]))
    except (smtplib.SMTPException, OSError):
        return False
