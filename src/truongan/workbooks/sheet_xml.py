"""What a worksheet's XML tells before it is loaded: how far it reaches, and which cells have no usable value.

The reader behind us keeps a sheet as a full rectangle and gives an uncomputed formula as a blank,
so both are looked for here, over pieces of the part, without building anything.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from truongan.workbooks import refusals
from truongan.workbooks.problems import column_letters

ROW_LIMIT = 200_000
CELL_LIMIT = 6_000_000  # 32 bytes each while the sheet is open
UNUSABLE_LIMIT = 50_000  # of cells remembered; a sheet with more is one problem, not many
_OVERLAP = 64 * 1024  # longest cell that may lie across two pieces: 32,767 characters and its tags

# Cells that close themselves (`<c r="A1" s="3"/>`) are only ruled or coloured and take no room in the reader.
_WIDE = rb"<c (?:[^>]*? )?r=[\"']([A-Z]{2,3})(\d+)[\"'][^>]*(?<!/)>\s*<[^/]"
_DEEP = rb"<c (?:[^>]*? )?r=[\"'][A-Z]+(\d{6,7})[\"'][^>]*(?<!/)>\s*<[^/]"
_FORMULA = (
    rb"<c (?:[^>]*? )?r=[\"']([A-Z]+)(\d+)[\"'][^>]*(?<!/)>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)"
    rb"\s*(?:</c>|<v\s*/>|<v\s*></)"
)
_ERROR = rb"<c (?=[^>]*\bt=[\"']e[\"'])(?:[^>]*? )?r=[\"']([A-Z]+)(\d+)[\"']"
_CONTENT = (b"<v", b"<is", b"<f")
_PREFIX = re.compile(rb"<(/?)[A-Za-z][\w.-]*:")


@dataclass(slots=True)
class SheetFacts:
    """Cells (row from one, column from zero) whose formula was never computed, or that show an Excel error."""

    uncomputed: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    size: int = 0  # bytes of XML: what loading every cell, ruled blank ones too, would cost


def scan_sheet(name: str, pieces: Iterable[bytes]) -> SheetFacts:
    """Read over one worksheet part; raises `CannotRead` when it reaches too far or hides entities."""
    facts, columns, rows = SheetFacts(), 26, 0
    for text in _overlapping(pieces):
        facts.size += len(text)
        if b"<!DOCTYPE" in text:
            raise refusals.bomb()
        if not any(mark in text for mark in _CONTENT):
            continue
        rows = max(rows, _depth(name, text))
        for letters, row in set(re.findall(_WIDE, text)):
            columns = max(columns, column_index(letters) + 1)
            rows = max(rows, int(row))
            if columns * max(rows, 1000) > CELL_LIMIT:
                raise refusals.too_wide(name, f"{column_letters(columns - 1)}{rows}")
        if b"<f" in text:
            _note(facts.uncomputed, _FORMULA, text)
        if b't="e"' in text or b"t='e'" in text:
            _note(facts.errors, _ERROR, text)
    return facts


def column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def _depth(name: str, text: bytes) -> int:
    deepest = max(map(int, re.findall(_DEEP, text)), default=0)
    if deepest > ROW_LIMIT:
        raise refusals.too_many_rows(name, ROW_LIMIT)
    return deepest


def _note(found: set[tuple[int, int]], pattern: bytes, text: bytes) -> None:
    for letters, row in re.findall(pattern, text):
        if len(found) < UNUSABLE_LIMIT:
            found.add((int(row), column_index(letters)))


def _overlapping(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces joined so that no cell is cut in two: each ends before its last opened cell."""
    rest = b""
    for piece in pieces:
        text = rest + piece
        cut = max(text.rfind(b"<c "), text.rfind(b":c "), len(text) - _OVERLAP)
        cut = text.rfind(b"<", 0, cut + 1)
        rest = text[cut:] if cut > 0 else b""
        yield _bare(text[:cut] if cut > 0 else text)
    yield _bare(rest)


def _bare(text: bytes) -> bytes:
    """Tags without a namespace prefix, which some programs write before every one."""
    return _PREFIX.sub(rb"<\1", text) if b":c " in text or b":v>" in text else text
