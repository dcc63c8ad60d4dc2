"""Giving a workbook back with what must be mended marked in it. It can be mended and sent again as it is."""

import logging
from collections.abc import Collection, Iterable, Mapping

from truongan.workbooks.annotating import annotate_in_place
from truongan.workbooks.intake import Source, check_file
from truongan.workbooks.problems import Problem
from truongan.workbooks.rebuilding import rebuild
from truongan.workbooks.rows import ReadWorkbook

# Beyond this the whole file is not opened for writing again: only the rows with problems go back.
IN_PLACE_XML_LIMIT = 12 * 1024**2
WHOLE_ROWS_LIMIT = 20_000

logger = logging.getLogger(__name__)
Rows = Mapping[str, Collection[int]]


def annotate(
    source: Source,
    read: ReadWorkbook,
    problems: Iterable[Problem] | None = None,
    *,
    only_rows: Rows | None = None,
    size_limit: int = 1 << 30,
) -> bytes:
    """The sender's workbook as .xlsx with its problems coloured, commented and listed on a first sheet.

    `problems` are by default all that the reading found; notes are left out. `only_rows` (sheet name to row
    numbers) keeps just those rows, for giving back what was not taken. An .xlsx keeps its own layout unless it
    is large; then, and for .xls and CSV, the tables are written anew.
    """
    told = [each for each in (read.all_problems() if problems is None else problems) if each.severity != "note"]
    intake = check_file(source, read.filename, size_limit=size_limit)
    if only_rows is None and read.row_count > WHOLE_ROWS_LIMIT:
        only_rows = rows_with(told)
    small = sum(part.facts.size for part in intake.parts) <= IN_PLACE_XML_LIMIT
    if only_rows is None and intake.format == "xlsx" and small:
        try:
            return annotate_in_place(intake, told)
        except Exception:
            # openpyxl stumbles over styles and drawings it has no name for, with any exception there is; the
            # sender still gets the tables back.
            logger.warning("workbook written anew: its own layout could not be opened", exc_info=True)
    return rebuild(intake, read, told, only_rows)


def rejected_rows(read: ReadWorkbook) -> dict[str, set[int]]:
    """Rows no importer can take, by sheet: what `only_rows` wants when the ready ones have gone in."""
    return {sheet.name: {row.number for row in sheet.rows if not row.is_ready} for sheet in read.sheets}


def rows_with(problems: Iterable[Problem]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for problem in problems:
        if problem.row:
            found.setdefault(problem.sheet, set()).add(problem.row)
    return found
