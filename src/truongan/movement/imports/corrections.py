"""Suggested fixes the sender accepted, put in place of what was typed."""

from collections.abc import Mapping

from truongan.workbooks.rows import ReadRow, ReadWorkbook
from truongan.workbooks.values import BadValue, reader_for


def fix_key(sheet: str, row: int, key: str) -> str:
    return f"{sheet}!{row}!{key}"


def correct(read: ReadWorkbook, fixes: Mapping[str, str]) -> None:
    """Read each accepted value as its column asks; what still cannot be read keeps its problem."""
    if not fixes:
        return
    for sheet in read.sheets:
        for row in sheet.rows:
            for key in sheet.places:
                fix = fixes.get(fix_key(sheet.name, row.number, key))
                if fix is not None:
                    _correct(row, key, fix)


def _correct(row: ReadRow, key: str, fix: str) -> None:
    try:
        value = reader_for(row.sheet.spec.column(key))(fix)
    except BadValue:
        return
    row.replace(key, value)
