"""What a page may watch: signed when it is rendered, exchanged for a ticket of a minute when the stream is opened."""

from collections.abc import Iterable

from django.core import signing

_PASS, _TICKET = "web.live.pass", "web.live.ticket"
_PAGE_LIVES = 24 * 3600  # seconds; a page open longer asks to be loaded again
_TICKET_LIVES = 60


class CannotWatch(Exception):
    """The pass or ticket is not ours, not this person's, or too old."""


def live_pass(user, *topics: str) -> str:
    """What a template puts into `data-live`: that this person's page may watch these topics.

    The caller has checked the scope; a pass handed to somebody else opens nothing.
    """
    return signing.dumps([user.pk, sorted(set(topics))], salt=_PASS, compress=True)


def ticket_for(user, passes: Iterable[str]) -> str:
    """One ticket for all passes of a page. CannotWatch for a pass of somebody else or of another day."""
    topics: set[str] = set()
    for each in passes:
        try:
            owner, named = signing.loads(each, salt=_PASS, max_age=_PAGE_LIVES)
        except signing.BadSignature as reason:
            raise CannotWatch from reason
        if owner != user.pk:
            raise CannotWatch
        topics |= set(named)
    return signing.dumps([user.pk, sorted(topics)], salt=_TICKET, compress=True)


def opened(ticket: str) -> tuple[int, list[str]]:
    """Whose ticket it is, and the topics it opens. CannotWatch after a minute."""
    try:
        user_id, topics = signing.loads(ticket, salt=_TICKET, max_age=_TICKET_LIVES)
    except signing.BadSignature as reason:
        raise CannotWatch from reason
    return user_id, topics


def topics_of(ticket: str) -> list[str]:
    """The topics a ticket opens. CannotWatch after a minute."""
    return opened(ticket)[1]
