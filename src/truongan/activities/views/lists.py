"""The list of activities, its workbook, and a month in one page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.activities import rules, tables
from truongan.activities.queries.counting import sums_of
from truongan.activities.queries.months import month_log
from truongan.activities.states import Form, Kind
from truongan.kernel.clock import today_vn
from truongan.plans.states import Topic
from truongan.web.htmx import render_page
from truongan.web.paging import page_of
from truongan.workbooks.exporting import export_rows

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
def activity_list(request: HttpRequest) -> HttpResponse:
    wanted = tables.narrowing(request)
    found = tables.activities_asked(request.user, wanted)
    sums = sums_of(found)
    context = {
        "wanted": wanted,
        "ask": wanted.ask,
        "page": page_of(request, tables.ordered(found, request), count=sums.activities),
        "sums": sums,
        "named": [(name, words, request.GET[name]) for name, words in tables.named_in(request.user, wanted)],
        "kinds": Kind.choices,
        "topics": Topic.choices,
        "forms": Form.choices,
        "may_record": rules.may_record_somewhere(request.user),
        "query": request.GET.urlencode(),
        "this_month": f"{today_vn():%Y-%m}",
    }
    return render_page(request, "activities/list.html", "activities/_table.html", context)


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    wanted = tables.narrowing(request)
    rows = tables.exported(tables.ordered(tables.activities_asked(request.user, wanted), request))
    meta = tables.export_meta(request.user, wanted)
    name = f"hoat-dong-{wanted.month or format(wanted.ask.day, '%Y-%m-%d')}.xlsx"
    return HttpResponse(
        export_rows(_("Hoạt động"), list(tables.COLUMNS), rows, meta),
        content_type=_XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
@login_required
def month(request: HttpRequest) -> HttpResponse:
    """What happened day by day in one month, to be read or printed; without `thang` this month."""
    wanted = tables.narrowing(request)
    first, end = tables.month_of(wanted.month) or _this_month()
    rows = tables.activities_asked(request.user, wanted).in_period(first, end)
    context = {
        "wanted": wanted,
        "ask": wanted.ask,
        "first": first,
        "before": f"{tables.month_before(first):%Y-%m}",
        "after": f"{end:%Y-%m}" if end <= today_vn() else "",
        "log": month_log(rows),
        "named": [words for _name, words in tables.named_in(request.user, wanted)],
        "unit": wanted.ask.unit,
    }
    return render(request, "activities/month.html", context)


def _this_month():
    first = today_vn().replace(day=1)
    return first, tables.next_month(first)
