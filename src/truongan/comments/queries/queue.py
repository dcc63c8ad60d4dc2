"""The moderators' list: what is asked of it, its rows, its counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from truongan.comments.flags import LABELS, Piece, named, pieces
from truongan.comments.models import Comment, Complaint, Thread
from truongan.comments.querysets import CommentQuerySet
from truongan.comments.states import CommentState
from truongan.comments.waiting import Waiting, waited
from truongan.organizations.calendar import Calendars

REPORTED = "bi-bao"
STATES = {
    "": (CommentState.HELD, _("Chờ duyệt")),
    REPORTED: (CommentState.PUBLISHED, _("Bị báo vi phạm")),
    "da-dang": (CommentState.PUBLISHED, _("Đã đăng")),
    "khong-dang": (CommentState.REJECTED, _("Không đăng")),
    "da-go": (CommentState.REMOVED, _("Đã gỡ")),
    "da-rut": (CommentState.WITHDRAWN, _("Đã rút")),
}
WAITS = {"1": _("Đã chờ trên 1 ngày"), "3": _("Đã chờ trên 3 ngày"), "7": _("Đã chờ trên 7 ngày")}
FLAGS = tuple((kind.value, label) for kind, label in LABELS.items())
COUNTED = 10_001  # lists are counted as far as somebody may read them


@dataclass(frozen=True)
class Asked:
    """What the URL asks of the queue; nonsense is left out."""

    state: str = ""
    words: str = ""
    flag: str = ""
    days: str = ""
    page: str = ""  # key of a thread

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.flag or self.days or self.page)


@dataclass(frozen=True)
class Row:
    """One comment as its moderator sees it."""

    comment: Comment
    waiting: Waiting | None
    pieces: list[Piece]
    found: list[tuple[str, str]]
    complaints: int = 0


def asked(given: Any) -> Asked:
    """`tt`, `q`, `co`, `cho` and `bai` of the address."""
    state, flag, days, page = (str(given.get(name, "")).strip() for name in ("tt", "co", "cho", "bai"))
    return Asked(
        state=state if state in STATES else "",
        words=str(given.get("q", "")).strip()[:100],
        flag=flag if flag in dict(FLAGS) else "",
        days=days if days in WAITS else "",
        page=page if page.isascii() and page.isdigit() and len(page) < 19 else "",
    )


def queue_of(user, ask: Asked, now: datetime) -> CommentQuerySet:
    """Comments of the pages this person moderates that answer what is asked, in the order to work through them."""
    state, _label = STATES[ask.state]
    rows = Comment.objects.visible_to(user).filter(state=state)
    if ask.state == REPORTED:
        rows = rows.complained_of()
    if ask.page:
        rows = rows.filter(thread=int(ask.page))
    if ask.flag:
        rows = rows.flagged(ask.flag)
    if ask.days:
        rows = rows.filter(posted_at__lt=now - timedelta(days=int(ask.days)))
    if ask.words:
        rows = rows.search(ask.words)
    rows = rows.select_related("thread__page", "thread__organization", "parent", "organization")
    return rows.in_order_of_waiting() if state == CommentState.HELD else rows.order_by("-decided_at", "-pk")


def counted(rows: CommentQuerySet) -> int:
    """How many, as far as 10.001: a list of a million is narrowed, not leafed through."""
    return rows.order_by()[:COUNTED].count()


def counts(user) -> dict[str, int]:
    """How many wait and how many were reported, each as far as a list is counted. Two queries."""
    mine = Comment.objects.visible_to(user)
    return {"waiting": counted(mine.held()), "reported": counted(mine.published().complained_of())}


def rows_of(comments: Sequence[Comment], now: datetime) -> list[Row]:
    """Lines of one page: two queries (calendars, reports of readers)."""
    calendars = Calendars((now - timedelta(days=400)).date())
    ids = [comment.pk for comment in comments]
    open_ones = Complaint.objects.open().filter(comment__in=ids).values("comment").annotate(n=Count("pk"))
    reported = dict(open_ones.order_by().values_list("comment", "n"))
    return [_row(comment, now, calendars, reported.get(comment.pk, 0)) for comment in comments]


def _row(comment: Comment, now: datetime, calendars: Calendars, complaints: int) -> Row:
    unit = comment.thread.organization
    waiting = None
    if comment.is_held:
        waiting = waited(comment.posted_at, now, calendars.of(unit.place_path if unit else ""))
    return Row(comment, waiting, pieces(comment.text, comment.flags), named(comment.flags), complaints)


def threads_of(user, words: str, only: str) -> Any:
    """Pages whose comments this person decides on, newest first: all, open, closed, or those with comments that wait."""
    rows = Thread.objects.visible_to(user).select_related("page", "organization").search(words)
    if only in ("mo", "dong"):
        rows = rows.filter(is_open=only == "mo")
    elif only == "cho":
        rows = rows.filter(pk__in=Comment.objects.held().values("thread"))
    return rows.order_by("-page__first_published_at", "-pk")


def tallied(threads: Sequence[Thread]) -> list[tuple[Thread, int, int]]:
    """Each with how many wait and how many stand there; one query over the threads of one page of the list."""
    found = Comment.objects.filter(thread__in=threads, state__in=(CommentState.HELD, CommentState.PUBLISHED))
    rows = found.order_by().values_list("thread", "state").annotate(n=Count("pk"))
    counts = {(thread, state): n for thread, state, n in rows}
    return [
        (each, counts.get((each.pk, CommentState.HELD), 0), counts.get((each.pk, CommentState.PUBLISHED), 0))
        for each in threads
    ]
