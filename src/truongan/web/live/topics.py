"""Names of what can change, and how the stream hears of it."""

from collections.abc import Iterable, Iterator

from django.db import connection

CHANNEL = "truongan_live"
EVERYTHING = "*"  # said by the stream itself when it may have missed something
_LONGEST = 7000  # bytes; PostgreSQL refuses a notification of 8000


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
