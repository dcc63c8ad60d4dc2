"""Evidence files: typed by what they are, cleaned, stored under names nobody can guess."""

import hashlib
import io
import secrets
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from truongan.audit.actions import record
from truongan.kernel.text import nfc
from truongan.movement import rules
from truongan.movement.actions.refusals import CannotAttach, require
from truongan.movement.models import Evidence, GroupCheck, Paper, SchemeEvent

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
_IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_LONGEST_SIDE = 2560  # readable in print, a tenth of what a phone takes
# Up to four bytes each while a picture is open; only JPEG can be opened smaller than it is.
_MOST_PIXELS = {"JPEG": 120_000_000, "PNG": 40_000_000, "WEBP": 40_000_000}
_MOST_UNPACKED = 300_000_000

Proven = SchemeEvent | GroupCheck | Paper


@transaction.atomic
def attach_evidence(*, actor, target: Proven, file, now: datetime) -> Evidence:
    """Keep a file that proves an event, a check or a paper.

    Accepts PDF, JPEG, PNG, WebP, DOCX and XLSX, judged by content and never by name; photos are re-encoded,
    so place and device leave with the EXIF. At most settings.MAX_UPLOAD_BYTES. Raises CannotAttach.
    """
    organization = _organization_of(target)
    require(rules.may_write_for(actor, organization))
    with discarded_on_failure():
        evidence = store_evidence(actor=actor, target=target, file=file, now=now)
        record(
            actor=actor, verb="movement.evidence.attached", target=_owner_of(target), now=now,
            organization=organization, file=evidence.filename, sha256=evidence.sha256,
        )  # fmt: skip
    return evidence


def store_evidence(*, actor, target: Proven, file, now: datetime) -> Evidence:
    """The storing alone, for actions that record the file together with what it proves."""
    try:
        content = _read(file)
        content_type = type_of(content)
        content = _cleaned(content, content_type)
    except CannotAttach as reason:  # several files may have been sent: say which
        raise CannotAttach(f"{file.name}: {reason}") from reason
    return Evidence.objects.create(
        **{_FIELDS[type(target)]: target},
        file=_stored(content, content_type, now),
        filename=_plain_name(file.name, content_type),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_at=now,
        uploaded_by=actor,
    )


_FIELDS = {SchemeEvent: "event", GroupCheck: "check_up", Paper: "paper"}
_written: ContextVar[tuple[str, ...]] = ContextVar("evidence_written", default=())


@contextmanager
def discarded_on_failure() -> Iterator[None]:
    """Files do not roll back with the transaction: what was written inside is removed when it fails."""
    before = _written.get()
    try:
        yield
    except BaseException:
        for name in _written.get()[len(before) :]:
            default_storage.delete(name)
        _written.set(before)
        raise


def type_of(content: bytes) -> str:
    """Media type by the first bytes. Raises CannotAttach for anything else, macros included."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"PK\x03\x04"):
        return _office_type(content)
    raise CannotAttach(
        _("Tệp này không phải ảnh (JPG, PNG, WebP), PDF, Word (.docx) hay Excel (.xlsx). Chọn tệp khác.")
    )


def _office_type(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            unpacked = sum(each.file_size for each in package.infolist())
    except zipfile.BadZipFile:
        raise CannotAttach(_("Tệp bị hỏng, không mở được. Lưu lại tệp rồi chọn lại.")) from None
    if unpacked > _MOST_UNPACKED:
        raise CannotAttach(_("Tệp bung ra quá lớn nên không được nhận. Lưu lại tệp rồi chọn lại."))
    if any(name.endswith("vbaProject.bin") for name in names):
        raise CannotAttach(_("Tệp có chứa macro nên không được nhận. Lưu lại dạng .docx hoặc .xlsx thường."))
    for part, media_type in (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX)):
        if part in names:
            return media_type
    raise CannotAttach(_("Tệp nén không được nhận. Đính kèm từng ảnh, PDF, Word hoặc Excel."))


def _read(file) -> bytes:
    limit = settings.MAX_UPLOAD_BYTES
    if file.size > limit:
        raise CannotAttach(
            _("Tệp quá lớn: tối đa %(limit)s MB. Chụp lại nhỏ hơn hoặc nén PDF.") % {"limit": limit // 1_000_000}
        )
    content = file.read()
    if not content:
        raise CannotAttach(_("Tệp trống. Chọn lại tệp."))
    return content


def _cleaned(content: bytes, content_type: str) -> bytes:
    if content_type not in _IMAGES:
        return content
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _re_encoded(content, _IMAGES[content_type])
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise CannotAttach(_("Ảnh bị hỏng hoặc quá lớn, không mở được. Chụp hoặc lưu lại ảnh.")) from None


def _re_encoded(content: bytes, form: str) -> bytes:
    """The picture alone: turned upright, at most 2560 px, without EXIF, comments or hidden blocks."""
    with Image.open(io.BytesIO(content), formats=[form]) as picture:
        if picture.width * picture.height > _MOST_PIXELS[form]:
            raise ValueError(picture.size)
        picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))  # first: a JPEG is then never unpacked at its full size
        upright = ImageOps.exif_transpose(picture)
        if form == "JPEG" and upright.mode not in {"RGB", "L"}:
            upright = upright.convert("RGB")
        clean = Image.new(upright.mode, upright.size)
        if upright.palette is not None:
            clean.putpalette(upright.palette)
        clean.paste(upright)
        target = io.BytesIO()
        clean.save(target, form, **({"optimize": True} if form == "PNG" else {"quality": 85}))
        return target.getvalue()


def _stored(content: bytes, content_type: str, now: datetime) -> str:
    name = f"evidence/{now:%Y/%m}/{secrets.token_hex(16)}.{EXTENSIONS[content_type]}"
    try:
        name = default_storage.save(name, ContentFile(content))
    except OSError:  # disk full, quota, no rights: whatever was begun goes
        default_storage.delete(name)
        raise CannotAttach(
            _("Máy chủ không lưu được tệp (có thể đã hết chỗ). Chưa có gì được ghi; báo người quản trị rồi thử lại.")
        ) from None
    _written.set((*_written.get(), name))
    return name


def _plain_name(name: str, content_type: str) -> str:
    """The sender's name for people to read, with the extension of what the file really is."""
    stem = nfc(name.replace("\\", "/").rsplit("/", 1)[-1]).rsplit(".", 1)[0]
    stem = "".join(letter for letter in stem if letter.isprintable() and letter not in '<>:"/|?*')
    return f"{stem[:180] or 'minh-chung'}.{EXTENSIONS[content_type]}"


def _owner_of(target: Proven):
    return target.group if isinstance(target, GroupCheck) else target.scheme


def _organization_of(target: Proven):
    return _owner_of(target).organization
