"""From the bytes of a file to clean text, in the encodings met in the field."""

import codecs
import re
import unicodedata

from django.utils.translation import gettext as _

from truongan.news.importing.articles import CannotImport

MAX_BYTES = 5_000_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_KINDS = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word/Excel (docx, xlsx)"),
    (b"\xd0\xcf\x11\xe0", "Word 97-2003"),
    (b"{\\rtf", "RTF"),
)
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_WITHOUT_MARKS = {"iso-8859-1", "latin-1", "windows-1252", "ascii", "us-ascii"}  # named by servers that do not know
# Bidirectional controls, zero-width characters, soft hyphen, byte-order marks: nothing a reader sees.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_NEWLINE = re.compile("\r\n?|\u2028|\u2029|\x85|\x0b|\x0c")
_MARKS = "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"


def read_text(content: bytes) -> str:
    """Clean composed text of a file. Raises CannotImport for what is empty, too large, binary or of unknown encoding."""
    if len(content) > MAX_BYTES:
        raise too_large(len(content))
    text = clean(_decoded(content))
    if not text.strip():
        raise CannotImport(_("Tệp rỗng, không có chữ nào."))
    return text


def too_large(size: int) -> CannotImport:
    said = {"size": max(round(size / 1_000_000), 1), "most": MAX_BYTES // 1_000_000}
    return CannotImport(_("Tệp lớn %(size)d MB; một bài viết không quá %(most)d MB.") % said)


def clean(text: str) -> str:
    """Composed letters, one kind of line end, nothing invisible."""
    text = _NEWLINE.sub("\n", unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", _CONTROL.sub("", _INVISIBLE.sub("", text)))


def _decoded(content: bytes) -> str:
    if not content.strip(b" \t\r\n\x00"):
        raise CannotImport(_("Tệp rỗng, không có chữ nào."))
    _refuse_other_kinds(content)
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), "") or _wide(content)
    if encoding:
        return _strictly(content, encoding)
    if b"\x00" in content:
        raise _binary()
    try:
        return content.decode()
    except UnicodeDecodeError:
        return _legacy(content)


def _refuse_other_kinds(content: bytes) -> None:
    for mark, name in _OTHER_KINDS:
        if content.startswith(mark):
            said = _(
                "Đây là tệp %(name)s. Hãy lưu bài thành văn bản thuần (.txt) hoặc trang web (.html) rồi nhập lại."
            )
            raise CannotImport(said % {"name": name})


def _binary() -> CannotImport:
    return CannotImport(_("Đây không phải tệp văn bản. Hãy lưu bài thành .txt hoặc .html rồi nhập lại."))


def _wide(content: bytes) -> str:
    """UTF-16 without its mark: spaces and plain letters leave every second byte zero."""
    head = content[:4000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 1)
    if odd / half > 0.2 and even / half < 0.02:
        return "utf-16-le"
    return "utf-16-be" if even / half > 0.2 and odd / half < 0.02 else ""


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as reason:
        raise CannotImport(_("Tệp hỏng: không đọc hết được theo bảng mã %(name)s.") % {"name": encoding}) from reason


def _legacy(content: bytes) -> str:
    """What the page says it is written in, else windows-1258, where the outcome reads as Vietnamese."""
    for name in (_declared(content), "windows-1258"):
        try:
            text = content.decode(name) if name else ""
        except (UnicodeDecodeError, LookupError):
            continue
        if text and _reads_as_vietnamese(text):
            return text
    raise CannotImport(
        _(
            "Không nhận ra bảng mã (đọc được UTF-8, UTF-16, windows-1258). Nếu bài gõ bằng phông TCVN3 hay VNI, "
            "hãy chuyển sang Unicode rồi nhập lại."
        )
    )


def _declared(content: bytes) -> str:
    found = _DECLARED.search(content[:4096])
    name = found.group(1).decode("ascii").lower() if found else ""
    try:
        codec = codecs.lookup(name) if name else None
    except LookupError:
        return ""
    # Codecs that are not of text (hex, zip) have no place here.
    return "" if codec is None or name in _WITHOUT_MARKS or not codec._is_text_encoding else name


def _reads_as_vietnamese(text: str) -> bool:
    """Few controls, and most letters beyond ASCII are ones Vietnamese has."""
    if len(_CONTROL.findall(text)) > len(text) / 200:
        return False
    beyond = [each for each in text if each > "\x7f" and (unicodedata.category(each)[0] in "LMS" or each == "\ufffd")]
    known = sum(_is_vietnamese(each) for each in beyond)
    return not beyond or known / len(beyond) >= 0.9


def _is_vietnamese(character: str) -> bool:
    if character in "đĐ" or character in _MARKS:
        return True
    parts = unicodedata.normalize("NFD", character)
    return parts[0] in "aeiouyAEIOUY" and len(parts) > 1 and all(mark in _MARKS for mark in parts[1:])
