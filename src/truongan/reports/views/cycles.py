from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.audit.queries import history_of
from truongan.directives.models import Directive
from truongan.documents.rules import may_open_templates
from truongan.kernel.clock import now, today_vn
from truongan.kernel.numbers import vn_number
from truongan.kernel.refusals import require
from truongan.organizations.calendar import exceptions_for
from truongan.organizations.models import Organization
from truongan.reports import rules
from truongan.reports.actions import CannotReport, open_cycle, remind_now, set_repeating
from truongan.reports.forms.periodic import CycleForm
from truongan.reports.models import ReportCycle, Submission
from truongan.reports.periodic.cycle_rules import rules_on
from truongan.reports.periodic.periods import REGULAR, deadlines_of, period_containing, periods_of
from truongan.reports.queries import boards
from truongan.reports.states import CHOSEN_DATES, CycleKind
from truongan.web.answering import form_page, press
from truongan.web.htmx import render_page
from truongan.web.paging import page_of

_YEARS = (2021, 2100)
_DIRECTIVES = 100  # offered in the form; older ones are opened from their own page
_CHIPS = ("chua-nop", boards.MISSING, boards.WAITING, "tra-lai", "da-duyet", boards.LATE)


@require_safe
@login_required
def cycle_list(request: HttpRequest) -> HttpResponse:
    """Rounds of reports in scope, the newest period first, each with how far the units in scope are."""
    cycles = ReportCycle.objects.visible_to(request.user).select_related("issuer").newest_first()
    if kind := request.GET.get("loai", ""):
        cycles = cycles.filter(kind=kind)
    page, day = page_of(request, cycles), today_vn()
    tallies = boards.tallies_of(request.user, list(page), day)
    context = {
        "page": page,
        "rows": [(cycle, tallies.get(cycle.pk, boards.Tally())) for cycle in page],
        "kinds": CycleKind.choices,
        "owed": boards.owed_by(request.user)[:5],
        "waiting": boards.to_review(request.user)[:5],
        "today_on": day,
        "can_open": _issuers(request).exists(),
        "can_template": may_open_templates(request.user),
    }
    return render_page(request, "reports/cycle_list.html", "reports/_cycles.html", context)


def _issuers(request: HttpRequest):
    """The agencies for which this person may open a round."""
    user = request.user
    agencies = Organization.objects.visible_to(user).exclude(sector="school").filter(closed_on=None)
    if not user.is_superuser:
        agencies = agencies.filter(pk__in=[own.organization_id for own in user.scope.own if own.may_write])
    return agencies.order_by("level", "sort_key", "pk")


