"""Names of what can change, and how the stream hears of it."""

from collections.abc import Iterable, Iterator

from django.db import connection

CHANNEL = "truongan_live"
EVERYTHING = "*"  # said by the stream itself when it may have missed something
_LONGEST = 7000  # bytes; PostgreSQL refuses a notification of 8000


def leaving(user_id: int) -> str:
    """The topic that ends every stream of this account: said by the server, watched by each stream for itself."""
    return f"leaving.{user_id}"


def dismiss(user_id: int) -> None:
    """End the account's streams once the transaction has been committed: its pages come back with a new ticket, and
    with rights looked up anew, or get none. For who signs out, is shut out, or loses a post.
    """
    announce(leaving(user_id))


def announce(*topics: str) -> None:
    """Say to every open page that watches one of these topics, once the transaction has been committed, to look again.

    A topic is a name without blanks: `incidents.incident.12`, `person.7`.
    """
    with connection.cursor() as cursor:
        for payload in _payloads(sorted(set(topics))):
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


def _payloads(topics: Iterable[str]) -> Iterator[str]:
    batch: list[str] = []
    length = 0
    for topic in topics:
        if length + len(topic) + 1 > _LONGEST:
            yield " ".join(batch)
            batch, length = [], 0
        batch.append(topic)
        length += len(topic) + 1
    if batch:
        yield " ".join(batch)
