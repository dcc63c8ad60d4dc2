"""The queue, its workbook, the map and the statistics of a school year."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from truongan.accounts.workplace import unit_in_view
from truongan.documents.queries import WORD_TYPE
from truongan.documents.word import to_docx
from truongan.incidents import rules, tables
from truongan.incidents.actions import declare_complete
from truongan.incidents.models import Category, Incident, Severity
from truongan.incidents.queries.clusters import with_clusters
from truongan.incidents.queries.maps import CaseMap, by_school, case_map, units_of
from truongan.incidents.queries.statistics import YearSums, bounds, counted, schools_in, year_sums, years_with_cases
from truongan.incidents.queries.statistics_paper import statistics_paper
from truongan.incidents.querysets import IncidentQuerySet
from truongan.incidents.states import Causer, Outcome, State
from truongan.incidents.topics import watched_by
from truongan.kernel.clock import now, today_vn
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.plans.school_years import is_school_year, school_year_of
from truongan.web.answering import sent_to
from truongan.web.htmx import render_page
from truongan.web.paging import page_of
from truongan.workbooks.exporting import ExportColumn, export_rows

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COUNTED = 10_000  # of a longer list nobody asks for the last page


@require_safe
@login_required
def incident_list(request: HttpRequest) -> HttpResponse:
    wanted = tables.narrowing(request)
    found = tables.queue(request.user, wanted, request)
    count = found.count_to(_COUNTED + 1)
    page = page_of(request, found, count=min(count, _COUNTED))
    page.object_list = with_clusters(page.object_list)
    context = {
        "wanted": wanted,
        "ask": wanted.ask,
        "page": page,
        "is_longer": count > _COUNTED,
        "named": tables.named_in(request.user, wanted),
        "states": State.choices,
        "outcomes": Outcome.choices,
        "categories": tables.codes_offered(Category),
        "severities": tables.codes_offered(Severity),
        "query": request.GET.urlencode(),
        "topics": watched_by(request.user.scope) if page.number == 1 else (),  # further pages move under the reader
    }
    return render_page(request, "incidents/list.html", "incidents/_table.html", context)


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    wanted = tables.narrowing(request)
    rows = tables.exported(tables.ordered(tables.cases_asked(request.user, wanted), request))
    book = export_rows(_("Vụ việc"), list(tables.COLUMNS), rows, tables.export_meta(request.user, wanted))
    return _workbook(book, f"vu-viec-{wanted.ask.today:%Y-%m-%d}.xlsx")


@require_safe
@login_required
def map_page(request: HttpRequest) -> HttpResponse:
    """Cases of a school year by unit: a drawing, a map that moves, and the list that says the same."""
    year = _year(request)
    found = _case_map(request, year)
    context = {
        "map": found,
        "schools": by_school(_cases_of(request, year)) if len(found.places) == 1 else [],
        "unit": unit_in_view(request, today_vn()),
        "shapes_url": f"{reverse('incidents:map_shapes')}?{request.GET.urlencode()}",
        **_years(request, year),
    }
    return render(request, "incidents/map.html", context)


@never_cache
@require_safe
@login_required
def map_shapes(request: HttpRequest) -> JsonResponse:
    """The same as GeoJSON: units of this person's view with numbers of cases they see."""
    listed = reverse("incidents:list")
    shapes = _case_map(request, _year(request)).as_geojson(lambda unit: f"{listed}?don_vi={unit.code}")
    shown = {"ensure_ascii": False, "separators": (",", ":")}
    return JsonResponse(shapes, json_dumps_params=shown, content_type="application/geo+json")


def _cases_of(request: HttpRequest, year: str) -> IncidentQuerySet:
    unit = unit_in_view(request, today_vn())
    start, end = bounds(year)
    cases = counted(Incident.objects.visible_to(request.user)).occurred_between(start, end)
    return cases.filter(place_path__startswith=unit.path) if unit else cases


def _case_map(request: HttpRequest, year: str) -> CaseMap:
    unit = unit_in_view(request, today_vn())
    return case_map(_cases_of(request, year), units_of(unit.path if unit else "", today_vn()))


@require_safe
@login_required
def statistics(request: HttpRequest) -> HttpResponse:
    """Cases and people of a school year, by kind and by who caused them."""
    year = _year(request)
    own = _own_school(request)
    start, end = bounds(year)
    context = {
        "sums": _sums(request, year),
        "first_day": start,
        "last_day": end - timedelta(days=1),
        "causers": Causer.labels,
        "unit": unit_in_view(request, today_vn()),
        "own": own,
        "may_declare": own is not None and rules.may_declare_for(request.user, own),
        **_years(request, year),
    }
    return render(request, "incidents/statistics.html", context)