@form_page
@login_required
def cycle_new(request: HttpRequest) -> HttpResponse:
    """Open a round: the kind and the year stand in the address, the rest in the form."""
    issuers = _issuers(request)
    require(issuers.exists())
    kind = request.GET.get("loai", CycleKind.QUARTER)
    if kind not in CycleKind.values:
        raise Http404
    year = _year(request)
    periods = periods_of(kind, year) if kind in REGULAR else []
    rules_then = rules_on(date(year, 12, 31))
    levels = [each.code for each in rules_then.levels if each.until is None or each.until.year >= year]
    form = CycleForm(
        request.POST or None, issuers=issuers, periods=periods, levels=levels, initial=_initial(request, kind, issuers),
        directives=_directives(request),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            cycle = _opened(request, kind, form)
        except CannotReport as reason:
            form.add_error(None, str(reason))
        else:
            _say_who_takes_part(request, cycle)
            return redirect(cycle)
    exceptions = exceptions_for(issuers.first().place_path)
    context = {
        "form": form, "kind": kind, "year": year, "kinds": CycleKind.choices, "is_regular": bool(periods),
        "years": (year - 1, year, year + 1),
        "deadlines": [(each, deadlines_of(kind, each.until, exceptions)) for each in periods],
        "basis": rules_then.text,
    }  # fmt: skip
    return render(request, "reports/cycle_new.html", context, status=422 if form.errors else 200)


def _say_who_takes_part(request: HttpRequest, cycle: ReportCycle) -> None:
    """How many were told; a cycle that reaches nobody else is opened by mistake more often than on purpose."""
    others = cycle.submissions.exclude(organization=cycle.issuer_id).count()
    if cycle.gathered_at is None:
        messages.success(request, _("Đã mở kỳ báo cáo; hệ thống đang báo cho các đơn vị."))
    elif others:
        messages.success(request, _("Đã mở kỳ báo cáo và báo cho %(n)s đơn vị.") % {"n": vn_number(others)})
    else:
        messages.warning(
            request,
            _("Đã mở kỳ báo cáo, nhưng không đơn vị nào báo cáo lên đây. Xem lại ngành báo cáo và tuyến báo cáo."),
        )


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today_vn().year
    return min(max(year, _YEARS[0]), _YEARS[1])


def _directives(request: HttpRequest):
    newest = Directive.objects.visible_to(request.user).given_out().order_by("-issued_on", "-pk")
    return Directive.objects.visible_to(request.user).filter(pk__in=newest.values("pk")[:_DIRECTIVES])


def _initial(request: HttpRequest, kind: str, issuers) -> dict:
    nearest = period_containing(kind, today_vn()) if kind in REGULAR else None
    return {
        "issuer": issuers.first(), "period": nearest.since.isoformat() if nearest else "", "until": today_vn(),
        "sectors": ["education", "school"], "directive": request.GET.get("van_ban", ""),
    }  # fmt: skip


def _opened(request: HttpRequest, kind: str, form: CycleForm) -> ReportCycle:
    since, until, name = form.span()
    given = form.cleaned_data
    chosen = form.deadlines()
    if chosen:
        chosen = deadlines_of(kind, until, exceptions_for(given["issuer"].place_path)) | chosen
    return open_cycle(
        actor=request.user,
        issuer=given["issuer"],
        kind=kind,
        since=since,
        until=until,
        name=name,
        sectors=given["sectors"],
        deadlines=chosen or None,
        directive=given["directive"],
        request=given["request"],
        repeats=given.get("repeats", False),
        now=now(),
    )


@require_safe
@login_required
def cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """The board: the tree under a unit with how far each branch is, or a flat list of one state or of found names."""
    user, day = request.user, today_vn()
    found = _visible(request, pk)
    state, text = request.GET.get("tinh_trang", ""), request.GET.get("q", "").strip()[:100]
    node = _node(request, found)
    context = {
        "cycle": found,
        "tally": boards.tally_of(Submission.objects.visible_to(user).filter(cycle=found), day),
        "today_on": day,
        "chips": _CHIPS,
        "can_steer": rules.may_steer_cycle(user, found),
        "is_chosen": found.kind in CHOSEN_DATES,
        "node": node,
        "way_up": boards.way_up(user, node) if node else [],
    }
    if state or text:
        context["page"] = page_of(request, boards.listed(user, found, state, text, day))
    elif node:
        children = page_of(request, boards.children_of(user, node))
        context |= {"children": children, "branches": boards.branches_of(user, node, list(children), day)}
        if context["can_steer"] and node.is_top:
            context["outside"] = boards.schools_outside(found)
    if context["can_steer"]:
        context["entries"] = history_of(found)
    return render_page(request, "reports/cycle.html", "reports/_board.html", context)


def _node(request: HttpRequest, found: ReportCycle) -> Submission | None:
    """The unit whose branches are shown: the one asked for, else where this person's part begins."""
    asked = request.GET.get("duoi", "")
    if not (asked.isdecimal() and len(asked) < 19):
        return boards.top_for(request.user, found)
    rows = Submission.objects.visible_to(request.user).select_related("organization", "superior")
    return get_object_or_404(rows, pk=int(asked), cycle=found)


@require_POST
@login_required
def cycle_remind(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    count = remind_now(actor=request.user, cycle=found, now=now())
    messages.success(request, _("Đã nhắc %(n)s đơn vị chưa nộp.") % {"n": count})
    return redirect(found)


@require_POST
@login_required
def cycle_repeat(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    wanted = request.POST.get("lap_lai") == "1"
    return press(
        request, lambda: set_repeating(actor=request.user, cycle=found, repeats=wanted, now=now()), to=found,
        done=_("Kỳ sau sẽ tự mở.") if wanted else _("Kỳ sau không tự mở nữa."),
    )  # fmt: skip


def _visible(request: HttpRequest, pk: int) -> ReportCycle:
    cycles = ReportCycle.objects.visible_to(request.user).select_related("issuer", "directive")
    return get_object_or_404(cycles, pk=pk)
