"""Cells of a read row as what their column says they are."""

from datetime import date

from truongan.workbooks.rows import ReadRow


def number(row: ReadRow, key: str) -> int | None:
    value = row[key]
    return value if isinstance(value, int) else None


def day(row: ReadRow, key: str) -> date | None:
    value = row[key]
    return value if isinstance(value, date) else None


def text(row: ReadRow, key: str) -> str | None:
    """None for a blank cell, so that “not said” stays different from anything said."""
    value = row[key]
    return str(value) if value else None
