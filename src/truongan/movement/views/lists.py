"""Lists of schemes, teams and groups, and their exports."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.movement import rules
from truongan.movement.models import ConnectionGroup, SchemeType
from truongan.movement.queries.attention import GROUP_GAPS, SCHEME_GAPS, TEAM_GAPS
from truongan.movement.queries.sizes import NOTHING, total_of_groups, total_of_schemes, total_of_teams
from truongan.movement.tables import groups, schemes, teams
from truongan.movement.tables.narrowing import Asked
from truongan.organizations.models import SchoolLevel
from truongan.web.htmx import render_page
from truongan.web.paging import page_of
from truongan.workbooks.exporting import ExportColumn, export_rows

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SUMMED = 1500  # a longer list sums its page and says so


@require_safe
@login_required
def scheme_list(request: HttpRequest) -> HttpResponse:
    ask = schemes.scheme_question(request)
    found = schemes.schemes_asked(request.user, ask)
    counts = schemes.state_counts(schemes.schemes_in_scope(request.user, ask), ask)
    known = counts["all"] if schemes.is_unfiltered(ask) else None
    page = page_of(request, schemes.ordered(found, request), count=known)
    rows = schemes.scheme_rows(list(page.object_list), ask)
    sums_all = page.paginator.count <= MOST_SUMMED
    total = total_of_schemes(found, ask.day) if sums_all else sum((row.size for row in rows), NOTHING)
    context = {
        **_shared(request, ask, SCHEME_GAPS),
        "page": page,
        "rows": rows,
        "total": total,
        "sums_all": sums_all,
        "counts": counts,
        "states": schemes.STATES,
        "entries": schemes.ENTRIES,
        "events": schemes.EVENTS,
        "types": list(SchemeType.objects.order_by("pk")),
    }
    return render_page(request, "movement/scheme_list.html", "movement/_scheme_table.html", context)


@require_safe
@login_required
def team_list(request: HttpRequest) -> HttpResponse:
    ask = teams.team_question(request)
    found = teams.teams_asked(request.user, ask)
    page = page_of(request, teams.ordered(found, request))
    rows = teams.team_rows(list(page.object_list), ask)
    sums_all = page.paginator.count <= MOST_SUMMED
    context = {
        **_shared(request, ask, TEAM_GAPS),
        "page": page,
        "rows": rows,
        "total": total_of_teams(found, ask.day) if sums_all else sum(row.members for row in rows),
        "sums_all": sums_all,
        "types": list(SchemeType.objects.order_by("pk")),
    }
    return render_page(request, "movement/team_list.html", "movement/_team_table.html", context)


@require_safe
@login_required
def group_list(request: HttpRequest) -> HttpResponse:
    ask = groups.group_question(request)
    found = groups.groups_asked(request.user, ask)
    page = page_of(request, groups.ordered(found, request))
    rows = groups.group_rows(list(page.object_list), ask)
    sums_all = page.paginator.count <= MOST_SUMMED
    context = {
        **_shared(request, ask, GROUP_GAPS),
        "page": page,
        "rows": rows,
        "total": total_of_groups(found, ask.day) if sums_all else sum(row.sides.members for row in rows),
        "sums_all": sums_all,
        "platforms": ConnectionGroup.Platform.choices,
    }
    return render_page(request, "movement/group_list.html", "movement/_group_table.html", context)


@require_safe
@login_required
def scheme_export(request: HttpRequest) -> HttpResponse:
    ask = schemes.scheme_question(request)
    rows = schemes.ordered(schemes.schemes_asked(request.user, ask), request)
    return _workbook(request, ask, _("Điểm mô hình"), "diem-mo-hinh", schemes.COLUMNS, schemes.exported(rows, ask))


@require_safe
@login_required
def team_export(request: HttpRequest) -> HttpResponse:
    ask = teams.team_question(request)
    rows = teams.ordered(teams.teams_asked(request.user, ask), request)
    return _workbook(request, ask, _("Tổ tự quản"), "to-tu-quan", teams.COLUMNS, teams.exported(rows, ask))


@require_safe
@login_required
def group_export(request: HttpRequest) -> HttpResponse:
    ask = groups.group_question(request)
    rows = groups.ordered(groups.groups_asked(request.user, ask), request)
    return _workbook(request, ask, _("Nhóm kết nối"), "nhom-ket-noi", groups.COLUMNS, groups.exported(rows, ask))


def _shared(request: HttpRequest, ask: Asked, gaps: tuple) -> dict:
    return {
        "ask": ask,
        "gaps": gaps,
        "levels": SchoolLevel.choices,
        "may_add": rules.may_write_somewhere(request.user),
        "query": request.GET.urlencode(),
        "narrowing": sum(
            1 for name in ("loai", "cach", "su_kien", "cap", "can", "nen", "tt") if request.GET.get(name)
        ),
    }


def _workbook(
    request: HttpRequest, ask: Asked, title: str, stem: str, columns: Iterable[ExportColumn], rows: Iterable[tuple]
) -> HttpResponse:
    content = export_rows(title, list(columns), rows, schemes.export_meta(request.user, ask))
    name = f"{stem}-{ask.day:%Y-%m-%d}.xlsx"
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
