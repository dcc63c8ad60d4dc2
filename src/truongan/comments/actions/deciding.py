"""What moderators decide: publish, refuse or take down, restore, edit, answer. Every decision is on the record.

The record keeps who decided what and why, never the words of a reader: those can be forgotten, the record cannot.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from truongan.audit.actions import record, record_many
from truongan.comments.actions.refusals import CannotModerate
from truongan.comments.models import Comment, Complaint
from truongan.comments.rules import is_answerable, may_moderate, may_speak_for
from truongan.comments.states import LONGEST, Refusal
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.web.page_cache import changed

TELL_WRITER = "comments.tell_writer"  # name of the job
_State = Comment.State
_DECIDED = ["state", "reason", "note", "decided_at", "decided_by", "published_at"]


@transaction.atomic
def approve_comment(*, actor, comment: Comment, now: datetime) -> Comment:
    """Publish what was held."""
    comment = _locked(actor, comment)
    _check(comment.is_held, comment)
    _publish(comment, actor, now)
    comment.save(update_fields=_DECIDED)
    _record(actor, "comments.comment.approved", comment, now)
    return comment


@transaction.atomic
def reject_comment(*, actor, comment: Comment, reason: str, note: str = "", now: datetime) -> Comment:
    """Refuse what was held, or take down what was published, with a reason of `Refusal` that its writer can read."""
    comment = _locked(actor, comment)
    _check(comment.is_held or comment.is_published, comment)
    verb = _take_down(comment, actor, Refusal(reason), note, now)
    comment.save(update_fields=_DECIDED)
    Complaint.objects.open().filter(comment=comment).update(settled_at=now)
    _record(actor, verb, comment, now, reason=str(comment.get_reason_display()))
    return comment


@transaction.atomic
def restore_comment(*, actor, comment: Comment, now: datetime) -> Comment:
    """Undo: what was refused is held again, what was taken down stands in its place again."""
    comment = _locked(actor, comment)
    _check(comment.is_taken_down, comment)
    comment.state = _State.PUBLISHED if comment.state == _State.REMOVED else _State.HELD
    comment.reason = comment.note = ""
    comment.decided_at, comment.decided_by = (now, actor) if comment.is_published else (None, None)
    comment.save(update_fields=_DECIDED)
    _record(actor, "comments.comment.restored", comment, now)
    return comment


@transaction.atomic
def edit_comment(*, actor, comment: Comment, text: str, now: datetime) -> Comment:
    """Change the words (a phone number taken out, say). What was sent is kept beside and shown to moderators.

    Places of flags no longer fit and are dropped; their kinds stay.
    """
    comment = _locked(actor, comment)
    _check(comment.is_held or comment.is_published, comment)
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise CannotModerate(f"Ý kiến cần có chữ, nhiều nhất {LONGEST} chữ cái.")
    if text == comment.text:
        return comment
    comment.original = comment.original or comment.text
    comment.text, comment.flags = text, []
    comment.derive_keys()
    comment.save(update_fields=["original", "text", "flags", "search_fold"])
    _record(actor, "comments.comment.edited", comment, now)
    return comment


@transaction.atomic
def answer_comment(*, actor, comment: Comment, organization: Organization, text: str, now: datetime) -> Comment:
    """Answer in the name of a unit, published at once; what is answered is published with it when it was held."""
    comment = _locked(actor, comment)
    require(may_speak_for(actor, organization))
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise CannotModerate(f"Câu trả lời cần có chữ, nhiều nhất {LONGEST} chữ cái.")
    if comment.is_held and comment.parent_id is None:
        _publish(comment, actor, now)
        comment.save(update_fields=_DECIDED)
        _record(actor, "comments.comment.approved", comment, now)
    if not is_answerable(comment):
        raise CannotModerate("Chỉ trả lời được ý kiến ở bậc trên đang hiện trên trang.")
    answer = Comment(
        thread=comment.thread, parent=comment, organization=organization, name=organization.name, text=text,
        state=_State.PUBLISHED, posted_at=now, published_at=now, decided_at=now, decided_by=actor,
    )  # fmt: skip
    answer.derive_keys()
    answer.save()
    _record(actor, "comments.comment.answered", answer, now)
    return answer


@transaction.atomic
def keep_comment(*, actor, comment: Comment, now: datetime) -> int:
    """Readers reported a comment and it stays: their reports are settled. How many there were."""
    comment = _locked(actor, comment)
    count = Complaint.objects.open().filter(comment=comment).update(settled_at=now)
    if count:
        record(
            actor=actor, verb="comments.complaint.settled", target=comment, now=now,
            organization=comment.thread.organization, count=count,
        )  # fmt: skip
    return count


@dataclass(frozen=True)
class Outcome:
    """Of a decision about many: how many it was taken for, and how many somebody else had decided before."""

    done: int
    passed_over: int


@transaction.atomic
def decide_many(*, actor, ids: Collection[int], reason: str = "", note: str = "", now: datetime) -> Outcome:
    """Publish every one of these that is still held, or refuse it where a reason is given; all or none.

    Raises PermissionDenied when one of them is not this person's to decide.
    """
    rows = Comment.objects.select_for_update(of=("self",)).select_related("thread__organization")
    comments = list(rows.filter(pk__in=ids).order_by("pk"))
    require(all(may_moderate(actor, comment.thread) for comment in comments))
    waiting = [comment for comment in comments if comment.is_held]
    for comment in waiting:
        if reason:
            _take_down(comment, actor, Refusal(reason), note, now)
        else:
            _publish(comment, actor, now)
    Comment.objects.bulk_update(waiting, _DECIDED)
    if waiting:
        _announce(waiting, now, reason=reason, actor=actor)
    return Outcome(len(waiting), len(ids) - len(waiting))


def _announce(comments: list[Comment], now: datetime, *, reason: str, actor) -> None:
    verb = "comments.comment.rejected" if reason else "comments.comment.approved"
    said = {"reason": str(Refusal(reason).label)} if reason else {}
    changed(*(comment.thread.topic for comment in comments))
    for comment in comments:
        _tell_writer(comment)
    record_many(actor=actor, verb=verb, now=now, events=[(each, each.thread.organization, said) for each in comments])


def _locked(actor, comment: Comment) -> Comment:
    """The comment, held against a colleague's decision at the same moment, if it is this person's to decide."""
    rows = Comment.objects.select_for_update(of=("self",)).select_related("thread__organization", "thread__page")
    comment = rows.get(pk=comment.pk)
    require(may_moderate(actor, comment.thread))
    return comment


def _check(fits: bool, comment: Comment) -> None:
    if not fits:
        state = str(comment.get_state_display())
        raise CannotModerate(f"Ý kiến này đang ở tình trạng “{state}”: có thể đồng nghiệp vừa xử lý.")


def _publish(comment: Comment, actor, now: datetime) -> None:
    comment.state, comment.reason, comment.note = _State.PUBLISHED, "", ""
    comment.decided_at, comment.decided_by, comment.published_at = now, actor, now


def _take_down(comment: Comment, actor, reason: Refusal, note: str, now: datetime) -> str:
    """The verb of what was done."""
    was_held = comment.is_held
    comment.state = _State.REJECTED if was_held else _State.REMOVED
    comment.reason, comment.note = reason, note.strip()[:300]
    comment.decided_at, comment.decided_by = now, actor
    return "comments.comment.rejected" if was_held else "comments.comment.removed"


def _record(actor, verb: str, comment: Comment, now: datetime, **said: str) -> None:
    changed(comment.thread.topic)
    if verb.endswith(("approved", "rejected", "removed")):
        _tell_writer(comment)
    record(actor=actor, verb=verb, target=comment, now=now, organization=comment.thread.organization, **said)


def _tell_writer(comment: Comment) -> None:
    if comment.email:
        app.configure_task(TELL_WRITER, queue="comments").defer(comment_id=comment.pk)
