"""What needs a person, in one page: each kind of gap with its number, and people who may be one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from truongan.kernel.clock import today_vn
from truongan.movement.queries.attention import gap_counts, same_names, twice_in_a_scheme
from truongan.web.scoping import view_scope


@require_safe
@login_required
def attention(request: HttpRequest) -> HttpResponse:
    today = today_vn()
    day = min(view_scope(request).day or today, today)
    context = {
        "day": day,
        "gaps": gap_counts(request.user, day),
        "doubles": same_names(request.user, day),
        "twice": twice_in_a_scheme(request.user, day),
    }
    return render(request, "movement/attention.html", context)
