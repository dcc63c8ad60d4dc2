"""The tree of units under a directive."""

import re

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truongan.directives.models import Directive
from truongan.directives.queries.boards import LISTED, Seen, recipients_at, tree_of
from truongan.directives.queries.detail import receipts_seen
from truongan.directives.tables.duties import export_recipients
from truongan.directives.views.finding import visible_directive
from truongan.kernel.clock import today_vn
from truongan.kernel.working_days import add_working_days
from truongan.web.htmx import render_page

_PATH = re.compile(r"([0-9.]{1,12}/){0,4}")
_ORDERS = {"tiep-nhan": "waiting", "qua-han": "overdue"}


@require_safe
@login_required
def tree(request: HttpRequest, pk: int) -> HttpResponse:
    """Received, acknowledged, done, overdue at each level; a unit is opened by a link, its rows are fetched then."""
    directive = _issued(request, pk)
    if request.GET.get("dang") == "xlsx":
        return export_recipients(directive, receipts_seen(request.user, directive), today_vn())
    today = today_vn()
    seen = Seen.by(request.user.scope, directive)
    path = request.GET.get("nut", "") or seen.root
    if not _PATH.fullmatch(path) or not path.startswith(seen.root):
        raise Http404
    found = tree_of(directive, seen, path, today)
    order = request.GET.get("sap", "")
    if order in _ORDERS:
        found.below.sort(key=lambda node: -getattr(node, _ORDERS[order]))
    rows = recipients_at(directive, receipts_seen(request.user, directive), path) if found.directly else []
    context = {
        "directive": directive,
        "tree": found,
        "recipients": rows,
        "hidden": (found.directly.received if found.directly else 0) - len(rows),
        "listed": LISTED,
        "today": today,
        "near": add_working_days(today, settings.REMIND_BEFORE),
        "order": order,
    }
    return render_page(request, "directives/tree.html", "directives/_tree.html", context)


def _issued(request: HttpRequest, pk: int) -> Directive:
    directive = visible_directive(request, pk)
    if directive.is_draft:
        raise Http404
    return directive
