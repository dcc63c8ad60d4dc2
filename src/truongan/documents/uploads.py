"""Files people send: typed by what they are, cleaned, stored under names nobody can guess, saved by who may.

Whose file it is and who may read it belongs to the caller; no model of this context stands behind it.
"""

import hashlib
import io
import secrets
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from truongan.documents.package import DAMAGED
from truongan.documents.pictures import FORMS, READABLE_IN_PRINT, cleaned_picture
from truongan.documents.refusals import CannotKeep
from truongan.kernel.text import nfc

__all__ = [
    "ANYTHING",
    "DOCX",
    "EXTENSIONS",
    "PDF",
    "PHOTOS",
    "XLSX",
    "CannotKeep",
    "CheckedFile",
    "checked_upload",
    "delete_when_gone",
    "discarded_on_failure",
    "saved",
    "shown",
    "store",
    "store_picture",
    "type_of",
]  # fmt: skip

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSIONS = {
    PDF: "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    DOCX: "docx",
    XLSX: "xlsx",
}
PHOTOS = frozenset(FORMS)
ANYTHING = frozenset(EXTENSIONS)
_WORDS = {PDF: "PDF", DOCX: "Word (.docx)", XLSX: "Excel (.xlsx)"}
_MOST_UNPACKED = 300_000_000
_APPLE = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}


@dataclass(frozen=True)
class CheckedFile:
    """A file fit to be kept. `name` is the sender's, with the extension of what the file really is."""

    name: str
    content: bytes
    content_type: str
    width: int = 0  # pixels, of pictures
    height: int = 0

    @property
    def size(self) -> int:
        return len(self.content)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def checked_upload(file, *, allowed: Collection[str] = ANYTHING, longest_side: int = READABLE_IN_PRINT) -> CheckedFile:
    """The file as it may be kept: of an `allowed` media type by content, at most settings.MAX_UPLOAD_BYTES.

    Pictures are re-encoded upright, at most `longest_side` pixels, so place and device leave with the EXIF.
    Raises CannotKeep, whose text names the file: several may have been sent.
    """
    try:
        content = _read(file)
        content_type = type_of(content, allowed)
        if content_type not in FORMS:
            return CheckedFile(_plain_name(file.name, content_type), content, content_type)
        picture = cleaned_picture(content, content_type, longest_side)
    except CannotKeep as reason:
        raise CannotKeep(f"{file.name}: {reason}") from reason
    return CheckedFile(
        _plain_name(file.name, content_type), picture.content, content_type, picture.width, picture.height
    )


def store(content: bytes, content_type: str, *, folder: str, now: datetime) -> str:
    """Write to `folder/year/month/` under a random name and return that name. Raises CannotKeep on a full disk.

    Inside `discarded_on_failure()`, which removes it again when the transaction fails.
    """
    name = f"{folder}/{now:%Y/%m}/{secrets.token_hex(16)}.{EXTENSIONS[content_type]}"
    try:
        name = default_storage.save(name, ContentFile(content))
    except OSError:  # disk full, quota, no rights: whatever was begun goes
        default_storage.delete(name)
        raise CannotKeep(
            _("Máy chủ không lưu được tệp (có thể đã hết chỗ). Tệp chưa được ghi; báo người quản trị rồi thử lại.")
        ) from None
    begun = _begun.get()
    if begun is not None:
        begun.append(name)
    return name


def store_picture(checked: CheckedFile, *, thumbnail_side: int, folder: str, now: datetime) -> dict[str, Any]:
    """Write a picture and its thumbnail; gives the fields of the row that keeps them. Raises CannotKeep."""
    small = cleaned_picture(checked.content, checked.content_type, thumbnail_side)
    with discarded_on_failure():  # the first of two files alone is of no use
        return {
            "file": store(checked.content, checked.content_type, folder=folder, now=now),
            "thumbnail": store(small.content, checked.content_type, folder=folder, now=now),
            "filename": checked.name,
            "content_type": checked.content_type,
            "sha256": checked.sha256,
        }


