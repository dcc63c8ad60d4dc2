from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from truongan.accounts.models import Appointment
from truongan.accounts.queries import entries_for
from truongan.audit.queries import change_lines
from truongan.kernel.clock import today_vn


@require_safe
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """One's own account: posts, ways to sign in, sessions, what one did last."""
    posts = Appointment.objects.on(today_vn()).filter(person=request.user.person_id).select_related("organization")
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    mine = entries_for(request.user).filter(actor=request.user).order_by("-pk")[:10]
    context = {
        "posts": posts.order_by("-is_head", "valid_from"),
        "has_totp": Authenticator.Type.TOTP in kinds,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "has_providers": bool(get_adapter().list_providers(request)),
        "history": [line for entry in mine for line in change_lines(entry)],
    }
    return render(request, "accounts/profile.html", context)
