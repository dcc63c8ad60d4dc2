"""The directory of schools, for everybody: what the register holds of a school without any person in it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from truongan.figures.public import served_unit
from truongan.kernel.clock import today_vn
from truongan.news.about import articles_about
from truongan.organizations.models import SchoolLevel
from truongan.portal.schools import (
    KeysFirst,
    Wanted,
    listed,
    places_offered,
    school_page,
    schools_shown,
    schools_wanted,
)
from truongan.web.page_cache import cached_page
from truongan.web.paging import ordering, page_of

_PER_PAGE = 30
_ORDERS = {"ten": "sort_key", "noi": "place_path"}


@require_safe
@cached_page("schools", "figures", query=("cap_hoc", "tinh_trang", "mo_hinh", "don_vi", "sap", "trang"))
def school_list(request: HttpRequest) -> HttpResponse:
    """Schools by name, place, level and whether they have a model, as of today; those that closed on demand."""
    today = today_vn()
    wanted = Wanted.of(request.GET, today)
    rows = schools_wanted(wanted, today).order_by(*ordering(request, _ORDERS, "ten"))
    page = page_of(request, KeysFirst(rows), _PER_PAGE)
    context = {
        "wanted": wanted,
        "page": page,
        "lines": listed(list(page), today),
        "levels": SchoolLevel.choices,
        "places": places_offered(wanted, today),
        "day": today,
    }
    return render(request, "portal/schools.html", context)


@require_safe
@cached_page("schools", "figures", "news")
def school(request: HttpRequest, pk: int) -> HttpResponse:
    """One school: where it stands, its models and how many teams and groups carry them, and the news about it."""
    today = today_vn()
    found = get_object_or_404(schools_shown(served_unit(today)), pk=pk)
    context = {"page": school_page(found, today, settings.ACTIVE_DAYS), "articles": articles_about(found)}
    return render(request, "portal/school.html", context)
