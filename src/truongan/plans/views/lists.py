"""The list of plans, the schools without one, and their exports."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.documents.rules import may_open_templates
from truongan.kernel.clock import today_vn
from truongan.movement.tables.narrowing import Asked
from truongan.organizations.models import SchoolLevel
from truongan.plans import rules
from truongan.plans.models import Plan
from truongan.plans.school_years import around
from truongan.plans.tables import missing, plans
from truongan.web.htmx import render_page
from truongan.web.paging import page_of
from truongan.workbooks.exporting import ExportColumn, export_rows

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NARROWING = ("cap", "tt", "viec")


@require_safe
@login_required
def plan_list(request: HttpRequest) -> HttpResponse:
    ask = plans.plan_question(request)
    year = plans.year_asked(ask)
    found = plans.plans_asked(request.user, ask)
    page = page_of(request, plans.ordered(found, request))
    schools = missing.schools_in_view(request.user, ask)
    made = Plan.objects.visible_to(request.user).made_on(ask.day, year).filter(organization__in=schools.values("pk"))
    approved = (
        Plan.objects.visible_to(request.user)
        .approved_on_day(ask.day, year)
        .filter(organization__in=schools.values("pk"))
    )
    context = {
        **_shared(request, ask),
        "page": page,
        "rows": plans.plan_rows(list(page.object_list), ask.day),
        "counts": plans.state_counts(plans.plans_in_scope(request.user, ask), request.user, ask.day),
        "states": plans.STATES,
        "schools": schools.count(),
        "made": made.count(),
        "approved": approved.count(),
        "may_keep_templates": may_open_templates(request.user),
    }
    return render_page(request, "plans/list.html", "plans/_table.html", context)


@require_safe
@login_required
def plan_export(request: HttpRequest) -> HttpResponse:
    ask = plans.plan_question(request)
    rows = plans.ordered(plans.plans_asked(request.user, ask), request)
    return _workbook(request, ask, _("Kế hoạch"), "ke-hoach", plans.COLUMNS, plans.exported(rows, ask.day))


@require_safe
@login_required
def missing_list(request: HttpRequest) -> HttpResponse:
    """Silence is visible: schools whose plan of the year has not been submitted."""
    ask = plans.plan_question(request)
    found = missing.missing_asked(request.user, ask)
    page = page_of(request, missing.ordered(found, request))
    context = {
        **_shared(request, ask),
        "page": page,
        "rows": missing.missing_rows(list(page.object_list), request.user, ask),
        "schools": missing.schools_in_view(request.user, ask).count(),
    }
    return render_page(request, "plans/missing.html", "plans/_missing_table.html", context)


@require_safe
@login_required
def missing_export(request: HttpRequest) -> HttpResponse:
    ask = plans.plan_question(request)
    rows = missing.ordered(missing.missing_asked(request.user, ask), request)
    cells = missing.exported(rows, request.user, ask)
    return _workbook(request, ask, _("Chưa lập kế hoạch"), "chua-lap-ke-hoach", missing.COLUMNS, cells)


def _shared(request: HttpRequest, ask: Asked) -> dict:
    year = plans.year_asked(ask)
    years = around(today_vn())
    return {
        "ask": ask,
        "year": year,
        "years": [(each, each) for each in (years if year in years else [year, *years])],
        "levels": SchoolLevel.choices,
        "may_add": rules.may_write_somewhere(request.user),
        "query": request.GET.urlencode(),
        "narrowing": sum(1 for name in _NARROWING if request.GET.get(name)),
    }


def _workbook(
    request: HttpRequest, ask: Asked, title: str, stem: str, columns: Iterable[ExportColumn], rows: Iterable[tuple]
) -> HttpResponse:
    content = export_rows(title, list(columns), rows, plans.export_meta(request.user, ask))
    name = f"{stem}-{plans.year_asked(ask)}-{ask.day:%Y-%m-%d}.xlsx"
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
