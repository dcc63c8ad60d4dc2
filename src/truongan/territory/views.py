"""Browsing pages. Administrative units are public facts: everyone signed in sees all of them."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from truongan.kernel.clock import today_vn
from truongan.kernel.text import nfc
from truongan.territory.geography import Geography
from truongan.territory.models import AdministrativeUnit, Level
from truongan.territory.queries import boundaries_on, children_of, level_counts, unit_page, units_to_browse
from truongan.web.paging import page_of
from truongan.web.scoping import view_scope

# Days worth comparing: the register's first year, the eve of the reform, the first day after it.
NOTABLE_DAYS = (date(2021, 9, 14), date(2025, 6, 30), date(2025, 7, 1))
_ROWS = 100


@require_safe
@login_required
def browse(request: HttpRequest) -> HttpResponse:
    day = view_scope(request).day or today_vn()
    text, level = nfc(request.GET.get("q", ""))[:100], request.GET.get("cap", "")
    counts = level_counts(day)
    drawn, units = boundaries_on(day)
    context = {
        "day": day,
        "text": text,
        "level": level,
        "levels": [(value, label, counts[value]) for value, label in Level.choices if value in counts],
        "notable_days": NOTABLE_DAYS,
        "drawn": drawn,
        "units": units,
        "has_districts": Level.DISTRICT in counts,
        "no_parent": not text and level in ("", Level.PROVINCE),
        "page": page_of(request, units_to_browse(day, text=text, level=level), _ROWS),
    }
    return render(request, "territory/browse.html", context)


@require_safe
@login_required
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(AdministrativeUnit.objects.select_related("parent__parent"), pk=pk)
    day = view_scope(request).day or today_vn()
    context = {
        **vars(unit_page(found)),
        "day": day,
        "is_valid": found.is_valid_on(day),
        "located": None if found.is_valid_on(day) else Geography(day).locate(found),
        "page": page_of(request, children_of(found, day), _ROWS),
    }
    return render(request, "territory/unit.html", context)
