"""What a cached page depends on, and how every worker hears that it changed."""

from django.db import connection

CHANNEL = "truongan_page_changed"


def changed(*topics: str) -> None:
    """Drop the pages of these topics in every worker once the transaction has been committed.

    Call it inside the transaction that writes: PostgreSQL delivers at commit, and nothing after a rollback.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, topic) FROM unnest(%s::text[]) AS topic", [CHANNEL, sorted(set(topics))])
