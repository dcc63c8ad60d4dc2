import csv
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from truongan.directives.models import Directive
from truongan.figures.exports import as_json, as_table, unit_name
from truongan.figures.indicators import INDICATORS, MOVEMENT, PUBLIC_SUBJECTS, Subject
from truongan.figures.public import public_answer, served_unit
from truongan.figures.queries import history
from truongan.figures.questions import Answer, Figure, Question, Row
from truongan.figures.tables import columns_of
from truongan.figures.tabs import tabs
from truongan.kernel.clock import today_vn
from truongan.news.queries import latest_articles
from truongan.portal.forms import PublicFiguresForm
from truongan.portal.maps import FigureMap, figure_map
from truongan.territory.geography import UnknownUnit
from truongan.web.page_cache import cached_page
from truongan.workbooks.exporting import harmless

DIRECTIVE_RESULT = date(2021, 9, 14)  # the day of the article the movement's public figures began with
_ASKED = ("nhom", "ngay", "dia_gioi", "theo", "don_vi", "chi_tieu")  # what the pages of figures read of their address
_NEWS, _DOCUMENTS = 4, 3  # on the first page
_HOME = ("teams.count", "teams.memberships", "groups.count", "groups.memberships")


@dataclass(frozen=True)
class Asked:
    form: PublicFiguresForm
    answer: Answer


@require_safe
@cached_page("figures", "news", "documents")
def home(request: HttpRequest) -> HttpResponse:
    """The movement as it stands: live figures, newest articles and directives, coverage, the ways to ask and to tell."""
    today = today_vn()
    unit = served_unit(today)
    found = public_answer(today, unit, codes=MOVEMENT.codes)
    total = found.total
    context = {
        "found": found,
        "schemes": total["schemes.count"],
        "active": total["schemes.active"],
        "headlines": [total[code] for code in _HOME],
        "coverage": _coverage(found),
        "levels": _coverage(public_answer(today, unit, by="level", codes=("schools.covered",))),
        "points": history(Question(on=today, unit=unit), "schemes.count"),
        "unit_name": unit_name(found.question),
        "result_day": DIRECTIVE_RESULT,
        "articles": latest_articles(_NEWS),
        "documents": Directive.objects.published().order_by("-issued_on", "-pk")[:_DOCUMENTS],
    }
    return render(request, "portal/home.html", context)


def _coverage(found: Answer) -> list[tuple[str, Figure]]:
    """Groups with at least one school, best covered first."""
    rows = [(row.label, row["schools.covered"]) for row in found.rows if row["schools.covered"].whole]
    return sorted(rows, key=lambda row: -(row[1].value or 0) / (row[1].whole or 1))


@require_safe
@cached_page("figures", query=_ASKED)
def figures(request: HttpRequest) -> HttpResponse:
    """Public figures of any day, with their method; the same as JSON and CSV."""
    subject = PUBLIC_SUBJECTS.get(request.GET.get("nhom", ""), MOVEMENT)
    asked = _asked(request, subject)
    codes = ("schemes.count", *_HOME) if subject is MOVEMENT else subject.codes
    total = asked.answer.total
    context = {
        "form": asked.form,
        "tabs": tabs(request, subject, PUBLIC_SUBJECTS),
        "found": asked.answer,
        "question": asked.answer.question,
        "columns": columns_of(asked.answer, subject),
        "map": _map(request, asked.answer, subject),
        "shapes_url": f"{reverse('portal:figures_map')}?{request.GET.urlencode()}",
        "lines": [(row, _unit_href(request, asked.answer, row)) for row in asked.answer.rows],
        "headlines": [total[code] for code in codes if code in total.figures],
        "unit_name": unit_name(asked.answer.question),
        "points": history(asked.answer.question, "schemes.count") if subject is MOVEMENT else [],
        "query": request.GET.urlencode(),
    }
    return render(request, "portal/figures.html", context)


@require_safe
@cached_page("figures", query=_ASKED)
def figures_json(request: HttpRequest) -> JsonResponse:
    asked = _asked(request, _subject_or_all(request))
    if asked.form.errors:
        return JsonResponse({"errors": asked.form.errors}, status=400, json_dumps_params={"ensure_ascii": False})
    return JsonResponse(as_json(asked.answer), json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
@cached_page("figures", query=_ASKED)
def figures_csv(request: HttpRequest) -> HttpResponse:
    asked = _asked(request, _subject_or_all(request))
    if asked.form.errors:
        said = "\n".join(f"{name}: {' '.join(map(str, reasons))}" for name, reasons in asked.form.errors.items())
        return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="so-lieu-{asked.answer.question.on:%Y-%m-%d}.csv"'
    csv.writer(response).writerows([harmless(cell) for cell in line] for line in as_table(asked.answer))
    return response


@require_safe
@cached_page("figures", query=_ASKED)
def figures_map(request: HttpRequest) -> JsonResponse:
    """The map of the page of figures as GeoJSON: shapes for display with the public number of each.

    Empty where no boundaries were imported.
    """
    subject = PUBLIC_SUBJECTS.get(request.GET.get("nhom", ""), MOVEMENT)
    asked = _asked(request, subject)
    if asked.form.errors:
        return JsonResponse({"errors": asked.form.errors}, status=400, json_dumps_params={"ensure_ascii": False})
    found = _map(request, asked.answer, subject)
    shapes = found.as_geojson() if found else {"type": "FeatureCollection", "features": []}
    shown = {"ensure_ascii": False, "separators": (",", ":")}
    return JsonResponse(shapes, json_dumps_params=shown, content_type="application/geo+json")


@require_safe
@cached_page()
def method(request: HttpRequest) -> HttpResponse:
    """How every public figure is counted."""
    return render(
        request, "portal/method.html", {"figures": [Figure(each) for each in INDICATORS.values() if each.is_public]}
    )


def _map(request: HttpRequest, found: Answer, subject: Subject) -> FigureMap | None:
    asked = request.GET.get("chi_tieu", "")
    return figure_map(found, columns_of(found, subject), asked, lambda row: _unit_href(request, found, row))


def _unit_href(request: HttpRequest, found: Answer, row: Row) -> str:
    """The same page for the row's unit; empty where it is no unit of that day, or the page's own."""
    day, unit = found.question.on, row.unit
    if unit is None or unit == found.question.unit or not unit.is_valid_on(day):
        return ""
    kept = {name: request.GET[name] for name in ("nhom", "ngay", "dia_gioi", "chi_tieu") if request.GET.get(name)}
    return f"{reverse('portal:figures')}?{urlencode(kept | {'don_vi': unit.code})}"


def _subject_or_all(request: HttpRequest) -> Subject | None:
    """For programs: the subject named, without one every figure."""
    return PUBLIC_SUBJECTS.get(request.GET["nhom"], MOVEMENT) if "nhom" in request.GET else None


def _asked(request: HttpRequest, subject: Subject | None) -> Asked:
    """The question in the URL; what cannot be read is said beside its field and left at its default."""
    form = PublicFiguresForm(request.GET, subject=subject or MOVEMENT)
    form.is_valid()
    given = form.cleaned_data
    day = given.get("ngay") or today_vn()
    try:
        unit = served_unit(day, given.get("don_vi") or "")
    except UnknownUnit as reason:
        raise Http404(str(reason)) from reason
    codes = subject.codes if subject else ()
    return Asked(form, public_answer(day, unit, given.get("theo") or "unit", given.get("dia_gioi"), codes))
