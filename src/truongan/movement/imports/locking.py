"""Two imports about the same schools go one after the other; a job that died is told from one that works."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

from truongan.movement.ledger import with_former_holders

# Any constants: one lock for making schools, one family for uploads being worked on.
_NEW_SCHOOLS = 1646_0729
_UPLOADS = 1646


def lock_schools(ids: Sequence[int]) -> None:
    """Hold these schools until the transaction ends; always in one order, so that two imports cannot wait in a ring."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM organizations_organization WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
            [with_former_holders(ids)],
        )


def lock_new_schools() -> None:
    """Whoever may make schools waits here: a school that is not there yet cannot be locked itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NEW_SCHOOLS])


@contextmanager
def working_on(upload_id: int) -> Iterator[bool]:
    """Whether the upload is ours to work on. The database lets go by itself when a worker is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_UPLOADS, upload_id])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_UPLOADS, upload_id])
