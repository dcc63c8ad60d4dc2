"""The asker follows a question. The code is sent with each form and never stands in an address or a cookie."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from truongan.documents.uploads import saved
from truongan.kernel.clock import now, today_vn
from truongan.support.actions import (
    CannotSupport,
    add_to_question,
    find_by_code,
    rate_answer,
    withdraw_question,
)
from truongan.support.forms.public import AddForm, CodeForm, RateForm
from truongan.support.models import Question
from truongan.support.states import QuestionState

View = Callable[..., HttpResponse]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def track(request: HttpRequest) -> HttpResponse:
    """The form for the code; sent, the question with everything that happened to it."""
    if request.method != "POST":
        return render(request, "support/track.html", {"form": CodeForm()})
    return _with_question(request, lambda question: _page(request, question))


@require_POST
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """What the asker adds, of their own accord or because the unit asked back."""

    def act(question: Question) -> HttpResponse:
        form = AddForm(request.POST, request.FILES, now=now())
        if not form.is_valid():
            return _page(request, question, add_form=form, status=422)
        given = form.cleaned_data
        try:
            add_to_question(
                question=question, text=given["text"], files=given["attached"], token_key=form.token_key, now=now()
            )
        except CannotSupport as reason:
            form.add_error(None, str(reason))
            return _page(request, question, add_form=form, status=422)
        return _page(request, question, done=_("Đã nhận nội dung bổ sung."))

    return _with_question(request, act)


@require_POST
@never_cache
def rate(request: HttpRequest) -> HttpResponse:
    def act(question: Question) -> HttpResponse:
        form = RateForm(request.POST)
        if not form.is_valid():
            return _page(request, question, rate_form=form, status=422)
        try:
            rate_answer(question=question, **form.cleaned_data, now=now())
        except CannotSupport as reason:
            return _page(request, question, refusal=str(reason), status=422)
        return _page(request, question, done=_("Cảm ơn bạn đã đánh giá."))

    return _with_question(request, act)


@require_POST
@never_cache
def withdraw(request: HttpRequest) -> HttpResponse:
    def act(question: Question) -> HttpResponse:
        try:
            withdraw_question(question=question, now=now())
        except CannotSupport as reason:
            return _page(request, question, refusal=str(reason), status=422)
        return _page(request, question, done=_("Đã rút câu hỏi."))

    return _with_question(request, act)


@require_POST
@never_cache
def own_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file the asker sent, back to whoever holds the code."""

    def act(question: Question) -> HttpResponse:
        kept = get_object_or_404(question.attachments, pk=pk)
        return saved(kept.file, name=kept.filename, content_type=kept.content_type)  # type: ignore[return-value]  # streamed

    return _with_question(request, act)


def _with_question(request: HttpRequest, act: Callable[[Question], HttpResponse]) -> HttpResponse:
    """The question of the code that was sent; a wrong one and none at all are refused alike."""
    form = CodeForm(request.POST)
    question = find_by_code(form.cleaned_data["ma"]) if form.is_valid() else None
    if question is None:
        if form.is_valid():
            form.add_error("ma", _("Không có câu hỏi nào mang mã này. Kiểm tra từng chữ; mã gồm 12 chữ và số."))
        return render(request, "support/track.html", {"form": form}, status=422)
    return act(question)


def _page(
    request: HttpRequest, question: Question, *, add_form: AddForm | None = None, rate_form: RateForm | None = None,
    done: str = "", refusal: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    question.refresh_from_db()
    can_rate = question.state == QuestionState.ANSWERED and question.rated_at is None and not question.is_forgotten
    context: dict[str, Any] = {
        "question": question,
        "code": request.POST["ma"],
        "steps": question.steps.for_asker()
        .select_related("organization", "from_organization")
        .prefetch_related("attachments")
        .order_by("pk"),
        "published": getattr(question, "published", None),
        "add_form": (add_form or AddForm(now=now())) if question.is_open else None,
        "rate_form": (rate_form or RateForm()) if can_rate else None,
        "is_overdue": question.is_overdue_on(today_vn()),
        "done": done,
        "refusal": refusal,
    }
    return render(request, "support/question.html", context, status=status)
