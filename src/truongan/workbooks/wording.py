"""Words of spreadsheets: header spellings, running numbers, totals, what stands below a table."""

import re
import unicodedata
from functools import lru_cache

from truongan.kernel.text import fold, nfc

# Invisible characters are dropped, not turned into spaces: they sit inside words after copying from chat programs.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|_x00[01][0-9A-Fa-f]_")
_SUSPICIOUS = re.compile(r"^ | $|  |_x00")
_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOT_WORD = re.compile(r"[\W_]+")

ROW_NUMBER_HEADERS = frozenset({"stt", "tt", "so tt", "so thu tu", "thu tu", "no"})
IGNORED_SHEETS = frozenset(
    {"huong dan", "huong dan nhap", "huong dan nhap lieu", "loi can sua", "danh muc", "vi du", "bia", "ghi chu"}
)
_TOTALS = re.compile(r"(?:cộng|tổng|tổng cộng|tổng số|tổng số chung|cộng chung)(?:\s*[:=.\d(].*)?")
_TOTALS_FOLDED = re.compile(r"(?:cong|tong|tong cong|tong so|tong so chung|cong chung)(?:\s*[:=.\d(].*)?")
_SIGNATURES = re.compile(
    r"nguoi (lap|tong hop|bao cao|nhap)|hieu truong|pho hieu truong|thu truong|chu tich|truong (phong|ban|cong an)"
    r"|ky ten|\(?ky,|noi nhan|xac nhan cua|tm\.|t/m|kt\.|(.{0,40}, )?ngay .{0,12}thang .{0,12}nam"
    r"|danh sach (nay )?(gom|co) "
)


def clean(text: str) -> str:
    """One composed spelling with single spaces and nothing invisible."""
    # Nearly every cell is clean already; asking costs a tenth of cleaning.
    if text.isprintable() and unicodedata.is_normalized("NFC", text) and not _SUSPICIOUS.search(text):
        return text
    return nfc(_CONTROL.sub(" ", _INVISIBLE.sub("", text)))


def header_key(text: str) -> str:
    """Header or sheet name for comparison: no diacritics, case, punctuation or bracketed remarks.

    A header that is nothing but a bracket keeps its content.
    """
    # Looking for the header asks about the same few cells again and again; long ones are no headers worth keeping.
    return _known_header_key(text) if len(text) <= 200 else _header_key(text)


def _header_key(text: str) -> str:
    folded = fold(clean(text))
    return _words(_BRACKETED.sub(" ", folded)) or _words(folded)


_known_header_key = lru_cache(maxsize=4096)(_header_key)


def is_total(text: str) -> bool:
    """Whether a label opens a total row. `Tổng công ty…` and `Công` do not: marks decide where they are written."""
    if text[:1] not in "cCtT":
        return False
    lowered = clean(text).lower().rstrip(" :.")
    has_marks = any(unicodedata.combining(each) for each in unicodedata.normalize("NFD", lowered))
    return bool((_TOTALS if has_marks else _TOTALS_FOLDED).fullmatch(lowered))


def is_signature(text: str) -> bool:
    """Whether a text belongs to the signature block under a table."""
    return bool(_SIGNATURES.match(fold(clean(text))))


def _words(folded: str) -> str:
    return _NOT_WORD.sub(" ", folded).strip()
