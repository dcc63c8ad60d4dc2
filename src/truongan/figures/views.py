from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.accounts.workplace import top_units, unit_in_view
from truongan.figures.counting import answer
from truongan.figures.declared import declared_beside_counted
from truongan.figures.exports import as_workbook, unit_name
from truongan.figures.forms import QuestionForm
from truongan.figures.grouping import groups_of
from truongan.figures.indicators import INDICATORS, MOVEMENT, SUBJECTS, Indicator, Subject
from truongan.figures.opened import opened
from truongan.figures.panels import ways_on
from truongan.figures.parts import PARAMETERS, PARTS
from truongan.figures.queries import contributions, history, holder_now, records_behind
from truongan.figures.questions import Answer, Figure, Question, Row
from truongan.figures.tables import Comparison, columns_of, lines_of
from truongan.figures.tabs import tabs
from truongan.kernel.clock import today_vn
from truongan.organizations.models import Organization
from truongan.web.htmx import render_page
from truongan.web.paging import page_of
from truongan.web.scoping import view_scope

_NAMED = 3  # units in a heading; more are called the viewer's area
HEADLINES = ("schemes.count", "teams.count", "teams.memberships", "groups.count", "groups.memberships")


@require_safe
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Every figure of a unit on a day: table, chart, comparison, and the way to what stands behind each."""
    subject = subject_asked(request)
    form, question = _asked(request, subject)
    found = answer(question, subject.codes)
    compared = form.cleaned_data.get("so_voi") if form.is_valid() else None
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "question": question,
        "unit_name": _title(request, question),
        "tabs": tabs(request, subject),
        "is_movement": subject is MOVEMENT,
        "headlines": headlines_of(found, subject),
        "columns": columns_of(found, subject),
        "lines": lines_of(
            found, request.GET.get("sap", ""), partial(_query_of, request, question), _addresses(), subject
        ),
        "comparison": Comparison(found, compared) if compared else None,
        "points": [],
        "declared": [],
        "export_query": request.GET.urlencode(),
        "ways_on": ways_on(request, question),
    }
    if subject is MOVEMENT:
        placed = groups_of(replace(question, by="", geography=None, since=None)).listed()
        context["points"] = history(question, "schemes.count", groups=placed)
        context["declared"] = declared_beside_counted(question, placed)
    return render_page(request, "figures/page.html", "figures/_page.html", context)


def subject_asked(request: HttpRequest) -> Subject:
    """The tab in the address; one that does not exist is the first."""
    return SUBJECTS.get(request.GET.get("nhom", ""), MOVEMENT)


def headlines_of(found: Answer, subject: Subject) -> list[Figure]:
    """The big figures of a tab."""
    codes = HEADLINES if subject is MOVEMENT else subject.codes
    return [found.total[code] for code in codes if code in found.total.figures]


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """The table of the page as a workbook; the same URL parameters give the same file."""
    subject = subject_asked(request)
    form, question = _asked(request, subject)
    if not form.is_valid():
        raise Http404
    content = as_workbook(
        answer(question, subject.codes), title=_("Số liệu %(unit)s") % {"unit": _title(request, question)}
    )
    response = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response["Content-Disposition"] = f'attachment; filename="so-lieu-{question.on:%Y-%m-%d}.xlsx"'
    return response


@require_safe
@login_required
def behind(request: HttpRequest, code: str) -> HttpResponse:
    """What stands behind one figure: each school with its share, and a school's own rows with their source."""
    indicator = _indicator(code)
    _form, question = _asked(request, MOVEMENT)
    question = replace(question, part=_part_asked(request, indicator))
    if indicator.only_in_period and not question.since:
        raise Http404
    context: dict[str, Any] = {
        "indicator": indicator,
        "question": question,
        "page_url": _tab_of(request, code),
        "part": PARTS[question.part[0]][question.part[1]] if question.part[0] else "",
        "unit_name": _title(request, question),
        "figure": answer(_without_breakdown(question), [code]).total[code],
    }
    if school := request.GET.get("truong", ""):
        visible = Organization.objects.visible_to(request.user)
        organization = (
            get_object_or_404(visible, pk=school) if school.isdecimal() and len(school) < 19 else _not_found()
        )
        rows = records_behind(question, indicator, organization)
        page = page_of(request, rows)
        context |= {
            "organization": organization,
            "page": page,
            "opened": [each for record in page if (each := opened(record))],
            "unseen": _unseen(request, page, organization),
        }
        return render(request, "figures/behind_school.html", context)
    shares = contributions(question, indicator)
    context |= {"page": page_of(request, shares), "share_total": sum(each.value for each in shares)}
    return render_page(request, "figures/behind.html", "figures/_behind_table.html", context)


