"""Small cells of public tables: a number of people so small that it could point at someone is not shown."""

from collections.abc import Iterable

from truongan.figures.questions import Answer, Figure, Row

SMALLEST_SHOWN = 5  # Law 91/2025/QH15 asks for minimal data; five is the threshold common in official statistics


def suppress_small_cells(found: Answer) -> set[tuple[str, str]]:
    """Set small numbers of people in the groups' rows to None, and one more where the rest would give it away.

    Returns the (row key, indicator code) that were hidden. The total stays: it is shown for the whole area only,
    unless it is itself small.
    """
    hidden: set[tuple[str, str]] = set()
    for code, figure in found.total.figures.items():
        if not figure.indicator.people:
            continue
        if 0 < (figure.value or 0) < SMALLEST_SHOWN:
            hidden |= _hide([found.total, *found.rows], code)
        else:
            hidden |= _hide(_to_hide(found.rows, code), code)
    return hidden


def hide_everywhere(found: Answer, codes: Iterable[str]) -> None:
    """Take these indicators out of the total and of every group."""
    for code in codes:
        _hide([found.total, *found.rows], code)


def _to_hide(rows: list[Row], code: str) -> list[Row]:
    """Rows with a small cell; with only one, also the next smallest, else the total less the others tells it."""
    filled = sorted((row for row in rows if row[code].value), key=lambda row: row[code].value or 0)
    small = [row for row in filled if (row[code].value or 0) < SMALLEST_SHOWN]
    return filled[:2] if len(small) == 1 else small


def _hide(rows: list[Row], code: str) -> set[tuple[str, str]]:
    for row in rows:
        figure: Figure = row[code]
        figure.value = figure.opening = figure.added = figure.removed = None
        for part in row.figures.values():
            if part.indicator.of == code:  # "of how many" would say it all the same
                part.whole = None
    return {(row.key, code) for row in rows}
