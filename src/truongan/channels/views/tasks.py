"""The page behind the link of a message: what it says, for whom, and a button for each answer.

Nobody signs in: whoever holds the link may answer this one task, and nothing else. Opening it writes nothing, as
programs that check links open it too; that it was seen is noted by a POST, of the page's script or of a button.
No CSRF token is asked for: the secret in the address is what entitles, and browsers inside chats keep no cookies.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from truongan.channels.actions import CannotAnswer, answer, note_seen
from truongan.channels.answers import answers_of
from truongan.channels.handing_over.planning import MANUAL_KIND
from truongan.channels.links import Task, task_of
from truongan.channels.models import Message, Recipient
from truongan.kernel.clock import now
from truongan.kernel.text import masked_name
from truongan.web.answering import form_page

_SEEN = "da-xem"


@csrf_exempt
@never_cache
@form_page
def task(request: HttpRequest, code: str) -> HttpResponse:
    found = task_of(code)
    if found is None:
        return _page(request, {"state": "unknown"}, 404)
    if found.is_old(now()) and not _is_their_own(request, found):
        return _page(request, {"state": "old"}, 410)
    if request.method != "POST":
        return _page(request, _context(request, found, code))
    problem = "" if _is_for_another(request, found) else _answered(found, request.POST.get("tra_loi", ""))
    found = task_of(code) or found
    context = _context(request, found, code)
    refused = bool(problem) or context["state"] == "another"
    return _page(request, {**context, "problem": problem, "is_new": not refused}, 422 if refused else 200)


@csrf_exempt
@require_POST
def seen(request: HttpRequest, code: str) -> HttpResponse:
    """What the page's script says once somebody looks at it."""
    found = task_of(code)
    if found and not _is_for_another(request, found) and not found.is_old(now()):
        note_seen(recipient=found.recipient, now=now())
    return HttpResponse(status=204)


def _answered(found: Task, choice: str) -> str:
    """Take the answer; why not, where it cannot be taken."""
    if choice == _SEEN and not found.recipient.message.choices:
        note_seen(recipient=found.recipient, now=now())
        return ""
    try:
        taken = answer(recipient=found.recipient, choice=choice, via=found.channel, now=now())
    except CannotAnswer as reason:
        return str(reason)
    if taken.answer != choice:
        return _("Bạn đã trả lời trước đó; câu trả lời đầu tiên được giữ.")
    return ""


def _is_for_another(request: HttpRequest, found: Task) -> bool:
    """Somebody else is signed in here: the link was passed on, and their tap must not answer for the other."""
    user = request.user
    return user.is_authenticated and user.person_id is not None and user.person_id != found.recipient.person_id


def _is_their_own(request: HttpRequest, found: Task) -> bool:
    user = request.user
    return user.is_authenticated and user.person_id == found.recipient.person_id


def _state(request: HttpRequest, found: Task) -> str:
    recipient, message = found.recipient, found.recipient.message
    kind = answers_of(message.kind)
    stays = bool(kind and kind.over) or _was_answered_last(recipient, message)
    if message.recalled_at and not (recipient.answered_at and stays):
        return "recalled"
    if recipient.answered_at:
        return "answered"
    if message.expires_at and message.expires_at <= now():
        return "expired"
    if _is_for_another(request, found):
        return "another"
    if message.choices:
        return "open"
    return "seen" if recipient.seen_at else "unseen"


def _was_answered_last(recipient: Recipient, message: Message) -> bool:
    """Their own answer took the message back (they took the case): they must not read that nothing is to be done."""
    done, taken_back = recipient.answered_at, message.recalled_at
    return done is not None and taken_back is not None and done >= taken_back


def _context(request: HttpRequest, found: Task, code: str) -> dict:
    recipient, message = found.recipient, found.recipient.message
    kind = answers_of(message.kind)
    state = _state(request, found)
    labels = dict(message.choices)
    return {
        "state": state,
        "code": code,
        "recipient": recipient,
        "message": message,
        "name": masked_name(recipient.person.name) if recipient.person else "",
        "sentences": kind.describe(message, recipient) if kind and kind.describe and state != "recalled" else [],
        "choices": message.choices,
        "chosen": labels.get(recipient.answer, recipient.answer),
        "seen_choice": _SEEN,
        "over": kind.over if kind else "",
        "is_own": _is_their_own(request, found),
        "is_manual": message.kind == MANUAL_KIND,
    }


def _page(request: HttpRequest, context: dict, status: int = 200) -> HttpResponse:
    response = render(request, "channels/task.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"  # the address is the key
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