@require_safe
@login_required
def statistics_export(request: HttpRequest) -> HttpResponse:
    year = _year(request)
    sums = _sums(request, year)
    columns = [
        ExportColumn(_("Loại vụ việc"), 44), ExportColumn(_("Số vụ"), 10, "number"),
        *(ExportColumn(str(label), 14, "number") for label in Causer.labels),
        ExportColumn(_("Học sinh gây ra"), 14, "number"), ExportColumn(_("Người ngoài gây ra"), 14, "number"),
        ExportColumn(_("Học sinh bị hại"), 14, "number"), ExportColumn(_("Người ngoài bị hại"), 14, "number"),
        ExportColumn(_("Bị thương"), 12, "number"), ExportColumn(_("Tổng số người"), 12, "number"),
    ]  # fmt: skip
    meta = [
        _("Năm học %(year)s, lập ngày %(day)s") % {"year": year, "day": vn_date(today_vn())},
        _("%(n)s/%(m)s đơn vị đã báo cáo") % {"n": sums.reported, "m": sums.units},
        *sums.flags,
        *([_("(*) dòng có số chưa khớp")] if sums.total.is_doubtful else []),
    ]
    return _workbook(
        export_rows(_("Thống kê vụ việc"), columns, _stat_rows(sums), meta), f"thong-ke-vu-viec-{year}.xlsx"
    )


@require_safe
@login_required
def statistics_word(request: HttpRequest) -> HttpResponse:
    """The same as an official report of the person's own organization."""
    year, unit = _year(request), unit_in_view(request, today_vn())
    user: Any = request.user
    own = Organization.objects.visible_to(user).filter(pk__in=user.scope.own_ids).order_by("pk").first()
    area = own.name if own is not None and own.is_school else unit.full_name if unit else _("phạm vi được xem")
    path = unit.path if unit else ""
    paper = statistics_paper(_sums(request, year), own, area, path, today_vn())
    headers = {"Content-Disposition": f'attachment; filename="thong-ke-vu-viec-{year}.docx"'}
    return HttpResponse(to_docx(paper), content_type=WORD_TYPE, headers=headers)


@require_POST
@login_required
def declare(request: HttpRequest) -> HttpResponse:
    """A school says that everything of the year is reported."""
    key = request.POST.get("truong", "")
    organizations = Organization.objects.visible_to(request.user).schools()
    organization = get_object_or_404(organizations, pk=int(key) if key.isdecimal() and len(key) < 19 else 0)
    require(rules.may_declare_for(request.user, organization))
    year = request.POST.get("nam_hoc", "")
    if is_school_year(year):
        declare_complete(actor=request.user, organization=organization, school_year=year, now=now())
        messages.success(request, _("Đã xác nhận báo đủ năm học %(year)s.") % {"year": year})
    return sent_to(reverse("incidents:statistics"))


def _sums(request: HttpRequest, year: str) -> YearSums:
    unit = unit_in_view(request, today_vn())
    cases = Incident.objects.visible_to(request.user)
    if unit:
        cases = cases.filter(place_path__startswith=unit.path)
    return year_sums(cases, schools_in(request.user, unit, today_vn()), year)


def _stat_rows(sums: YearSums):
    for theme in sums.themes:
        yield _stat_row(theme.name.upper(), theme.sums)
        for kind in theme.kinds:
            yield _stat_row(kind.name, kind.sums)
    yield _stat_row(_("TỔNG"), sums.total)


def _stat_row(name: str, each) -> tuple:
    return (
        f"{name} (*)" if each.is_doubtful else name, each.cases, *each.caused, each.pupils_causing, each.outsiders_causing, each.pupils_harmed,
        each.outsiders_harmed, each.injured, each.people,
    )  # fmt: skip


def _year(request: HttpRequest) -> str:
    asked = request.GET.get("nam_hoc", "")
    return asked if is_school_year(asked) else school_year_of(today_vn())


def _years(request: HttpRequest, year: str) -> dict[str, Any]:
    years = years_with_cases(Incident.objects.visible_to(request.user), today_vn())
    return {"year": year, "years": years if year in years else [year, *years], "query": request.GET.urlencode()}


def _own_school(request: HttpRequest) -> Organization | None:
    own = Organization.objects.visible_to(request.user).schools().filter(pk__in=request.user.scope.own_ids)
    return own.order_by("pk").first()


def _workbook(book: bytes, name: str) -> HttpResponse:
    return HttpResponse(book, content_type=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
