"""The zip package around an .xlsx: checked before any reader opens it, and asked what only its XML can tell."""

import os
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.etree import ElementTree

from truongan.workbooks import refusals
from truongan.workbooks.sheet_xml import SheetFacts, scan_sheet

PARTS_LIMIT = 2_000
UNPACKED_LIMIT = 600 * 1024**2  # a million ruled blank rows of twelve columns unpack to about half of this
SHARED_TEXT_LIMIT = 150 * 1024**2  # every reader holds this part whole
STRUCTURE_LIMIT = 20 * 1024**2  # workbook, relations, styles, content types
RATIO_LIMIT = 200  # honest sheets pack 5 to 40 times; deflate's ceiling is 1032
RATIO_MATTERS_FROM = 16 * 1024**2
_CHUNK = 1 << 20
# Everything a damaged directory or part makes the standard library raise, as found by damaging thousands.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, ElementTree.ParseError, struct.error,
    KeyError, IndexError, ValueError, OverflowError, OSError, EOFError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet of the package: its name, whether Excel shows it, and what was seen in its XML."""

    name: str
    hidden: bool
    facts: SheetFacts


def check_package(file: BinaryIO) -> tuple[SheetPart, ...]:
    """Refuse what is not a plain, honest workbook (`CannotRead`); otherwise its worksheets in order.

    Sizes are measured by unpacking, in pieces: what the package says about itself is not believed.
    """
    try:
        with zipfile.ZipFile(file) as package:
            _check_directory(file, package)
            _check_content(package)
            return tuple(_sheet_parts(file, package))
    except _DAMAGE as error:
        raise refusals.broken() from error


def _check_directory(file: BinaryIO, package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    # Two parts of one name: we might look at one and the reader behind us at the other.
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise refusals.broken()
    if len(parts) > PARTS_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise refusals.bomb()
    # Entries sharing one piece of compressed content (overlapping bombs) add up to more than the file.
    if sum(part.compress_size for part in parts) > file.seek(0, os.SEEK_END):
        raise refusals.bomb()
    for part in parts:
        if part.flag_bits & 1:
            raise refusals.encrypted()
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refusals.broken()
        if part.file_size > RATIO_MATTERS_FROM and part.file_size > RATIO_LIMIT * part.compress_size:
            raise refusals.bomb()
        if part.filename.lower().endswith("sharedstrings.xml") and part.file_size > SHARED_TEXT_LIMIT:
            raise refusals.bomb()


def _check_content(package: zipfile.ZipFile) -> None:
    names = {name.lower() for name in package.namelist()}
    if any("vbaproject" in name or "macrosheets/" in name for name in names):
        raise refusals.has_macros()
    if "xl/workbook.bin" in names:
        raise refusals.other_format(".xlsb")
    if "word/document.xml" in names:
        raise refusals.other_format("văn bản Word")
    if "content.xml" in names and "mimetype" in names:
        raise refusals.other_format("OpenDocument (.ods)")
    if "xl/workbook.xml" not in names:
        raise refusals.not_a_workbook()


def _sheet_parts(file: BinaryIO, package: zipfile.ZipFile) -> Iterator[SheetPart]:
    infos = {info.filename.lower(): info for info in package.infolist()}
    if b"macroenabled" in _structure(file, infos["[content_types].xml"]).lower():
        raise refusals.has_macros()
    targets = _targets(_structure(file, infos["xl/_rels/workbook.xml.rels"]))
    sheets = list(_sheet_elements(_structure(file, infos["xl/workbook.xml"])))
    _check_others(file, infos, {targets[relation] for _, _, relation in sheets if relation in targets})
    for name, hidden, relation in sheets:
        # A sheet we cannot find is one the reader behind us might: better not to open it at all.
        info = infos[targets[relation]]
        yield SheetPart(name, hidden, scan_sheet(name, _unpacked(file, info)))


def _check_others(file: BinaryIO, infos: dict[str, zipfile.ZipInfo], sheets: set[str]) -> None:
    """Unpack what readers will parse besides the sheets, so that a lying size cannot hide there."""
    for name, info in infos.items():
        if name.endswith((".xml", ".rels", ".vml")) and name not in sheets:
            for count, chunk in enumerate(_unpacked(file, info)):
                if count == 0 and b"<!DOCTYPE" in chunk[:4096]:
                    raise refusals.bomb()


def _targets(relations: bytes) -> dict[str, str]:
    """Relation id to part name in lower case, for the parts the workbook points at."""
    found = {}
    for element in ElementTree.fromstring(relations):  # noqa: S314 - no DOCTYPE gets here, see _structure
        target = posixpath.join("/xl", element.get("Target", "").lower())
        found[element.get("Id", "")] = posixpath.normpath(target).lstrip("/")
    return found


def _sheet_elements(workbook: bytes) -> Iterator[tuple[str, bool, str]]:
    root = ElementTree.fromstring(workbook)  # noqa: S314 - no DOCTYPE gets here, see _structure
    for element in root.iter():
        if element.tag.rpartition("}")[2] == "sheet":
            relation = next((value for name, value in element.items() if name.endswith("}id")), "")
            yield element.get("name", ""), element.get("state", "visible") != "visible", relation


def _structure(file: BinaryIO, info: zipfile.ZipInfo) -> bytes:
    if info.file_size > STRUCTURE_LIMIT:
        raise refusals.bomb()
    content = b"".join(_unpacked(file, info))
    # Entities could multiply a small part without end; no spreadsheet program writes a DOCTYPE.
    if b"<!DOCTYPE" in content:
        raise refusals.bomb()
    return content


def _unpacked(file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Content of one part in pieces of at most one megabyte, refusing more than the directory promised."""
    file.seek(info.header_offset)
    header = struct.unpack("<4s5H3I2H", file.read(30))
    file.seek(header[-2] + header[-1], os.SEEK_CUR)
    left, allowed = info.compress_size, info.file_size
    inflate = zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0:
        packed = file.read(min(left, _CHUNK // 4))
        if not packed:
            raise zipfile.BadZipFile(info.filename)
        left -= len(packed)
        while packed:
            piece = inflate.decompress(packed, _CHUNK) if inflate else packed
            packed = inflate.unconsumed_tail if inflate else b""
            allowed -= len(piece)
            if allowed < 0:
                raise refusals.bomb()
            if piece:
                yield piece
