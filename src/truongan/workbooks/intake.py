"""First look at a file: what it truly is, and whether it is safe to open. No cell is parsed here."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Literal

from truongan.workbooks import refusals
from truongan.workbooks.old_excel import check_old_workbook
from truongan.workbooks.packages import SheetPart, check_package

Format = Literal["xlsx", "xls", "csv"]
Source = str | Path | bytes
SIZE_LIMIT = 20 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY = frozenset(range(32)) - {9, 10, 12, 13}
_WEB_PAGE = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<?xml")


@dataclass(frozen=True, slots=True)
class Intake:
    """A file that may be opened, and as what. `parts` are the sheets of an .xlsx package."""

    source: Source
    filename: str
    format: Format
    parts: tuple[SheetPart, ...] = ()


def check_file(source: Source, filename: str = "", *, size_limit: int = SIZE_LIMIT) -> Intake:
    """Decide from the content, not the name, how the file may be read; raises `CannotRead` when it may not.

    `size_limit` is in bytes; a larger file is refused before any of it is read.
    """
    size = len(source) if isinstance(source, bytes) else Path(source).stat().st_size
    if size == 0:
        raise refusals.empty_file()
    if size > size_limit:
        raise refusals.too_large(size, size_limit)
    filename = filename or ("" if isinstance(source, bytes) else Path(source).name)
    with opened(source) as file:
        return _recognised(file, source, filename)


def opened(source: Source) -> BinaryIO:
    return BytesIO(source) if isinstance(source, bytes) else Path(source).open("rb")


def _recognised(file: BinaryIO, source: Source, filename: str) -> Intake:
    head = file.read(4096)
    file.seek(0)
    if head.startswith(b"PK"):
        return Intake(source, filename, "xlsx", check_package(file))
    if head.startswith(_OLE):
        check_old_workbook(file.read())
        return Intake(source, filename, "xls")
    _check_text(head, filename)
    return Intake(source, filename, "csv")


def _check_text(head: bytes, filename: str) -> None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    opening = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if opening.startswith(_WEB_PAGE):
        raise refusals.web_page()
    if Path(filename).suffix.lower() not in ("", ".csv", ".txt", ".tsv", ".xls", ".xlsx"):
        raise refusals.not_a_workbook()
    # UTF-16 without a mark has a zero in every other byte; anything else with control bytes is not text.
    zeros = head[1::2].count(0), head[::2].count(0)
    if max(zeros) < len(head) // 4 and (opening.startswith((b"%pdf", b"{\\rtf")) or any(b in _BINARY for b in head)):
        raise refusals.not_a_workbook()
