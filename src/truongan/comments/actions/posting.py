"""What readers do: write, withdraw, report. Nobody is signed in, so nothing here has an actor."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from truongan.audit.actions import record
from truongan.comments import codes
from truongan.comments.actions.refusals import CannotComment, NotAccepted, TooMany
from truongan.comments.actions.threads import thread_of
from truongan.comments.judging import judge
from truongan.comments.models import Comment, Complaint, Thread
from truongan.comments.rules import is_answerable
from truongan.news.models import Article
from truongan.web.page_cache import changed

# How many a minute are taken, on one page and on all: far more than people write, and than moderators could read.
# Counted in all and not by address, since a class of pupils sits behind one.
MOST_A_MINUTE_ON_PAGE = 60
MOST_A_MINUTE = 300
MOST_COMPLAINTS = 20  # open ones about one comment; more would not say more
_MINUTE = timedelta(minutes=1)
_COMPARED = 50  # of the newest comments, with which a new one is compared for repetition
_DAY = timedelta(days=1)


@transaction.atomic
def post_comment(
    *,
    article: Article,
    name: str,
    text: str,
    email: str = "",
    parent: Comment | None = None,
    form_key: str,
    code: str,
    is_slow: bool = False,
    now: datetime,
) -> Comment:
    """Hold a reader's comment for review. The same form sent again gives its first comment, never a second one.

    `is_slow`: the form came without its proof of work. Raises NotAccepted with the reasons for which the text is
    not taken, TooMany above the limits of a minute, CannotComment where the page is closed for comments.
    """
    if sent := Comment.objects.filter(form_key=form_key).first():
        return _sent_before(sent, text)
    thread = thread_of(article)
    if not (thread.is_open and article.comments_open):
        raise CannotComment("Bài này không nhận thêm ý kiến.")
    if parent and not (parent.thread_id == thread.pk and is_answerable(parent)):
        raise CannotComment("Ý kiến bạn trả lời không còn trên trang.")
    _check_pressure(thread, now)
    judgement = judge(text, name=name, recent=_recent_texts(now))
    if not judgement.accepted:
        raise NotAccepted(judgement.reasons)
    flags = [asdict(flag) for flag in judgement.flags]
    comment = Comment(
        thread=thread, parent=parent, name=name, email=email, text=judgement.text, is_slow=is_slow, flags=flags,
        flag_kinds=sorted({flag["kind"] for flag in flags}), code_hash=codes.hash_of(code), form_key=form_key,
        posted_at=now,
    )  # fmt: skip
    comment.derive_keys()
    # Two copies of one form at the same moment: the second waits here for the first, and finds it.
    [comment] = Comment.objects.bulk_create([comment], ignore_conflicts=True)
    return _sent_before(Comment.objects.get(form_key=form_key), text)


def _sent_before(sent: Comment, text: str) -> Comment:
    """The comment a form made already; a form sent again with other words would lose them silently."""
    if judge(text, name=sent.name).text not in (sent.text, sent.original):
        raise CannotComment(
            "Biểu mẫu này đã gửi một ý kiến rồi. Chữ vừa gõ vẫn còn bên dưới: bấm gửi lần nữa để gửi thành ý kiến mới."
        )
    return sent


def _recent_texts(now: datetime) -> list[str]:
    newest = Comment.objects.filter(posted_at__gt=now - _DAY).order_by("-posted_at")
    return list(newest.values_list("text", flat=True)[:_COMPARED])


def _check_pressure(thread: Thread, now: datetime) -> None:
    """Two counts that stop at their limits, so that a flood is refused as cheaply as a drizzle is taken."""
    lately = Comment.objects.filter(posted_at__gt=now - _MINUTE)
    on_page = lately.filter(thread=thread)[:MOST_A_MINUTE_ON_PAGE].count()
    if on_page >= MOST_A_MINUTE_ON_PAGE or lately[:MOST_A_MINUTE].count() >= MOST_A_MINUTE:
        raise TooMany(
            "Đang có quá nhiều ý kiến gửi cùng lúc. Chữ bạn gõ vẫn còn bên dưới: đợi một phút rồi bấm gửi lại."
        )


def comment_by_code(code: str) -> Comment | None:
    """The comment of a tracking code, None for a code nobody was given."""
    found = Comment.objects.select_related("thread__page").filter(code_hash=codes.hash_of(code)).first()
    return found if found and codes.is_code_of(code, found.code_hash) else None


@transaction.atomic
def withdraw_comment(*, code: str, now: datetime) -> Comment:
    """Take one's own comment back, held or published, for good; the e-mail goes at once, the text after its term.

    Raises CannotComment for an unknown code and for a comment that is not there to be withdrawn.
    """
    known = comment_by_code(code)
    if known is None:
        raise CannotComment("Không có ý kiến nào mang mã này.")
    comment = Comment.objects.select_for_update(of=("self",)).select_related("thread__organization").get(pk=known.pk)
    if comment.state == Comment.State.WITHDRAWN:
        return comment
    if not comment.is_withdrawable:
        raise CannotComment("Ý kiến này không đăng, nên không có gì để rút.")
    was_published = comment.is_published
    comment.state, comment.email, comment.decided_at = Comment.State.WITHDRAWN, "", now
    comment.save(update_fields=["state", "email", "decided_at"])
    comment.complaints.open().update(settled_at=now)
    if was_published:
        changed(comment.thread.topic)
    record(
        actor=None,
        verb="comments.comment.withdrawn",
        target=comment,
        now=now,
        organization=comment.thread.organization,
    )
    return comment


@transaction.atomic
def report_comment(*, comment: Comment, reason: str, text: str = "", form_key: str, now: datetime) -> None:
    """Tell the moderators that something is wrong with a published comment; the same form counts once.

    Beyond twenty open reports about one comment further ones are thanked for and not kept.
    """
    if comment.complaints.open()[:MOST_COMPLAINTS].count() >= MOST_COMPLAINTS:
        return
    complaint = Complaint(comment=comment, reason=reason, text=text, form_key=form_key, sent_at=now)
    Complaint.objects.bulk_create([complaint], ignore_conflicts=True)
