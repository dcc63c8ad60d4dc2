"""Decisions on a round: recording one, its page and files, taking a recognition back."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.assessments import rules
from truongan.assessments.actions import decide, revoke_recognition
from truongan.assessments.composing import compose
from truongan.assessments.forms.deciding import DecisionForm, RevokeForm
from truongan.assessments.models import Assessment, Recognition, RecognitionDecision
from truongan.assessments.states import Status
from truongan.assessments.views.answering import answer, posted
from truongan.assessments.views.rounds import seen_round
from truongan.audit.queries import history_of
from truongan.documents.pdf import to_pdf
from truongan.documents.word import to_docx
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.web.answering import form_page

_WRITERS = {
    "docx": (to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (to_pdf, "application/pdf"),
}
_AT_ONCE = 300  # schools on one page of choices


@form_page
@login_required
def decide_round(request: HttpRequest, pk: int) -> HttpResponse:
    held = seen_round(request, pk)
    issuers = rules.issuers(request.user, held.authorities, today_vn())
    require(issuers.exists())
    waiting = Assessment.objects.visible_to(request.user).filter(round=held, status=Status.EXAMINED)
    waiting = waiting.select_related("organization", "round").order_by("organization__sort_key", "pk")
    issuer = issuers.first()
    unit = issuer.placements.on(today_vn()).select_related("unit").first() if issuer else None
    initial = {
        "issuer": issuer, "decided_on": today_vn(),
        "authority_name": _("Ủy ban nhân dân %(unit)s") % {"unit": _in_a_sentence(unit.unit.full_name)} if unit else "",
        "place": unit.unit.name if unit else "",
    }  # fmt: skip
    form = DecisionForm(**posted(request), issuers=issuers, waiting=list(waiting[:_AT_ONCE]), initial=initial)
    return answer(
        request, form, lambda: decide(actor=request.user, held=held, now=now(), **form.wanted()),
        template="assessments/decide.html", 
        done=lambda decision: _("Đã ghi quyết định số %(number)s.") % {"number": decision.number_label}, held=held,
    )  # fmt: skip


def _in_a_sentence(name: str) -> str:
    """`Phường Nếnh` after other words: `phường Nếnh`."""
    return name[:1].lower() + name[1:]


@require_safe
@login_required
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _seen(request, pk)
    context = {
        "decision": shown,
        "schools": Recognition.objects.visible_to(request.user).filter(decision=shown).order_by("pk"),
        "hidden": shown.recognitions.count(),
        "may_revoke": rules.may_decide(request.user, shown.issuer, shown.round.authorities, today_vn()),
        "may_download": _is_theirs(request, shown),
        "history": history_of(shown),
    }
    return render(request, "assessments/decision.html", context)


@require_safe
@login_required
def decision_file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The decision with its whole list, for the agency that keeps it and those above it."""
    shown = _seen(request, pk)
    require(_is_theirs(request, shown))
    if extension not in _WRITERS:
        raise Http404
    write, content_type = _WRITERS[extension]
    rows = shown.recognitions.select_related("assessment").order_by("pk")
    response = HttpResponse(write(compose(shown, list(rows))), content_type=content_type)
    name = f"quyet-dinh-{shown.number}-{shown.decided_on:%Y-%m-%d}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _is_theirs(request: HttpRequest, shown: RecognitionDecision) -> bool:
    return request.user.scope.sees(shown.issuer)


def _seen(request: HttpRequest, pk: int) -> RecognitionDecision:
    decisions = RecognitionDecision.objects.visible_to(request.user)
    return get_object_or_404(decisions.select_related("issuer", "round__criteria_set", "round__organizer"), pk=pk)


@form_page
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Recognition.objects.visible_to(request.user)
    shown = get_object_or_404(rows.select_related("decision__issuer", "decision__round", "assessment"), pk=pk)
    held = shown.decision.round
    require(rules.may_decide(request.user, shown.decision.issuer, held.authorities, today_vn()))
    form = RevokeForm(**posted(request), initial={"on": today_vn()})
    return answer(
        request, form,
        lambda: revoke_recognition(actor=request.user, recognition=shown, now=now(), **form.cleaned_data),
        to=shown.assessment, done=_("Đã thu hồi công nhận."), heading=_("Thu hồi công nhận"),
        about=shown.school_name, label=_("Thu hồi"), tone="danger", back=shown.assessment.get_absolute_url(), held=held,
        hint=_("Công nhận vẫn tính trong số liệu của những ngày trước ngày thu hồi."),
    )  # fmt: skip
