"""The moderators' desk: the queue, one comment, decisions, threads."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from truongan.audit.queries import history_of
from truongan.comments import rules
from truongan.comments.actions import (
    CannotModerate,
    answer_comment,
    approve_comment,
    close_thread,
    decide_many,
    edit_comment,
    keep_comment,
    reject_comment,
    reopen_thread,
    restore_comment,
)
from truongan.comments.forms import AnswerForm, BulkForm, RefusalForm, TextForm
from truongan.comments.models import Comment, Thread
from truongan.comments.queries import queue as queries
from truongan.kernel.clock import now
from truongan.organizations.models import Organization
from truongan.web.htmx import is_fragment_request, render_page
from truongan.web.paging import page_of

_PER_PAGE = 30


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, oldest first; other states newest first."""
    user, ask = request.user, queries.asked(request.GET)
    found = queries.queue_of(user, ask, now())
    page = page_of(request, found, _PER_PAGE, count=queries.counted(found))
    thread = Thread.objects.visible_to(user).filter(pk=ask.page or 0).select_related("page", "organization").first()
    context = {
        "ask": ask,
        "page": page,
        "rows": queries.rows_of(list(page.object_list), now()),
        "counted": queries.counts(user),
        "states": [(code, label) for code, (_state, label) in queries.STATES.items()],
        "flags": queries.FLAGS,
        "waits": queries.WAITS.items(),
        "thread": thread,
        "moderates": rules.moderates_any(user),
        "refusal": RefusalForm(),
        "back": request.get_full_path(),
    }
    return render_page(request, "comments/queue.html", "comments/_queue.html", context)


@require_safe
@login_required
def threads(request: HttpRequest) -> HttpResponse:
    """Pages with their comments: where to close a thread, or to see one page's comments alone."""
    words, only = request.GET.get("q", "").strip()[:100], request.GET.get("tt", "")
    page = page_of(request, queries.threads_of(request.user, words, only))
    rows = queries.tallied(list(page.object_list))
    context = {"page": page, "rows": rows, "words": words, "back": request.get_full_path()}
    return render(request, "comments/thread_list.html", context)


@require_safe
@login_required
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment with all a moderator needs: what was sent, what was found, what was decided and by whom."""
    return _detail(request, _visible(request, pk))


def _detail(request: HttpRequest, found: Comment, status: int = 200, **forms: Any) -> HttpResponse:
    units = _units(request, found)
    [row] = queries.rows_of([found], now())
    context = {
        "row": row,
        "comment": found,
        "answers": found.answers.select_related("organization").order_by("posted_at"),
        "complaints": found.complaints.order_by("-sent_at")[:20],
        "entries": history_of(found),
        "refusal": RefusalForm(),
        "editing": TextForm(initial={"text": found.text}),
        "answering": AnswerForm(units=units),
        "units": units,
        "is_answerable": found.parent_id is None and (found.is_published or found.is_held) and units.exists(),
        "is_open": found.is_published or found.is_held,
        **forms,
    }
    return render(request, "comments/comment.html", context, status=status)


def _units(request: HttpRequest, found: Comment) -> Any:
    """In whose name this person may answer: the page's unit first, else their own."""
    own = [each.organization_id for each in request.user.scope.own if each.may_write]
    unit = found.thread.organization_id
    if unit and (unit in own or request.user.is_superuser):
        own = [unit]
    return Organization.objects.visible_to(request.user).filter(pk__in=own).order_by("pk")


@require_POST
@login_required
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, approve_comment, _("Đã đăng ý kiến."))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """The reason is asked on a page of its own, or in the row itself."""
    found = _visible(request, pk)
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return _decide(request, pk, reject_comment, _("Đã ghi: không đăng ý kiến."), **given)
    context = {"comment": found, "form": form, "back": _back(request)}
    status = 422 if request.method == "POST" else 200
    return render(request, "comments/reject.html", context, status=status)


@require_POST
@login_required
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, restore_comment, _("Đã khôi phục ý kiến."))


@require_POST
@login_required
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, keep_comment, _("Ý kiến được giữ; các lượt báo vi phạm đã xem xét."))


@require_POST
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _visible(request, pk), TextForm(request.POST)
    if not form.is_valid():
        return _detail(request, found, 422, editing=form)
    return _decide(request, pk, edit_comment, _("Đã sửa; nguyên văn vẫn được giữ."), text=form.cleaned_data["text"])


@require_POST
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    form = AnswerForm(request.POST, units=_units(request, found))
    if not form.is_valid():
        return _detail(request, found, 422, answering=form)
    return _decide(request, pk, answer_comment, _("Đã đăng câu trả lời."), **form.cleaned_data)


@require_POST
@login_required
def bulk(request: HttpRequest) -> HttpResponse:
    """One decision about all rows chosen. Comments of others' pages among them: there are none for this person."""
    form = BulkForm(request.POST)
    if not form.is_valid():
        text = _("Chọn lý do không đăng.") if form.errors.get("reason") else _("Chọn ít nhất một ý kiến.")
        return render(request, "comments/bulk_refused.html", {"text": text, "back": _back(request)}, status=422)
    given = form.cleaned_data
    mine = Comment.objects.visible_to(request.user).filter(pk__in=given["ids"]).values_list("pk", flat=True)
    reason = given["reason"] if given["decision"] == "khong-dang" else ""
    outcome = decide_many(actor=request.user, ids=list(mine), reason=reason, now=now())
    said = _("Không đăng %(n)s ý kiến.") if reason else _("Đã đăng %(n)s ý kiến.")
    messages.success(request, said % {"n": outcome.done})
    if outcome.passed_over:
        messages.warning(request, _("%(n)s ý kiến đã có người xử lý trước, để nguyên.") % {"n": outcome.passed_over})
    return redirect(_back(request))


@require_POST
@login_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    thread = get_object_or_404(Thread.objects.visible_to(request.user), pk=pk)
    close_thread(actor=request.user, thread=thread, now=now())
    messages.success(request, _("Bài này không nhận thêm ý kiến."))
    return redirect(_back(request))


@require_POST
@login_required
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    thread = get_object_or_404(Thread.objects.visible_to(request.user), pk=pk)
    reopen_thread(actor=request.user, thread=thread, now=now())
    messages.success(request, _("Bài này nhận ý kiến trở lại."))
    return redirect(_back(request))


def _decide(request: HttpRequest, pk: int, action: Callable, said: str, **given: Any) -> HttpResponse:
    """Take one decision; the row in its new state for a swap, else back to where the person was."""
    found = _visible(request, pk)
    try:
        action(actor=request.user, comment=found, now=now(), **given)
    except CannotModerate as refusal:
        said, is_taken = str(refusal), False
    else:
        is_taken = True
    if is_fragment_request(request):
        [row] = queries.rows_of([_visible(request, pk)], now())
        context = {"row": row, "said": said, "is_taken": is_taken, "refusal": RefusalForm(), "back": _back(request)}
        return render(request, "comments/_row.html", context)
    (messages.success if is_taken else messages.error)(request, said)
    return redirect(_back(request))


def _visible(request: HttpRequest, pk: int) -> Comment:
    rows = Comment.objects.visible_to(request.user)
    rows = rows.select_related("thread__page", "thread__organization", "parent", "organization", "decided_by__person")
    return get_object_or_404(rows, pk=pk)


def _back(request: HttpRequest) -> str:
    """Where the person came from, inside the product; the queue otherwise."""
    asked = request.POST.get("ve", "") or request.GET.get("ve", "")
    if asked.startswith("/lam-viec/binh-luan/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return reverse("comments:queue")
