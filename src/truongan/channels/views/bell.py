from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from truongan.accounts.workplace import watched_topics
from truongan.channels.queries import unread_count
from truongan.web.navigation import bell as bell_link
from truongan.web.scoping import Workplace, view_scope


@never_cache
@require_safe
@login_required
def bell(request: HttpRequest) -> HttpResponse:
    """The bell of the header by itself, for a page that stands open: one count, not the whole frame."""
    place = Workplace(waiting={"channels:inbox": unread_count(request.user)}, watches=watched_topics(request.user))
    context = {"workplace": place, "bell": bell_link(request.path, view_scope(request), place), "is_fetched": True}
    return render(request, "layouts/_bell.html", context)
