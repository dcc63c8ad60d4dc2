"""One assessment: its page, the school's form, its evidence, the superior's examination."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.assessments import rules
from truongan.assessments.actions import (
    CannotAssess,
    attach_file,
    conclude_examination,
    discard_assessment,
    link_record,
    remove_evidence,
    return_assessment,
    save_answers,
    submit_assessment,
)
from truongan.assessments.forms.answers import AnswerSheet, ExamineSheet
from truongan.assessments.forms.rounds import EvidenceForm
from truongan.assessments.models import Answer, Assessment, Evidence, Recognition, Registration
from truongan.assessments.queries.suggestions import records_to_link, suggestions
from truongan.assessments.states import Status
from truongan.assessments.views.answering import answer, posted
from truongan.audit.queries import history_of
from truongan.documents.uploads import saved
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.web.answering import form_page, press, sent_to


@require_safe
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    rows = _answers(shown)
    may_write = shown.is_open and rules.may_assess(request.user, shown.organization)
    waits_for_me = shown.status == Status.SUBMITTED and rules.may_examine(request.user, shown.organization)
    may_examine = waits_for_me and rules.may_examine_this(request.user, shown)
    context = {
        "assessment": shown,
        "parts": list(AnswerSheet(assessment=shown, rows=rows).parts()),
        "judgements": shown.judgements.select_related("made_by__person").order_by("-made_at", "-pk"),
        "recognition": Recognition.objects.visible_to(request.user)
        .filter(assessment=shown).select_related("decision__issuer", "decision__round").order_by("-pk").first(),
        "registration": Registration.objects.visible_to(request.user)
        .filter(round=shown.round_id, organization=shown.organization).prefetch_related("papers__evidence").first(),
        "later": _cured_by(request, shown),
        "may_write": may_write,
        "may_examine": may_examine,
        "handed_in_by_me": waits_for_me and not may_examine,
        "now": now(),
        "left": time_left(shown.cure_by, now()),
        "history": history_of(shown),
    }  # fmt: skip
    context["may_revoke"] = _may_revoke(request, context["recognition"])
    return render(request, "assessments/detail.html", context)


def _may_revoke(request: HttpRequest, recognition: Recognition | None) -> bool:
    if recognition is None or not recognition.is_recognised or recognition.revoked_on:
        return False
    decision = recognition.decision
    return rules.may_decide(request.user, decision.issuer, decision.round.authorities, today_vn())


def _cured_by(request: HttpRequest, shown: Assessment) -> Assessment | None:
    """A later assessment by the same set that asks for no cure: the clock of this one has been answered."""
    if shown.cure_by is None:
        return None
    later = Assessment.objects.visible_to(request.user).filter(
        organization=shown.organization,
        criteria_set__code=shown.criteria_set.code,
        submitted_at__gt=shown.submitted_at,
    )
    return later.filter(passes=True, cure_by=None).order_by("submitted_at").first()


def time_left(until: datetime | None, at: datetime) -> str:
    """`47 giờ 59 phút`; nothing when there is no clock or it has run out."""
    minutes = int((until - at).total_seconds() // 60) if until else 0
    return (
        _("%(hours)s giờ %(minutes)s phút") % {"hours": minutes // 60, "minutes": minutes % 60} if minutes > 0 else ""
    )


def seen(request: HttpRequest, pk: int) -> Assessment:
    rows = Assessment.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("organization", "criteria_set", "round__organizer"), pk=pk)


def _answers(shown: Assessment) -> dict[str, Answer]:
    rows = shown.answers.prefetch_related("evidence__scheme__type", "evidence__plan", "evidence__activity")
    return {row.item: row for row in rows}


@form_page
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The school's form. Every button saves; "nop" hands in, "minh-chung:CODE" goes on to the evidence of an item."""
    shown = seen(request, pk)
    require(rules.may_assess(request.user, shown.organization))
    if not shown.is_open:
        messages.error(request, _("Bản tự chấm đã nộp, không sửa được nữa."))
        return sent_to(shown)
    rows = _answers(shown)
    sheet = AnswerSheet(**posted(request), assessment=shown, rows=rows)
    if sheet.is_bound and sheet.is_valid():
        try:
            return _kept(request, shown, sheet)
        except CannotAssess as reason:
            sheet.add_error(None, str(reason))
    parts = list(sheet.parts(suggestions(shown, today_vn())))
    context = {"assessment": shown, "form": sheet, "parts": parts}
    return render(request, "assessments/answers.html", context, status=422 if sheet.is_bound else 200)


