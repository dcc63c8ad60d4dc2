"""The page of one activity, and its minutes."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.activities import rules
from truongan.activities.facts import audience_of, hours
from truongan.activities.models import Activity
from truongan.activities.queries.details import links_of, photos_of, total_of
from truongan.activities.queries.minutes import minutes_of
from truongan.activities.states import Consent
from truongan.activities.views.answering import seen
from truongan.audit.queries import history_of
from truongan.directives.models import Directive
from truongan.documents.pdf import to_pdf
from truongan.documents.queries import PDF_TYPE, WORD_TYPE
from truongan.documents.word import to_docx
from truongan.plans.models import Measure

_MAKERS = {"docx": (to_docx, WORD_TYPE), "pdf": (to_pdf, PDF_TYPE)}


@require_safe
@login_required
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    audience, photos = audience_of(shown), photos_of(shown)
    context = {
        "activity": shown,
        "hours": hours(shown.starts_at, shown.ends_at),
        "audience": audience,
        "total": total_of(audience),
        "photos": photos,
        "unclear": sum(photo.consent in (Consent.UNKNOWN, Consent.MISSING) for photo in photos),
        "links": links_of(shown),
        # Who sees the activity, a partner say, need not see the paper or the school's unfinished plan behind it.
        "directive": Directive.objects.visible_to(request.user).filter(pk=shown.directive_id).first(),
        "measure": Measure.objects.visible_to(request.user).filter(pk=shown.measure_id).select_related("plan").first(),
        "partners": list(shown.partners.order_by("sort_key", "pk")),
        "people": list(shown.participations.select_related("person").order_by("person__sort_key", "pk")),
        "may_change": rules.may_change(request.user, shown),
        "history": _history(request, shown),
    }
    return render(request, "activities/activity.html", context)


def _history(request: HttpRequest, shown: Activity) -> list[dict[str, Any]]:
    """What was changed; which paper or measure stood there before only for those who write here, as above."""
    lines = history_of(shown)
    if rules.may_record_for(request.user, shown.organization):
        return lines
    hidden = tuple(f": {_(name)}" for name in ("văn bản chỉ đạo", "biện pháp"))
    return [line for line in lines if not line["text"].endswith(hidden)]


@require_safe
@login_required
def minutes(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    shown = seen(request, pk)
    if form not in _MAKERS or shown.is_void:
        raise Http404
    make, media_type = _MAKERS[form]
    headers = {
        "Content-Disposition": f'attachment; filename="bien-ban-{shown.on:%Y-%m-%d}-{shown.pk}.{form}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(make(minutes_of(shown)), content_type=media_type, headers=headers)
