"""Question and answer for everybody: rewritten, checked, put on the list, taken off it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from truongan.kernel.clock import now
from truongan.support.actions import CannotSupport, TellsWhoAsked, publish_answer, remove_published
from truongan.support.forms.work import PublishForm
from truongan.support.models import PublishedAnswer, Question
from truongan.support.states import StepKind
from truongan.support.views.finding import answerable_question


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor's page: what was asked and answered beside what everybody will read; what still tells who asked."""
    question = answerable_question(request, pk)
    published = PublishedAnswer.objects.filter(question__in=Question.objects.visible_to(request.user)).filter(
        question=question
    )
    known = published.first()
    form = PublishForm(request.POST or None, initial=_words_of(question, known))
    leftovers = []
    if request.method == "POST" and form.is_valid():
        try:
            publish_answer(
                actor=request.user, question=question, wording=form.wording, checked=form.cleaned_data["checked"],
                now=now(),
            )  # fmt: skip
        except TellsWhoAsked as reason:
            leftovers = reason.leftovers
            form.add_error(None, _("Sửa những chỗ nêu trên, hoặc xác nhận bên dưới, rồi đăng lại."))
        except CannotSupport as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Đã đăng hỏi đáp công khai."))
            return redirect(question)
    context = {
        "question": question,
        "form": form,
        "published": known,
        "leftovers": leftovers,
        "answer": _answer(question),
    }
    return render(request, "support/publish.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def unpublish(request: HttpRequest, pk: int) -> HttpResponse:
    question = answerable_question(request, pk)
    seen = Question.objects.visible_to(request.user)
    published = get_object_or_404(PublishedAnswer, question=question, question__in=seen)
    remove_published(actor=request.user, published=published, now=now())
    messages.success(request, _("Đã gỡ khỏi trang công khai."))
    return redirect(question)


def _words_of(question: Question, known: PublishedAnswer | None) -> dict:
    if known:
        return {"title": known.title, "asked": known.asked, "answer": known.answer}
    return {"asked": question.text, "answer": _answer(question)}


def _answer(question: Question) -> str:
    last = question.steps.filter(kind=StepKind.ANSWERED).order_by("-pk").first()
    return last.text if last else ""
