"""What readers see below a page."""

from dataclasses import dataclass
from datetime import UTC, datetime

from truongan.comments.models import Comment, Thread
from truongan.news.models import Article

PER_PAGE = 20
_MICRO = 1_000_000


@dataclass(frozen=True)
class Shown:
    """Twenty comments of a page with their answers. `more` leads to the next ones, empty at the end."""

    article: Article
    count: int  # of all that stand there, answers included
    rows: list[Comment]
    more: str
    is_open: bool
    thread_id: int | None


def shown_comments(article: Article, after: str = "") -> Shown:
    """Newest first from the place `after` (the `more` of the part before). Four queries, however many there are."""
    thread = Thread.objects.filter(page_id=article.pk).first()
    if thread is None:
        return Shown(article, 0, [], "", article.comments_open, None)
    rows = Comment.objects.published().filter(thread=thread).beginning().newest_first()
    if place := _place(after):
        rows = rows.after(*place)
    found = list(rows.with_replies()[: PER_PAGE + 1])
    more = _name_of(found[PER_PAGE - 1]) if len(found) > PER_PAGE else ""
    is_open = thread.is_open and article.comments_open
    return Shown(article, Comment.objects.on_page(thread).count(), found[:PER_PAGE], more, is_open, thread.pk)


def _name_of(comment: Comment) -> str:
    """A place in the list that stays, whatever is published or taken down meanwhile."""
    assert comment.published_at is not None
    since = comment.published_at - datetime(1970, 1, 1, tzinfo=UTC)
    return f"{(since.days * 86_400 + since.seconds) * _MICRO + since.microseconds}-{comment.pk}"


def _place(text: str) -> tuple[datetime, int] | None:
    """Instant and number of such a place; None for anything else somebody typed."""
    moment, _dash, number = text.partition("-")
    if not (moment.isascii() and moment.isdigit() and number.isascii() and number.isdigit()):
        return None
    if len(moment) > 16 or len(number) > 18:
        return None
    seconds, micro = divmod(int(moment), _MICRO)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micro), int(number)
