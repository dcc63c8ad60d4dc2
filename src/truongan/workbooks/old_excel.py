"""First look inside an Excel 97-2003 file: how far its sheets reach, whether it is locked or carries macros.

The reader behind us holds a sheet as a full rectangle, so one stray cell in the last corner of a tiny file would
cost a gigabyte. Layout after [MS-CFB] and [MS-XLS].
"""

import struct
from collections.abc import Iterator

from truongan.workbooks import refusals
from truongan.workbooks.problems import coordinate
from truongan.workbooks.sheet_xml import CELL_LIMIT

_END_OF_CHAIN = 0xFFFFFFFA  # this and above are marks, not sectors
_STREAM = 2
_ROOT = 5
# Records that put a value into a cell: FORMULA, NUMBER, LABEL, BOOLERR, RK, MULRK, RSTRING, LABELSST.
_VALUES = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00BD, 0x00D6, 0x00FD})
_OPENING, _FILE_PASSWORD, _SEVERAL = 0x0809, 0x002F, 0x00BD


def check_old_workbook(content: bytes) -> None:
    """Raise `CannotRead` for what may not be opened; nothing otherwise."""
    try:
        streams = dict(_streams(content))
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise refusals.broken() from error
    if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
        raise refusals.encrypted()
    if any(name.startswith("_VBA_PROJECT") or name == "VBA" for name in streams):
        raise refusals.has_macros()
    place = streams.get("Workbook") or streams.get("Book")
    if not place:
        raise refusals.not_a_workbook()
    _check_reach(place)


def _check_reach(stream: bytes) -> None:
    rows = columns = 0
    for kind, start, length in _records(stream):
        if kind == _FILE_PASSWORD:
            raise refusals.encrypted()
        if kind == _OPENING:
            rows = columns = 0
        elif kind in _VALUES and length >= 4:
            row, column = struct.unpack_from("<HH", stream, start)
            if kind == _SEVERAL:
                column = struct.unpack_from("<H", stream, start + length - 2)[0]
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if rows * columns > CELL_LIMIT:
                raise refusals.too_wide("", coordinate(row + 1, column))


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, start and length of every record."""
    place, end = 0, len(stream) - 4
    while place <= end:
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, place + 4, min(length, len(stream) - place - 4)
        place += 4 + length


def _streams(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Every entry of the compound file; content only for the workbook itself, the rest are told by name."""
    sector = 1 << struct.unpack_from("<H", content, 30)[0]
    if sector not in (512, 4096):
        raise ValueError(sector)
    first_directory, cutoff, first_small = struct.unpack_from("<I4xII", content, 48)
    table = _allocation(content, sector)
    directory = _chain(content, table, first_directory, sector)
    small_table = _numbers(_chain(content, table, first_small, sector))
    small_content = b""
    for place in range(0, len(directory) - 127, 128):
        name_length, kind = struct.unpack_from("<HB", directory, place + 64)
        name = directory[place : place + min(name_length, 64)].decode("utf-16-le", "replace").rstrip("\0")
        start, size = struct.unpack_from("<II", directory, place + 116)
        if kind == _ROOT:
            small_content = _chain(content, table, start, sector)
        elif kind and not (kind == _STREAM and name in ("Workbook", "Book")):
            yield name, b""
        elif kind == _STREAM and size < cutoff:
            yield name, _small_chain(small_content, small_table, start)[:size]
        elif kind == _STREAM:
            yield name, _chain(content, table, start, sector)[:size]


def _allocation(content: bytes, sector: int) -> list[int]:
    """The table that tells which sector follows which, itself spread over sectors listed in the header and beyond."""
    listed = list(struct.unpack_from("<109I", content, 76))
    following = struct.unpack_from("<I", content, 68)[0]
    for _ in range(len(content) // sector):
        if following >= _END_OF_CHAIN:
            break
        more = _numbers(_sector(content, following, sector))
        listed += more[:-1]
        following = more[-1]
    return [each for place in listed if place < _END_OF_CHAIN for each in _numbers(_sector(content, place, sector))]


def _chain(content: bytes, table: list[int], start: int, sector: int) -> bytes:
    parts: list[bytes] = []
    while start < _END_OF_CHAIN and start < len(table):
        if len(parts) > len(table):
            raise ValueError("sectors in a ring")
        parts.append(_sector(content, start, sector))
        start = table[start]
    return b"".join(parts)


def _small_chain(content: bytes, table: list[int], start: int) -> bytes:
    return _chain(bytes(64) + content, table, start, 64)


def _sector(content: bytes, place: int, sector: int) -> bytes:
    return content[(place + 1) * sector : (place + 2) * sector]


def _numbers(content: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))
