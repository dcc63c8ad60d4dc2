"""Tables whose every change drops pages: what a figure is counted from is written in many places, by SQL as well."""

from django.db.migrations import RunSQL

from truongan.web.page_cache.topics import CHANNEL

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION truongan_announce_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('{CHANNEL}', TG_ARGV[0]);
  RETURN NULL;
END $$;
"""


def announce_changes(topic: str, *tables: str) -> RunSQL:
    """A migration operation: each statement that changes one of these tables announces `topic` when it commits.

    PostgreSQL sends a topic once per transaction, however many statements named it.
    """
    made = "".join(
        f"CREATE TRIGGER announce_{topic} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION truongan_announce_change('{topic}');\n"
        for table in tables
    )
    return RunSQL(_FUNCTION + made, "".join(f"DROP TRIGGER announce_{topic} ON {table};\n" for table in tables))
