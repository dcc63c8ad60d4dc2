"""Writing many rows at once: ids taken from the table's own sequence, rows through COPY, corrections in one batch."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def take_ids(model: type[models.Model], count: int) -> list[int]:
    """So many fresh primary keys of the table; what is not used leaves a gap, as a failed insert would."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [each for (each,) in cursor.fetchall()]


def copy_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows of column values into the table. The database still checks every constraint; defaults of Django are not filled."""
    columns = ", ".join(f'"{_column(model, field)}"' for field in fields)
    statement = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
    # COPY is psycopg's own; Django would let its errors pass untranslated.
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def update_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows of (values…, id); sent as one pipelined batch."""
    assignments = ", ".join(_assignment(_column(model, field)) for field in fields)
    batch = list(rows)
    if batch:
        with connection.cursor() as cursor:
            cursor.executemany(f'UPDATE "{model._meta.db_table}" SET {assignments} WHERE id = %s', batch)  # noqa: S608 - our own columns


def _assignment(column: str) -> str:
    # A record changed only in passing keeps the row it came from.
    return f'"{column}" = coalesce(%s, "{column}")' if column == "source_id" else f'"{column}" = %s'


def _column(model: type[models.Model], field: str) -> str:
    found = model._meta.get_field(field)
    assert isinstance(found, models.Field) and found.column
    return found.column
