"""The keys of the person at work: where they are between two pages, and what every page of the desk asks first.

The database holds a private key locked under a key that is only in a cookie of the owner's browser; the cookie holds
nothing else. Neither alone opens anything, and both end after settings.TIPS_UNLOCK_MINUTES.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from truongan.kernel.clock import now, today_vn
from truongan.tips.actions import CannotTip, unlock
from truongan.tips.actions.naming import has_secret
from truongan.tips.forms import UnlockForm
from truongan.tips.models import Tip
from truongan.tips.queries.desk import has_part
from truongan.tips.queries.rings import ring_in
from truongan.tips.rings import Ring

COOKIE = "tips_key"
ROOT = "/lam-viec/to-giac/"
View = Callable[..., HttpResponse]


def desk_page(*methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """A page of the desk: signed in, with a part in confidential tips (404 otherwise), kept by no cache."""

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @require_http_methods(list(methods))
        @login_required
        @sensitive_post_parameters()
        @wraps(view)
        def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not has_part(request.user):
                raise Http404
            response = view(request, *args, **kwargs)
            response["Cache-Control"] = "no-store, private, max-age=0"
            return response

        return answered

    return decorate


def ring_of(request: HttpRequest) -> Ring | None:
    """The person's keys while they are unlocked."""
    session = request.session.session_key or ""
    return ring_in(request.user, request.COOKIES.get(COOKIE, ""), session_key=session, now=now())


def keep(response: HttpResponse, secret: str) -> None:
    """Give the browser its half, for the desk's own addresses alone."""
    response.set_cookie(
        COOKIE, secret, max_age=settings.TIPS_UNLOCK_MINUTES * 60, path=ROOT, secure=settings.SESSION_COOKIE_SECURE,
        httponly=True, samesite="Strict",
    )  # fmt: skip


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=ROOT, samesite="Strict")


def visible_tip(request: HttpRequest, pk: int) -> Tip:
    tips = Tip.objects.visible_to(request.user, today_vn()).select_related("holder").prefetch_related("accesses")
    return get_object_or_404(tips, pk=pk)


def with_passphrase(request: HttpRequest, go_on: Callable[[Ring], HttpResponse]) -> HttpResponse:
    """The key locked itself while somebody was typing: ask for the passphrase, keep what was typed, then go on."""
    if request.method != "POST" or "passphrase" not in request.POST:
        return locked_page(request)
    form = UnlockForm(request.POST)
    if form.is_valid():
        session = request.session.session_key or ""
        try:
            kept = unlock(
                actor=request.user, passphrase=form.cleaned_data["passphrase"], session_key=session, now=now()
            )
        except CannotTip as reason:
            form.add_error("passphrase", str(reason))
        else:
            ring = ring_in(request.user, kept, session_key=session, now=now())
            response = go_on(ring) if ring else locked_page(request)
            keep(response, kept)
            return response
    return locked_page(request, form=form)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    ours = {"csrfmiddlewaretoken", *UnlockForm.base_fields}
    return [(name, words) for name, words in request.POST.items() if name not in ours]


def locked_page(
    request: HttpRequest, *, form: UnlockForm | None = None, reason: str = "", onward: str = ""
) -> HttpResponse:
    """Instead of what was asked for: unlock first, or set up a secret.

    `onward`: where to go then, if not here; the address of a mere button answers no reading.
    """
    form = form or UnlockForm(initial={"onward": onward or request.path})
    context = {"form": form, "has_secret": has_secret(request.user), "reason": reason, "typed": _typed(request)}
    return render(request, "tips/locked.html", context, status=422 if form.is_bound else 200)
