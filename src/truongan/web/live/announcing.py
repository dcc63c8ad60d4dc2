"""Tables whose new rows concern somebody: written in many places, by SQL as well."""

from django.db.migrations import RunSQL

from truongan.web.live.topics import CHANNEL


def announce_rows(table: str, **topics: str) -> RunSQL:
    """A migration operation: new rows of `table` announce `<topic>.<value of the column>` when they commit.

    `announce_rows("channels_notice", person="person_id", org="organization_id")`. A statement of a hundred thousand
    rows sends some two hundred notifications, five hundred topics each.
    """
    name = f"live_{table}"
    named = " UNION ".join(
        f"SELECT '{topic}.' || {column} AS topic FROM added WHERE {column} IS NOT NULL"  # noqa: S608 - names of ours
        for topic, column in topics.items()
    )
    return RunSQL(
        f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('{CHANNEL}', string_agg(topic, ' '))
  FROM (SELECT topic, row_number() OVER () / 500 AS part FROM ({named}) AS named) AS numbered GROUP BY part;
  RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER INSERT ON {table} REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION {name}();
""",  # noqa: S608 - as above
        f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
    )
