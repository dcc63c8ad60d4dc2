"""The audit record, read. It is kept below this context, which knows who may read what."""

from datetime import date, datetime, time, timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truongan.accounts.models import Person
from truongan.accounts.queries import entries_for
from truongan.audit.labels import label_of, labels
from truongan.audit.models import Entry
from truongan.audit.queries import change_lines
from truongan.kernel.dates import parse_vn_date
from truongan.kernel.text import nfc
from truongan.web.formats import VIETNAM
from truongan.web.htmx import render_page
from truongan.web.paging import page_of


@require_safe
@login_required
def log(request: HttpRequest) -> HttpResponse:
    asked = {name: nfc(request.GET.get(name, ""))[:100] for name in ("q", "viec", "ai", "tu", "den")}
    page = page_of(request, _filtered(entries_for(request.user), asked).order_by("-pk"))
    context = {
        "asked": asked,
        "page": page,
        "lines": [(entry, list(change_lines(entry))) for entry in page.object_list],
        "verbs": sorted(((verb, label_of(verb)) for verb in labels()), key=lambda pair: pair[1]),
    }
    return render_page(request, "accounts/audit_log.html", "accounts/_audit_table.html", context)


def _filtered(rows: QuerySet[Entry], asked: dict[str, str]) -> QuerySet[Entry]:
    if asked["viec"] in labels():
        rows = rows.filter(verb=asked["viec"])
    if asked["q"]:
        rows = rows.filter(label__icontains=asked["q"])
    if asked["ai"]:
        people = Person.objects.search(asked["ai"]).values("user")
        rows = rows.filter(Q(actor__username__iexact=asked["ai"]) | Q(actor__in=people))
    if since := _day(asked["tu"]):
        rows = rows.filter(at__gte=_start_of(since))
    if (until := _day(asked["den"])) and until < date.max:  # the last day of the calendar has no day after it
        rows = rows.filter(at__lt=_start_of(until + timedelta(days=1)))
    return rows


def _day(text: str) -> date | None:
    try:
        return parse_vn_date(text)
    except ValueError:
        return None


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, VIETNAM)
