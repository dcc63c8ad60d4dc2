"""The page of everything that came of a directive."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.directives.models import Directive
from truongan.figures.indicators import INDICATORS
from truongan.kernel.clock import now, today_vn
from truongan.organizations.models import Organization
from truongan.organizations.scope import EVERY_SECTOR
from truongan.reports import rules
from truongan.reports.actions import draft_report
from truongan.reports.narrative import Said
from truongan.reports.panels import ways_on_thread
from truongan.reports.thread.nodes import NODES, branches
from truongan.reports.thread.numbers import NUMBERS, Results, results_of
from truongan.reports.thread.sources import Thread, thread_of
from truongan.reports.thread.summary import summary
from truongan.reports.thread.timeline import happenings, told
from truongan.web.htmx import render_page
from truongan.web.paging import page_of
from truongan.web.scoping import day_or_none

SUMMARY, TREE, TIMELINE = "", "cay", "thoi-gian"
_DAYS = 20  # a page of the timeline


@require_safe
@login_required
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """Summary, tree or timeline of a directive as of a day, as far as the person sees."""
    found = _thread(request, pk)
    shown = request.GET.get("xem", "")
    results = results_of(found)
    context: dict[str, Any] = {
        "thread": found,
        "directive": found.directive,
        "shown": shown if shown in (TREE, TIMELINE) else SUMMARY,
        "own": results.own,
        "address": reverse("reports:thread", args=[pk]),
        "query": urlencode({"ngay": found.on.isoformat()}),
        "may_report": _reporter(request, found) is not None,
        "is_whole": _sees_all(request, found),
        "ways_on": ways_on_thread(request, found),
    }
    if context["shown"] == TREE:
        context |= {"branches": branches(found, results.values), "chain": [found.chain()]}
    elif context["shown"] == TIMELINE:
        page = page_of(request, happenings(found), per_page=_DAYS)
        context |= {"page": page, "days": told(found, page.object_list)}
    else:
        context["sections"] = _sentences(results)
    return render(request, "reports/thread.html", context)


@require_safe
@login_required
def thread_part(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Every row of one part of the tree."""
    if code not in NODES:
        raise Http404
    found, node = _thread(request, pk), NODES[code]
    page = page_of(request, node.rows(found))
    page.object_list = [node.row(found, each) for each in page.object_list]
    context = {
        "thread": found,
        "directive": found.directive,
        "node": node,
        "page": page,
        "back": f"{reverse('reports:thread', args=[pk])}?{urlencode({'ngay': found.on.isoformat(), 'xem': TREE})}",
    }
    return render_page(request, "reports/thread_part.html", "reports/_thread_rows.html", context)


@require_POST
@login_required
def thread_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the report on results with the summary's sentences, for a person to finish."""
    found = _thread(request, pk)
    issuer = _reporter(request, found)
    if issuer is None:
        raise PermissionDenied
    report = draft_report(
        actor=request.user, issuer=issuer, unit=found.unit, on=found.on,
        directive=found.directive, now=now(),
    )  # fmt: skip
    messages.success(request, _("Đã lập dự thảo từ tóm tắt của văn bản. Sửa lời rồi chốt để lấy số."))
    return redirect(report)


def _thread(request: HttpRequest, pk: int) -> Thread:
    """As of the asked day; without one, of the day the header holds, else today."""
    rows = Directive.objects.visible_to(request.user).given_out().select_related("kept_by", "issuer")
    asked = day_or_none(request.POST.get("ngay") or request.GET.get("ngay", ""))
    return thread_of(get_object_or_404(rows, pk=pk), on=min(asked or today_vn(), today_vn()), viewer=request.user)


def _reporter(request: HttpRequest, found: Thread) -> Organization | None:
    """Whose report this person would draft: the issuer's; of a closed one, that of their own agency over its place
    (the committee that took over a province of 2021 reports on what that one began)."""
    user, issuer = request.user, found.directive.kept_by
    if issuer.closed_on is None:
        return issuer if rules.may_draft(user, issuer) else None
    own = [each.organization_id for each in user.scope.own if each.may_write]  # type: ignore[union-attr]  # signed in
    place = issuer.place_path
    over = Organization.objects.visible_to(user).filter(pk__in=own, place_path=place).exclude(sector="school")
    return over.filter(sector=issuer.sector).first() or over.order_by("pk").first()


def _sees_all(request: HttpRequest, found: Thread) -> bool:
    """Whether the numbers are the whole thread's, not only those of the viewer's own part."""
    user = request.user
    if user.is_superuser or found.directive.kept_by_id in user.scope.own_ids:  # type: ignore[union-attr]  # signed in
        return True
    place = found.directive.kept_by.place_path  # of today's borders, as areas are; the unit may be of then
    return any(
        place.startswith(area.path) and area.sectors == EVERY_SECTOR
        for area in user.scope.areas  # type: ignore[union-attr]  # signed in
    )


@dataclass(frozen=True)
class Piece:
    """Words, or a figure that opens: its label, basis and the records behind it."""

    text: str
    label: str = ""
    basis: str = ""
    href: str = ""


def _sentences(results: Results) -> list[tuple[str, list[list[Piece]]]]:
    return [
        (each.title, [[_piece(results, said) for said in sentence] for sentence in each.sentences])
        for each in summary(results)
    ]


def _piece(results: Results, said: Said) -> Piece:
    if not said.name:
        return Piece(said.text)
    if said.name in NUMBERS:
        number = NUMBERS[said.name]
        part = NODES.get(number.node)
        address = reverse("reports:thread_part", args=[results.thread.directive.pk, number.node]) if part else ""
        query = urlencode({"ngay": results.thread.on.isoformat()})
        return Piece(said.text, str(number.label), str(number.basis), f"{address}?{query}" if address else "")
    indicator = INDICATORS[said.name]
    figure = results.register.total[said.name]
    return Piece(said.text, str(indicator.label).lower(), figure.basis, _behind(results.thread, said.name))


def _behind(thread: Thread, code: str) -> str:
    asked = {"ngay": thread.on.isoformat(), "tu": thread.since.isoformat()}
    if thread.unit:
        asked["don_vi"] = thread.unit.code
    return f"{reverse('figures:behind', args=[code])}?{urlencode(asked)}"