def _tab_of(request: HttpRequest, code: str) -> str:
    """The tab of the figures page that shows this figure, for the unit and day in view."""
    subject = next(each for each in SUBJECTS.values() if code in each.codes)
    asked = view_scope(request).parameters | ({"nhom": subject.slug} if subject.slug else {})
    return reverse("figures:page") + (f"?{urlencode(asked)}" if asked else "")


def _unseen(request: HttpRequest, page, organization: Organization) -> set[int]:
    """Organizations that hold rows of this page today and lie outside what the viewer sees: named, not opened."""
    now = {holder_now(record) for record in page} - {organization.pk}
    seen = Organization.objects.visible_to(request.user).filter(pk__in=now).values_list("pk", flat=True)
    return now - set(seen) if now else set()


def _query_of(request: HttpRequest, question: Question, row: Row) -> str:
    """The query that asks about a row: its unit where that stood on the day, the page's own for the whole."""
    parameters = {"ngay": question.on.isoformat(), "don_vi": request.GET.get("don_vi", "")}
    if question.since:
        parameters["tu"] = question.since.isoformat()
    if row.unit is not None and question.borders_on == question.on:
        parameters["don_vi"] = row.unit.code
    elif row.key and question.by in PARAMETERS:
        parameters[PARAMETERS[question.by]] = row.key
    elif row.key:
        return ""
    return urlencode({name: value for name, value in parameters.items() if value})


def _addresses() -> dict[str, str]:
    return {code: reverse("figures:behind", args=[code]) for code in INDICATORS}


def _not_found() -> Organization:
    raise Http404


def _part_asked(request: HttpRequest, indicator: Indicator) -> tuple[str, str]:
    """Of activities, the topic, form or group in the address."""
    if indicator.source == "activities":
        for by, name in PARAMETERS.items():
            if (value := request.GET.get(name, "")) in PARTS[by]:
                return by, value
    return "", ""


def _asked(request: HttpRequest, subject: Subject) -> tuple[QuestionForm, Question]:
    given = request.GET.copy()
    today = today_vn()
    form = QuestionForm(given, subject=subject)
    form.is_valid()
    day = form.cleaned_data.get("ngay") or today
    return form, form.question(today=today, unit=unit_in_view(request, day), viewer=request.user)


def _without_breakdown(question: Question) -> Question:
    return replace(question, geography=None, by="")


def _title(request: HttpRequest, question: Question) -> str:
    if question.unit:
        return question.unit.full_name
    own = request.user.scope  # type: ignore[union-attr]  # signed in: login_required
    if len(own.own_ids) == 1 and not own.areas:
        return Organization.objects.get(pk=own.own_ids[0]).name
    if not own.areas or own.areas[0].path == "":
        return unit_name(question)
    tops = top_units(own, question.on) or []
    return ", ".join(unit.full_name for unit in tops[:_NAMED]) if 0 < len(tops) <= _NAMED else _("Địa bàn của bạn")


def _indicator(code: str) -> Indicator:
    try:
        return INDICATORS[code]
    except KeyError as reason:
        raise Http404 from reason
