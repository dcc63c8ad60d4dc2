"""The landing page, the two registers and their exports, the number series."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.directives.actions import continue_register
from truongan.directives.forms.issued import ContinueForm, series_label
from truongan.directives.models import Directive
from truongan.directives.queries import owed
from truongan.directives.queries.detail import receipts_waiting
from truongan.directives.queries.series import series_of
from truongan.directives.states import DirectiveKind, DirectiveStatus, Topic, Urgency
from truongan.directives.tables import registers
from truongan.directives.views.finding import offices_of
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.web.answering import answer, form_page
from truongan.web.htmx import render_page
from truongan.web.paging import page_of
from truongan.workbooks.exporting import export_rows

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 8


@require_safe
@login_required
def board(request: HttpRequest) -> HttpResponse:
    """What waits for this person, then the newest directives they see."""
    user = request.user
    waiting = receipts_waiting(user)
    drafts = Directive.objects.visible_to(user).filter(status=DirectiveStatus.DRAFT)
    newest = Directive.objects.visible_to(user).given_out().select_related("kept_by").order_by("-issued_on", "-pk")
    context = {
        "waiting": waiting[:_SHOWN],
        "waiting_count": waiting.count(),
        "duties": owed.late_first(owed.in_state(owed.duties_of(user, owed.OWN), owed.OPEN, today_vn(), today_vn()))[
            :_SHOWN
        ],
        "today": today_vn(),
        "drafts": drafts.select_related("kept_by").order_by("-updated_at", "pk")[:_SHOWN],
        "newest": newest[:_SHOWN],
        "can_draft": offices_of(request).exists(),
    }
    return render(request, "directives/board.html", context)


@require_safe
@login_required
def outgoing(request: HttpRequest) -> HttpResponse:
    ask = registers.register_question(request)
    page = page_of(request, registers.outgoing_ordered(registers.outgoing_asked(request.user, ask), request))
    context = {**_shared(request, ask), "page": page, "rows": registers.with_receipts(list(page.object_list))}
    return render_page(request, "directives/outgoing.html", "directives/_outgoing_table.html", context)


@require_safe
@login_required
def incoming(request: HttpRequest) -> HttpResponse:
    ask = registers.register_question(request)
    page = page_of(request, registers.incoming_ordered(registers.incoming_asked(request.user, ask), request))
    context = {**_shared(request, ask), "page": page, "rows": page.object_list}
    return render_page(request, "directives/incoming.html", "directives/_incoming_table.html", context)


@require_safe
@login_required
def outgoing_export(request: HttpRequest) -> HttpResponse:
    ask = registers.register_question(request)
    rows = registers.outgoing_ordered(registers.outgoing_asked(request.user, ask), request)
    return _workbook(
        _("Sổ văn bản đi"), "so-van-ban-di", registers.OUTGOING_COLUMNS, registers.outgoing_exported(rows), ask
    )


@require_safe
@login_required
def incoming_export(request: HttpRequest) -> HttpResponse:
    ask = registers.register_question(request)
    rows = registers.incoming_ordered(registers.incoming_asked(request.user, ask), request)
    return _workbook(
        _("Sổ văn bản đến"), "so-van-ban-den", registers.INCOMING_COLUMNS, registers.incoming_exported(rows), ask
    )


@form_page
@login_required
def series(request: HttpRequest) -> HttpResponse:
    """How far each series of one's own organizations has come; going on from a paper register."""
    offices = offices_of(request)
    require(offices.exists())
    form = ContinueForm(request.POST or None, issuers=offices, initial={"year": today_vn().year})
    return answer(
        request, form, lambda: continue_register(actor=request.user, **form.cleaned_data, now=now()),
        template="directives/series.html", to="directives:series", done=_("Đã nối tiếp sổ giấy."),
        lines=[(office.name, series_label(name), year, last) for office, name, year, last in series_of(offices)],
    )  # fmt: skip


def _shared(request: HttpRequest, ask: registers.Asked) -> dict:
    this_year = today_vn().year
    return {
        "ask": ask,
        "kinds": DirectiveKind.choices,
        "statuses": DirectiveStatus.choices,
        "urgencies": Urgency.choices,
        "topics": Topic.choices,
        "years": [(str(year), str(year)) for year in range(this_year, 2020, -1)],
        "query": request.GET.urlencode(),
        "can_draft": offices_of(request).exists(),
    }


def _workbook(title: str, stem: str, columns, rows, ask: registers.Asked) -> HttpResponse:
    content = export_rows(title, list(columns), rows, registers.export_meta(ask))
    name = f"{stem}-{today_vn():%Y-%m-%d}.xlsx"
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