def delete_when_gone(names: Collection[str]) -> None:
    """Delete stored files once the rows that name them are gone for good: with the commit."""

    def delete() -> None:
        for name in names:
            default_storage.delete(name)

    transaction.on_commit(delete)


_begun: ContextVar[list[str] | None] = ContextVar("uploads_begun", default=None)


@contextmanager
def discarded_on_failure() -> Iterator[None]:
    """Files do not roll back with the transaction: what was written inside is removed when it fails.

    May be nested: a failure inside removes what was written inside, one outside removes everything.
    """
    outer = _begun.get()
    begun: list[str] = []
    token = _begun.set(begun)
    try:
        yield
    except BaseException:
        for name in begun:
            default_storage.delete(name)
        raise
    else:
        if outer is not None:
            outer.extend(begun)
    finally:
        _begun.reset(token)


def saved(file, *, name: str, content_type: str) -> FileResponse:
    """A stored file as a download, never shown by the browser itself; 404 when the disk no longer has it."""
    return _answer(file, name, content_type, "attachment")


def shown(file, *, name: str, content_type: str) -> FileResponse:
    """A stored picture for the page it stands in; anything but a picture is saved all the same."""
    return _answer(file, name, content_type, "inline" if content_type in FORMS else "attachment")


def _answer(file, name: str, content_type: str, disposition: str) -> FileResponse:
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise Http404(_("Tệp không còn trên máy chủ.")) from None
    answer = FileResponse(opened, content_type=content_type)
    answer["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def type_of(content: bytes, allowed: Collection[str] = ANYTHING) -> str:
    """Media type by the first bytes. Raises CannotKeep for anything not allowed, macros included."""
    found = _recognised(content)
    if found in allowed:
        return found
    if content[4:8] == b"ftyp" and content[8:12] in _APPLE:
        raise CannotKeep(_("Ảnh HEIC của iPhone chưa nhận được. Lưu ảnh dạng JPG (Tương thích nhất) rồi chọn lại."))
    raise CannotKeep(_("Tệp này không phải %(kinds)s. Chọn tệp khác.") % {"kinds": _kinds_in_words(allowed)})


def _recognised(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return _office_type(content) if content.startswith(b"PK\x03\x04") else ""


def _office_type(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            unpacked = sum(each.file_size for each in package.infolist())
    except DAMAGED:
        raise CannotKeep(_("Tệp bị hỏng, không mở được. Lưu lại tệp rồi chọn lại.")) from None
    if unpacked > _MOST_UNPACKED:
        raise CannotKeep(_("Tệp bung ra quá lớn nên không được nhận. Lưu lại tệp rồi chọn lại."))
    if any(name.endswith("vbaProject.bin") for name in names):
        raise CannotKeep(_("Tệp có chứa macro nên không được nhận. Lưu lại dạng .docx hoặc .xlsx thường."))
    for part, media_type in (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX)):
        if part in names:
            return media_type
    raise CannotKeep(_("Tệp nén không được nhận. Đính kèm từng ảnh, PDF, Word hoặc Excel."))


def _kinds_in_words(allowed: Collection[str]) -> str:
    photos = [_("ảnh (JPG, PNG, WebP)")] if PHOTOS & set(allowed) else []
    *first, last = [*photos, *(words for media_type, words in _WORDS.items() if media_type in allowed)]
    return f"{', '.join(first)} hay {last}" if first else last


def _read(file) -> bytes:
    limit = settings.MAX_UPLOAD_BYTES
    if file.size > limit:
        raise CannotKeep(
            _("Tệp quá lớn: tối đa %(limit)s MB. Chụp lại nhỏ hơn hoặc nén PDF.") % {"limit": limit // 1_000_000}
        )
    content = file.read()
    if not content:
        raise CannotKeep(_("Tệp trống. Chọn lại tệp."))
    return content


def _plain_name(name: str, content_type: str) -> str:
    stem = nfc(name.replace("\\", "/").rsplit("/", 1)[-1]).rsplit(".", 1)[0]
    stem = "".join(letter for letter in stem if letter.isprintable() and letter not in '<>:"/|?*')
    return f"{stem[:180] or 'minh-chung'}.{EXTENSIONS[content_type]}"
