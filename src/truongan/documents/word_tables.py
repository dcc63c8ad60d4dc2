"""The ruled tables of a Word document: header on every page, rows never split."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from lxml.etree import _Element

from truongan.documents import oxml
from truongan.documents.layout import Column, Table
from truongan.documents.oxml import Look, paragraph

CELL_MARGIN = 1.5


def ruled_table(table: Table, room: float) -> _Element:
    whole = sum(column.width for column in table.columns)
    widths = [column.width / whole * room for column in table.columns]
    rows = [*_header(table, widths), *_rows(table, widths)]
    return oxml.table(rows, widths, ruled=True, margin=CELL_MARGIN)


def _header(table: Table, widths: list[float]) -> Iterator[_Element]:
    if table.has_groups:
        yield oxml.row(_group_cells(table, widths), header=True)
    cells = [
        _title_cell(
            "" if table.has_groups and not column.group else column.title,
            table,
            width,
            merge="continue" if table.has_groups and not column.group else "",
        )
        for column, width in zip(table.columns, widths, strict=True)
    ]
    yield oxml.row(cells, header=True)


def _group_cells(table: Table, widths: list[float]) -> Iterator[_Element]:
    """One cell above each run of neighbours of a group; the others reach down over both lines."""
    places = range(len(widths))
    for (group, _), members in groupby(places, key=lambda place: _group_of(table.columns, place)):
        found = list(members)
        if group:
            yield _title_cell(group, table, sum(widths[place] for place in found), span=len(found))
        else:
            yield _title_cell(table.columns[found[0]].title, table, widths[found[0]], merge="restart")


def _group_of(columns: tuple[Column, ...], place: int) -> tuple[str, int]:
    group = columns[place].group
    # Columns without a group stay apart from each other.
    return (group, -1 if group else place)


def _title_cell(text: str, table: Table, width: float, *, span: int = 1, merge: str = "") -> _Element:
    look = Look(size=table.size, bold=True, align="center", before=2, after=2, keep_next=True)
    return oxml.cell([paragraph(text, look)], width, span=span, merge=merge, middle=True)


def _rows(table: Table, widths: list[float]) -> Iterator[_Element]:
    rows = [*table.rows, table.total] if table.total else table.rows
    for place, cells in enumerate(rows):
        bold = place in table.bold_rows or place == len(table.rows)
        # What comes after the table never starts a page alone.
        yield _row(table, cells, widths, bold=bold, keep_next=place == len(rows) - 1)


def _row(table: Table, texts: Iterable[str], widths: list[float], *, bold: bool, keep_next: bool) -> _Element:
    look = Look(size=table.size, bold=bold, before=2, after=2, keep_next=keep_next)
    return oxml.row(
        oxml.cell([paragraph(text, replace(look, align=column.align))], width, middle=True)
        for text, column, width in zip(texts, table.columns, widths, strict=True)
    )
