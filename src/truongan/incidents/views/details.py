"""The page of one case: what is known, who was told, what was done; its papers, photos and names."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from truongan.accounts.models import Person
from truongan.audit.queries import history_of
from truongan.documents.pdf import to_pdf
from truongan.documents.queries import PDF_TYPE, WORD_TYPE
from truongan.documents.uploads import shown
from truongan.documents.word import to_docx
from truongan.incidents import rules
from truongan.incidents.actions import CannotWorkOnIncident, finish_task, remove_name, remove_photo, reveal_name
from truongan.incidents.forms.acts import NoteForm, RevealForm
from truongan.incidents.limits import clocks_of
from truongan.incidents.models import Incident, NamedPerson, Photo, Task
from truongan.incidents.queries import papers
from truongan.incidents.queries.alarms import told_levels, why
from truongan.incidents.queries.clusters import cluster_shown
from truongan.incidents.queries.detail import first_steps, people_of, timeline, tips_shown
from truongan.incidents.states import Group
from truongan.incidents.topics import topic_of
from truongan.incidents.views.answering import seen
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.web.answering import form_page, sent_to

_MAKERS = {"docx": (to_docx, WORD_TYPE), "pdf": (to_pdf, PDF_TYPE)}


@require_safe
@login_required
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    case = seen(request, pk)
    at = now()
    context = _live(request, case, at) | {
        "people": people_of(case),
        "groups": Group.labels,
        "photos": list(case.photos.order_by("pk")),
        "named": list(case.named.order_by("role", "pk")),
        "tips": tips_shown(request.user, case, at),
        "duplicates": list(case.duplicates.order_by("pk")),
        "note_form": NoteForm(incident=case, user=request.user),
        "may_reveal": rules.may_reveal(request.user, case),
        "missing": papers.missing_for_notice(case) if case.has_child_victim else [],
        "days_kept": settings.INCIDENT_UNSUBSTANTIATED_DAYS,
        "history": history_of(case),
    }
    return render(request, "incidents/incident.html", context)


@never_cache
@require_safe
@login_required
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """The part that changes while people answer: state, alarm, steps, limits, tasks, timeline."""
    case = seen(request, pk)
    return render(request, "incidents/_watched.html", _live(request, case, now()))


def _live(request: HttpRequest, case: Incident, at: Any) -> dict[str, Any]:
    user = request.user
    clocks = clocks_of(case)
    return {
        "incident": case,
        "topic": topic_of(case),
        "live_url": reverse("incidents:live", args=[case.pk]),
        "now": at,
        "levels": told_levels(case),
        "timeline": timeline(case),
        "steps": first_steps(case),
        "cluster": cluster_shown(user, case),
        "clocks": [(clock, clock.is_overdue(at)) for clock in clocks],
        "owes_notices": any(clock.done is None for clock in clocks),
        "tasks": list(case.tasks.select_related("person", "done_by__person").order_by("done_at", "due_at", "pk")),
        "may_follow": rules.may_follow(user, case),
        "may_decide": rules.may_decide(user, case),
    }


@require_safe
@login_required
def reasons(request: HttpRequest, pk: int) -> HttpResponse:
    """Why somebody was, or was not, told: for oneself, and for anybody this person sees."""
    case = seen(request, pk)
    words = request.GET.get("q", "").strip()[:100]
    key = request.GET.get("nguoi", "")
    person = _person(request, key)
    found = Person.objects.visible_to(request.user).search(words)[:20] if words else []
    context = {
        "incident": case,
        "person": person,
        "reason": why(case, person) if person else None,
        "words": words,
        "found": found,
        "levels": told_levels(case),
    }
    return render(request, "incidents/why.html", context)


def _person(request: HttpRequest, key: str) -> Person | None:
    if not key:
        return request.user.person  # type: ignore[union-attr]  # signed in
    if not key.isdecimal() or len(key) > 18:
        raise Http404
    return get_object_or_404(Person.objects.visible_to(request.user), pk=int(key))


@require_safe
@login_required
def paper(request: HttpRequest, pk: int, name: str, form: str) -> HttpResponse:
    """The quick report, the notice of a disease; or the notice about a child, for those who may read names, with a
    line in the record.
    """
    case = seen(request, pk)
    if form not in _MAKERS or name not in ("bao-cao-nhanh", "thong-bao-benh", "thong-bao-tre-em"):
        raise Http404
    make, media_type = _MAKERS[form]
    if name == "bao-cao-nhanh":
        document = papers.quick_report(case, today_vn())
    elif name == "thong-bao-benh":
        if not case.is_disease:
            raise Http404
        document = papers.disease_notice(case, today_vn())
    else:
        require(rules.may_reveal(request.user, case))
        if not case.has_child_victim or papers.missing_for_notice(case):
            raise Http404
        for each in case.named.all():
            reveal_name(actor=request.user, person=each, reason=_("Lập thông báo theo Mẫu số 01"), now=now())
        document = papers.child_notice(case, today_vn())
    headers = {
        "Content-Disposition": f'attachment; filename="{papers.file_name(case, name, form)}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(make(document), content_type=media_type, headers=headers)


@form_page
@login_required
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """A masked name, for a reason that goes into the record."""
    person = get_object_or_404(NamedPerson.objects.visible_to(request.user).select_related("incident"), pk=pk)
    case = seen(request, person.incident_id)
    require(rules.may_reveal(request.user, case))
    form = RevealForm(request.POST if request.method == "POST" else None, incident=case, user=request.user)
    context = {"incident": case, "person": person, "form": form, "is_revealed": False}
    if request.method == "POST" and form.is_valid():
        try:
            reveal_name(actor=request.user, person=person, reason=form.cleaned_data["reason"], now=now())
            context["is_revealed"] = True
        except CannotWorkOnIncident as reason:
            form.add_error("reason", str(reason))
    answer = render(
        request, "incidents/reveal.html", context, status=422 if form.is_bound and not context["is_revealed"] else 200
    )
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@login_required
def name_remove(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(NamedPerson.objects.visible_to(request.user).select_related("incident"), pk=pk)
    remove_name(actor=request.user, person=person, now=now())
    messages.success(request, _("Đã bỏ tên khỏi vụ việc."))
    return sent_to(person.incident.get_absolute_url())


@require_POST
@login_required
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    task = get_object_or_404(Task.objects.visible_to(request.user).select_related("incident"), pk=pk)
    finish_task(actor=request.user, task=task, now=now())
    messages.success(request, _("Đã ghi là xong."))
    return sent_to(task.incident.get_absolute_url())


@require_safe
@login_required
def photo(request: HttpRequest, pk: int) -> FileResponse:
    kept = get_object_or_404(Photo.objects.visible_to(request.user), pk=pk)
    return _private(shown(kept.file, name=kept.filename, content_type=kept.content_type))


@require_safe
@login_required
def thumbnail(request: HttpRequest, pk: int) -> FileResponse:
    kept = get_object_or_404(Photo.objects.visible_to(request.user), pk=pk)
    return _private(shown(kept.thumbnail, name=kept.filename, content_type=kept.content_type))


@require_POST
@login_required
def photo_remove(request: HttpRequest, pk: int) -> HttpResponse:
    kept = get_object_or_404(Photo.objects.visible_to(request.user).select_related("incident"), pk=pk)
    remove_photo(actor=request.user, photo=kept, now=now())
    messages.success(request, _("Đã gỡ ảnh."))
    return sent_to(kept.incident.get_absolute_url())


def _private(answer: FileResponse) -> FileResponse:
    answer["Cache-Control"] = "private, no-store"  # a picture of a case does not stay on a telephone
    return answer
