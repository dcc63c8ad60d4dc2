"""Due days for calendar programs: the person's page about the link, and the file behind it."""

import hmac
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from truongan.directives.actions.feeds import hash_of, make_feed, revoke_feed
from truongan.directives.icalendar import DueDay, calendar
from truongan.directives.models import DueFeed
from truongan.directives.queries.owed import OWN, duties_of
from truongan.kernel.clock import now, today_vn

_MOST = 1000
_BACK = timedelta(days=90)  # older overdue days would only clutter a calendar; the board has them


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def feed(request: HttpRequest) -> HttpResponse:
    """Whether there is a link, and a new one on request: shown on this answer alone, only its hash is kept."""
    link = ""
    if request.method == "POST":
        token = make_feed(actor=request.user, now=now())
        link = request.build_absolute_uri(reverse("directives:feed_file", args=[token]))
    mine = DueFeed.objects.filter(user=request.user).first()
    return render(request, "directives/feed.html", {"feed": mine, "link": link})


@require_POST
@login_required
def revoke(request: HttpRequest) -> HttpResponse:
    revoke_feed(actor=request.user, now=now())
    messages.success(request, _("Đường dẫn cũ không còn dùng được."))
    return redirect("directives:feed")


@require_safe
def feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whoever holds the link. Tasks and papers only: no names of people."""
    wanted = hash_of(token)
    found = DueFeed.objects.select_related("user__person").filter(token_hash=wanted, user__is_active=True).first()
    if found is None or not hmac.compare_digest(found.token_hash, wanted):
        raise Http404
    today = today_vn()
    duties = duties_of(found.user, OWN).filter(status="open", due_on__gte=today - _BACK)
    rows = duties.select_related("assignment", "directive", "organization").order_by("due_on", "pk")[:_MOST]
    days = [
        DueDay(
            uid=f"duty-{duty.pk}@{request.get_host()}",
            day=duty.due_on,
            title=_("Hạn: %(task)s") % {"task": duty.assignment.task[:200]},
            details=f"{duty.directive.name}, {duty.directive.issuer_name}\n{duty.organization.name}",
            url=request.build_absolute_uri(duty.get_absolute_url()),
            is_late=duty.due_on < today,
        )
        for duty in rows
        if duty.due_on  # asked for above; said again for the type checker
    ]
    content = calendar(_("Hạn nhiệm vụ – Trường An"), days, now=now())
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'inline; filename="han-nhiem-vu.ics"',
            "Cache-Control": "private, max-age=600",
            "Referrer-Policy": "no-referrer",
        },
    )