def _kept(request: HttpRequest, shown: Assessment, sheet: AnswerSheet) -> HttpResponse:
    at, work = now(), request.POST.get("viec", "")
    kept = save_answers(
        actor=request.user, assessment=shown, answers=sheet.answers(), seen_at=sheet.cleaned_data["seen_at"], now=at
    )
    if work.startswith("minh-chung:"):
        code = work.partition(":")[2]
        if kept.criteria_set.criteria.item(code) is None:
            raise Http404
        return sent_to(reverse("assessments:evidence_add", args=[kept.pk, code]))
    if work == "nop":
        return press(
            request, lambda: submit_assessment(actor=request.user, assessment=kept, now=now()),
            to=shown, done=_("Đã lưu và nộp bản tự chấm."),
        )  # fmt: skip
    messages.success(request, _("Đã lưu. %(reason)s") % {"reason": kept.reason.capitalize()})
    return sent_to(request.path)


@require_POST
@login_required
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    return press(
        request, lambda: submit_assessment(actor=request.user, assessment=shown, now=now()),
        to=shown, done=_("Đã nộp bản tự chấm."),
    )  # fmt: skip


@require_POST
@login_required
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    return press(
        request, lambda: discard_assessment(actor=request.user, assessment=shown, now=now()),
        to=reverse("assessments:list"), done=_("Đã bỏ bản tự chấm."),
    )  # fmt: skip


@form_page
@login_required
def evidence_add(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    shown = seen(request, pk)
    require(rules.may_assess(request.user, shown.organization))
    row = get_object_or_404(shown.answers.prefetch_related("evidence__scheme__type"), item=code)
    form = EvidenceForm(**posted(request), records=records_to_link(shown, today_vn()))
    back = reverse("assessments:edit", args=[pk])
    return answer(
        request, form, lambda: _prove(request, row, form), to=f"{back}#tc-{code}", done=_("Đã thêm minh chứng."),
        heading=_("Minh chứng tiêu chí %(code)s") % {"code": code}, label=_("Thêm minh chứng"), back=f"{back}#tc-{code}",
        assessment=shown, about=shown.criteria_set.criteria.item(code).about or row.item,  # type: ignore[union-attr]
        evidence=row.evidence.all(), template="assessments/evidence.html",
    )  # fmt: skip


def _prove(request: HttpRequest, row: Answer, form: EvidenceForm) -> None:
    given, at = form.cleaned_data, now()
    if given["record"]:
        link_record(actor=request.user, answer=row, target=form.records[given["record"]], now=at)
    if given["file"]:
        attach_file(actor=request.user, answer=row, file=given["file"], now=at)


@require_safe
@login_required
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """A file, to those who see the school; always saved, never shown by the browser itself."""
    kept = _seen_evidence(request, pk)
    if not kept.file:
        raise Http404
    return saved(kept.file, name=kept.filename, content_type=kept.content_type)


@require_POST
@login_required
def evidence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    kept = _seen_evidence(request, pk)
    if kept.answer is None:
        raise Http404
    to = reverse("assessments:evidence_add", args=[kept.answer.assessment_id, kept.answer.item])
    return press(
        request, lambda: remove_evidence(actor=request.user, evidence=kept, now=now()), to=to,
        done=_("Đã bỏ minh chứng."),
    )  # fmt: skip


def _seen_evidence(request: HttpRequest, pk: int) -> Evidence:
    rows = Evidence.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("answer__assessment"), pk=pk)


@form_page
@login_required
def examine(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    require(rules.may_examine_this(request.user, shown))
    if shown.status != Status.SUBMITTED:
        messages.error(request, _("Bản tự chấm này không chờ thẩm định."))
        return sent_to(shown)
    sheet = ExamineSheet(**posted(request), assessment=shown, rows=_answers(shown))
    context = {
        "assessment": shown, "parts": list(sheet.parts(suggestions(shown, today_vn()))),
    }  # fmt: skip
    return answer(
        request, sheet, lambda: _examined(request, shown, sheet), template="assessments/examine.html",
        to=shown, done=lambda kept: _returned_or_concluded(kept), **context,
    )  # fmt: skip


def _examined(request: HttpRequest, shown: Assessment, sheet: ExamineSheet) -> Assessment:
    given = sheet.cleaned_data
    asked = {
        "actor": request.user, "assessment": shown, "opinions": sheet.opinions(), "seen_at": given["seen_at"],
        "now": now(),
    }  # fmt: skip
    if request.POST.get("viec") == "tra-lai":
        return return_assessment(reason=given["opinion"], **asked)
    return conclude_examination(opinion=given["opinion"], **asked)


def _returned_or_concluded(kept: Assessment) -> str:
    if kept.status == Status.RETURNED:
        return _("Đã trả lại cho trường.")
    return _("Đã kết luận thẩm định: %(reason)s.") % {"reason": kept.reason}
