"""One question in the workspace, and what the unit does with it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from truongan.audit.queries import history_of
from truongan.documents.uploads import saved
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.support import rules
from truongan.support.actions import (
    CannotSupport,
    answer_question,
    ask_back,
    assign_question,
    forward_question,
    note_on_question,
    refuse_question,
    reopen_question,
    reveal_contact,
    save_draft,
)
from truongan.support.forms import work
from truongan.support.models import Attachment, Question
from truongan.support.queries import asker_shown
from truongan.support.states import QuestionState
from truongan.support.views.finding import answerable_question, one_form, visible_question
from truongan.web import answering
from truongan.web.answering import form_page


@require_safe
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    question = visible_question(request, pk)
    steps = question.steps.select_related("organization", "from_organization", "author__person")
    context = {
        "question": question,
        "steps": steps.prefetch_related("attachments").order_by("pk"),
        "asker": asker_shown(request.user, question),
        "published": getattr(question, "published", None),
        "history": history_of(question, limit=50),
        "may_answer": rules.may_answer(request.user, question),
        "may_forward": rules.may_forward(request.user, question),
        "can_reopen": question.state in (QuestionState.ANSWERED, QuestionState.REFUSED) and not question.is_forgotten,
        "today": today_vn(),
    }
    return render(request, "support/detail.html", context)


@form_page
@login_required
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    question = answerable_question(request, pk)
    form = work.AssignForm(request.POST or None, question=question, day=today_vn())
    return one_form(
        request, question, form, lambda given: assign_question(actor=request.user, question=question, **given, now=now()),
        heading=_("Phân công"), done=_("Đã phân công."),
    )  # fmt: skip


@form_page
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the answer; kept as a draft or sent. What was drafted comes back."""
    question = answerable_question(request, pk)
    form = work.AnswerForm(request.POST or None, initial={"text": question.answer_draft})
    is_draft = "nhap" in request.POST
    act = save_draft if is_draft else answer_question
    return answering.answer(
        request, form, lambda: act(actor=request.user, question=question, **form.cleaned_data, now=now()),
        template="support/answer_form.html", to=question, question=question, asker=asker_shown(request.user, question),
        done=_("Đã lưu dự thảo.") if is_draft else _("Đã trả lời người hỏi."),
    )  # fmt: skip


@form_page
@login_required
def forward(request: HttpRequest, pk: int) -> HttpResponse:
    question = visible_question(request, pk)
    require(rules.may_forward(request.user, question))
    form = work.ForwardForm(request.POST or None, question=question)
    note = (
        _("Đã chuyển một lần: hạn trả lời giữ nguyên, đơn vị nhận không được thêm ngày.")
        if question.forward_count
        else _("Hạn trả lời giữ nguyên; nếu còn quá ít, đơn vị nhận được ít nhất nửa số ngày của lĩnh vực.")
    )
    return one_form(
        request, question, form, lambda given: forward_question(actor=request.user, question=question, **given, now=now()),
        heading=_("Chuyển đơn vị khác"), done=_("Đã chuyển câu hỏi."), note=note,
    )  # fmt: skip


@form_page
@login_required
def back(request: HttpRequest, pk: int) -> HttpResponse:
    question = answerable_question(request, pk)
    return one_form(
        request, question, work.AskBackForm(request.POST or None),
        lambda given: ask_back(actor=request.user, question=question, **given, now=now()),
        heading=_("Hỏi lại người hỏi"), done=_("Đã hỏi lại; hạn tạm dừng."),
        note=_("Từ hôm nay đến khi người hỏi bổ sung, hạn trả lời tạm dừng."),
    )  # fmt: skip


@form_page
@login_required
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    question = answerable_question(request, pk)
    return one_form(
        request, question, work.RefuseForm(request.POST or None),
        lambda given: refuse_question(actor=request.user, question=question, **given, now=now()),
        heading=_("Không giải quyết"), done=_("Đã kết thúc, kèm lý do."),
        note=_("Nếu thuộc đơn vị khác, hãy chuyển thay vì từ chối."),
    )  # fmt: skip


@form_page
@login_required
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    question = answerable_question(request, pk)
    return one_form(
        request, question, work.ReopenForm(request.POST or None),
        lambda given: reopen_question(actor=request.user, question=question, **given, now=now()),
        heading=_("Mở lại câu hỏi"), done=_("Đã mở lại, hạn mới tính từ hôm nay."),
    )  # fmt: skip


@form_page
@login_required
def note(request: HttpRequest, pk: int) -> HttpResponse:
    question = answerable_question(request, pk)
    return one_form(
        request, question, work.NoteForm(request.POST or None),
        lambda given: note_on_question(actor=request.user, question=question, **given, now=now()),
        heading=_("Ghi chú nội bộ"), done=_("Đã ghi chú."), note=_("Người hỏi không đọc được ghi chú này."),
    )  # fmt: skip


@form_page
@login_required
@never_cache
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Who asked, for people outside the unit that answers: a reason first."""
    question = visible_question(request, pk)
    form, shown = work.RevealForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            shown = reveal_contact(actor=request.user, question=question, **form.cleaned_data, now=now())  # type: ignore[arg-type]  # signed in
        except CannotSupport as reason:
            form.add_error(None, str(reason))
    status = 422 if form.is_bound and shown is None else 200
    return render(request, "support/contact.html", {"question": question, "form": form, "shown": shown}, status=status)


@require_safe
@login_required
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    seen = Question.objects.visible_to(request.user).values("pk")
    kept = get_object_or_404(Attachment, pk=pk, question__in=seen)
    return saved(kept.file, name=kept.filename, content_type=kept.content_type)  # type: ignore[return-value]  # streamed
