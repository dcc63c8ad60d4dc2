"""The queue: what waits for one's own units, and what lies with units beneath."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.kernel.clock import today_vn
from truongan.support import queries, rules
from truongan.support.models import Topic
from truongan.support.querysets import QuestionQuerySet
from truongan.web.htmx import render_page
from truongan.web.paging import ordering, page_of

COLUMNS = {"han": "due_on", "nhan": "received_at", "linh_vuc": "topic__position"}


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """`cua`: own or beneath; `xem`: state; `linh_vuc`, `xa`, `q`: topic, words of the area, words of the question."""
    today, whose, state = today_vn(), request.GET.get("cua", ""), request.GET.get("xem", "")
    found = _narrowed(request, queries.questions_of(request.user, whose))
    counts = queries.state_counts(found, today)
    rows = queries.in_state(found, state, today).select_related("topic", "unit", "organization", "responsible")
    context = {
        "page": page_of(request, rows.order_by(*ordering(request, COLUMNS, "han")), count=counts.get(state)),
        "chips": [(code, label, counts[code]) for code, label in _chips()],
        "topics": [(str(pk), name) for pk, name in Topic.objects.in_order().values_list("pk", "name")],
        "today": today,
        "has_own": bool(request.user.scope.own_ids),  # type: ignore[union-attr]  # signed in
        "may_set": rules.may_set_routes(request.user),
    }
    return render_page(request, "support/queue.html", "support/_queue.html", context)


def _narrowed(request: HttpRequest, rows: QuestionQuerySet) -> QuestionQuerySet:
    given = request.GET
    topic = given.get("linh_vuc", "")
    if topic.isdecimal() and len(topic) < 10:
        rows = rows.filter(topic=int(topic))
    if area := given.get("xa", "").strip()[:60]:
        rows = rows.in_area(area)
    words, own = given.get("q", "").strip()[:100], request.user.scope.own_ids  # type: ignore[union-attr]  # signed in
    named = own and not given.get("cua")  # the list in which names are open
    return rows.search(words) if named else rows.search_text(words)


def _chips() -> list[tuple[str, str]]:
    return [
        (queries.TO_DO, _("Cần làm")),
        (queries.OVERDUE, _("Quá hạn")),
        (queries.WAITING, _("Chờ bổ sung")),
        (queries.ANSWERED, _("Đã trả lời")),
        (queries.CLOSED_OTHERWISE, _("Kết thúc khác")),
        (queries.ALL, _("Tất cả")),
    ]
