"""Progress of an import, told while its transaction is still open."""

from typing import Self

from django.db import DEFAULT_DB_ALIAS, connections

from truongan.workbooks.models import Upload


class Beside:
    """A connection of its own for one number: what the import's transaction writes nobody sees before its end."""

    def __init__(self, upload: Upload) -> None:
        self.upload_id = upload.pk
        self.connection = connections.create_connection(DEFAULT_DB_ALIAS)

    def __enter__(self) -> Self:
        return self

    def __call__(self, done: int) -> None:
        table = Upload._meta.db_table
        with self.connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET progress = %s WHERE id = %s", [done, self.upload_id])  # noqa: S608 - our own table

    def __exit__(self, *failure: object) -> None:
        self.connection.close()
